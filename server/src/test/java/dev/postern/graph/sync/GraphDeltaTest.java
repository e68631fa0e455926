package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the rounds of the delta functions of messages report, and the options of the first one. */
class GraphDeltaTest extends DeltaFixture {
    @Test
    void roundsReportEachChangeOnce() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        for (int i = 0; i < 25; i++) {
            message(inbox, "m" + i);
        }
        DeltaReader reader = new DeltaReader(client, inbox + "/messages/delta?$select=subject,isRead");
        assertEquals(IntStream.range(0, 25).mapToObj(i -> "m" + i).toList(), reader.shown("subject"));
        assertEquals(3, reader.pages());
        String delta = reader.link();
        assertEquals(List.of(), reader.shown("subject"));
        assertEquals(delta, reader.link(), "Nothing changed, so the link is the same");

        String first = reader.copy().keySet().iterator().next();
        String second = reader.copy().keySet().stream().skip(1).findFirst().orElseThrow();
        client.patch(box + "/messages/" + first, "{'subject':'x'}");
        client.patch(box + "/messages/" + first, "{'subject':'y'}");
        read(box, first);
        client.delete(box + "/messages/" + second);
        String created = message(inbox, "gone");
        client.post(box + "/messages/" + created + "/permanentDelete", "{}");
        assertEquals(List.of("-" + second, "-" + created, "y"), reader.shown("subject"));
        assertTrue(reader.get(first).path("isRead").booleanValue(false));
        reader.link(delta);
        assertEquals(List.of("-" + second, "-" + created, "y"), reader.shown("subject"), "A link is not consumed");
        assertEquals(24, reader.copy().size());
    }

    @Test
    void theEnvelopeAndTheEntriesHaveTheirAnnotations() {
        String box = box();
        String id = message(box + "/mailFolders/inbox", "one");
        String path = box + "/mailFolders('inbox')/messages/delta?$select=subject,sender";
        Answer answer = client.send("GET", path, "", Map.of("Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=5"));
        assertEquals("IdType=\"ImmutableId\", odata.maxpagesize=5", answer.header("Preference-Applied"));
        JsonNode json = answer.json();
        assertTrue(
                json.path("@odata.context").asString().endsWith("/v1.0/$metadata#Collection(message(subject,sender))"));
        String link = json.path("@odata.deltaLink").asString();
        assertTrue(
                link.startsWith("https://localhost:8443" + box + "/mailFolders('inbox')/messages/delta?$deltatoken="),
                link);
        JsonNode entry = json.path("value").path(0);
        assertEquals(
                List.of("@odata.type", "@odata.etag", "id", "subject", "sender"), List.copyOf(entry.propertyNames()));
        assertEquals("#microsoft.graph.message", entry.path("@odata.type").asString());
        assertNotEquals(id, entry.path("id").asString(), "The id is immutable");

        client.delete(box + "/messages/" + id);
        // the style of the first call is kept
        JsonNode next = client.get(link.substring(link.indexOf("/v1.0"))).json();
        assertEquals(
                "[{'@odata.type':'#microsoft.graph.message','id':'"
                        + entry.path("id").asString() + "','@removed':{'reason':'deleted'}}]",
                next.path("value").toString().replace('"', '\''));

        message(box + "/mailFolders/deleteditems", "two");
        JsonNode bare = client.send(
                        "GET",
                        box + "/mailFolders/deleteditems/messages/delta",
                        "",
                        Map.of("Accept", "application/json;odata.metadata=none"))
                .json();
        assertFalse(bare.has("@odata.context"));
        assertTrue(bare.has("@odata.deltaLink"));
        assertFalse(bare.path("value").path(0).has("@odata.type"));
        assertFalse(bare.path("value").path(0).has("@odata.etag"));
    }

    @Test
    void allSpellingsAreOneFunction() {
        String box = box();
        message(box + "/mailFolders/inbox", "one");
        for (String spelling : List.of("delta", "delta()", "microsoft.graph.delta()", "microsoft.graph.delta")) {
            Answer answer = client.get(box + "/mailFolders/inbox/messages/" + spelling);
            assertEquals(List.of("one"), answer.each("subject"), spelling);
            String link = answer.json().path("@odata.deltaLink").asString();
            String token = link.substring(link.indexOf("token=") + "token=".length());
            for (String name :
                    List.of("$deltatoken", "$deltaToken", "%24deltatoken", "deltatoken", "$skiptoken", "$SkipToken")) {
                Answer next = client.get(box + "/mailFolders/inbox/messages/delta?" + name + "=" + token);
                assertEquals(200, next.status(), next::toString);
                assertEquals(List.of(), next.each("subject"), name);
            }
        }
    }

    @Test
    void movesAreRemovedAndNewOrOnePlainEntry() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        String id = message(inbox, "moving");
        String there = message(inbox, "away");
        DeltaReader plain = new DeltaReader(client, inbox + "/messages/delta");
        DeltaReader lasting = reader(inbox + "/messages/delta", IMMUTABLE);
        DeltaReader archive = reader(box + "/mailFolders/archive/messages/delta", IMMUTABLE);
        DeltaReader all = reader(box + "/messages/delta", Map.of());
        DeltaReader allLasting = reader(box + "/messages/delta", IMMUTABLE);
        for (DeltaReader one : List.of(plain, lasting, archive, all, allLasting)) {
            one.round();
        }
        String lastingId = lasting.copy().keySet().iterator().next();
        String lastingAway =
                lasting.copy().keySet().stream().skip(1).findFirst().orElseThrow();
        String back = moved(box, moved(box, id, "archive"), "inbox");
        String away = moved(box, there, "archive");
        assertEquals(List.of("-" + id, "-" + there, "moving"), plain.shown("subject"));
        assertTrue(plain.copy().containsKey(back));
        assertEquals(List.of("-" + lastingAway, "moving"), lasting.shown("subject"));
        assertEquals(lastingId, lasting.copy().keySet().iterator().next());
        assertEquals(List.of("-" + lastingId, "away"), archive.shown("subject"), "It came and went");
        assertEquals(2, all.copy().size());
        all.round();
        assertEquals(Set.of(back, away), all.copy().keySet());
        assertEquals(
                List.of("away", "moving"),
                allLasting.shown("subject").stream().sorted().toList());
        assertEquals(Set.of(lastingId, lastingAway), allLasting.copy().keySet());

        // a copy is new in the target only
        client.post(box + "/messages/" + back + "/copy", "{'destinationId':'archive'}");
        assertEquals(List.of(), lasting.shown("subject"));
        assertEquals(List.of("moving"), archive.shown("subject"));
    }

    @Test
    void changesWhilePagingAreInThisRoundOrTheNext() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        var ids = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            ids.add(message(inbox, "m" + i));
        }
        DeltaReader reader = new DeltaReader(client, inbox + "/messages/delta");
        reader.page(Map.of());
        for (int i = 0; i < 5; i++) {
            message(inbox, "new" + i);
        }
        client.delete(box + "/messages/" + ids.get(0));
        client.delete(box + "/messages/" + ids.get(15));
        client.delete(box + "/messages/" + ids.get(24));
        reader.page(Map.of("Prefer", "odata.maxpagesize=3"));
        client.patch(box + "/messages/" + ids.get(1), "{'subject':'changed'}");
        reader.round();
        reader.round();
        assertEquals(names(inbox), copied(reader));
    }

    private List<String> names(String folder) {
        return client.get(folder + "/messages?$top=1000").each("subject").stream()
                .sorted()
                .toList();
    }

    private static List<String> copied(DeltaReader reader) {
        return reader.copy().values().stream()
                .map(one -> one.path("subject").asString())
                .sorted()
                .toList();
    }

    /** With a selection without the read flag, marking as read is no change; with it, it is one. */
    @Test
    void onlyTheReadFlagChanges() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        String id = message(inbox, "m");
        DeltaReader without = new DeltaReader(client, inbox + "/messages/delta?$select=subject");
        DeltaReader with = new DeltaReader(client, inbox + "/messages/delta?$select=isRead");
        DeltaReader all = new DeltaReader(client, inbox + "/messages/delta");
        List.of(without, with, all).forEach(DeltaReader::round);
        client.patch(box + "/messages/" + id, "{'isRead':false}");
        read(box, id);
        assertEquals(List.of(), without.shown("subject"));
        assertEquals(List.of("true"), with.shown("isRead"));
        assertEquals(List.of("m"), all.shown("subject"));
        client.patch(box + "/messages/" + id, "{'subject':'n'}");
        client.patch(box + "/messages/" + id, "{'isRead':false}");
        assertEquals(List.of("n"), without.shown("subject"));
        client.post(
                box + "/messages/" + id + "/attachments",
                "{'@odata.type':'#microsoft.graph.fileAttachment','name':'a','contentBytes':'YQ=='}");
        read(box, id);
        assertEquals(List.of("n"), without.shown("subject"));
        read(box, id);
        assertEquals(List.of(), without.shown("subject"));
    }

    @Test
    void changeTypeFiltersLaterRounds() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        String kept = message(inbox, "kept");
        String gone = message(inbox, "gone");
        String path = inbox + "/messages/delta?changeType=";
        DeltaReader created = new DeltaReader(client, path + "created");
        DeltaReader updated = new DeltaReader(client, path + "Updated");
        DeltaReader deleted = new DeltaReader(client, path + "deleted");
        for (DeltaReader one : List.of(created, updated, deleted)) {
            assertEquals(List.of("kept", "gone"), one.shown("subject"));
        }
        read(box, kept);
        client.delete(box + "/messages/" + gone);
        message(inbox, "new");
        assertEquals(List.of("new"), created.shown("subject"));
        assertEquals(List.of("kept"), updated.shown("subject"));
        assertEquals(List.of("-" + gone), deleted.shown("subject"));
        for (String wrong : List.of("created,updated", "other")) {
            Answer answer = client.get(path + wrong);
            assertEquals(400, answer.status(), wrong);
            assertEquals("ErrorInvalidUrlQuery", answer.code());
        }
    }

    @Test
    void filterOrderAndTopBoundTheFirstRound() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        message(inbox, "m0");
        String from = graph.now.get().toString();
        for (int i = 1; i < 6; i++) {
            message(inbox, "m" + i);
        }
        String delta = inbox + "/messages/delta?$select=subject&";
        assertEquals(
                List.of("m5", "m4", "m3", "m2", "m1"),
                new DeltaReader(client, delta + "$filter=receivedDateTime%20ge%20" + from).shown("subject"));
        assertEquals(
                List.of("m5", "m4", "m3", "m2"),
                new DeltaReader(client, delta + "$filter=receivedDateTime%20gt%20" + from).shown("subject"));
        DeltaReader ordered =
                reader(delta + "$orderby=receivedDateTime%20desc", Map.of("Prefer", "odata.maxpagesize=4"));
        assertEquals(List.of("m5", "m4", "m3", "m2", "m1", "m0"), ordered.shown("subject"));
        assertEquals(2, ordered.pages());
        DeltaReader top = reader(delta + "$top=3", Map.of("Prefer", "odata.maxpagesize=2"));
        assertEquals(List.of("m5", "m4", "m3"), top.shown("subject"), "$top bounds the first round");
        message(inbox, "new");
        assertEquals(List.of("new"), top.shown("subject"));
        assertEquals(List.of("new"), ordered.shown("subject"));

        DeltaReader late = new DeltaReader(client, delta + "$filter=receivedDateTime%20ge%20" + from);
        late.round();
        String first = new DeltaReader(client, delta)
                .page(Map.of())
                .getFirst()
                .path("id")
                .asString();
        client.patch(box + "/messages/" + first, "{'subject':'old'}");
        assertEquals(List.of(), late.shown("subject"), "It was received before");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mailFolders/inbox/messages/delta | $search=%22a%22 | The following parameters are not supported with"
                        + " change tracking over the 'Messages' resource: '$search, $skip, $count'.",
                "mailFolders/inbox/messages/delta | skip=2 | The following parameters are not supported with change"
                        + " tracking over the 'Messages' resource: '$search, $skip, $count'.",
                "messages/delta | $count=true | The following parameters are not supported with change"
                        + " tracking over the 'Messages' resource: '$search, $skip, $count'.",
                "messages/delta | $filter=isRead%20eq%20false | The '$filter' parameter value is not supported for"
                        + " 'Messages' resource; only a value of 'receivedDateTime ge value' is supported.",
                "messages/delta | $filter=receivedDateTime%20le%202026-01-01T00:00:00Z | The '$filter' parameter value"
                        + " is not supported for 'Messages' resource; only a value of 'receivedDateTime ge value' is"
                        + " supported.",
                "messages/delta |"
                        + " $filter=receivedDateTime%20ge%202026-01-01%20and%20receivedDateTime%20le%202027-01-01 | The"
                        + " '$filter' parameter value is not supported for 'Messages' resource; only a value of"
                        + " 'receivedDateTime ge value' is supported.",
                "messages/delta | $orderby=receivedDateTime | The '$orderby' parameter value is not supported for"
                        + " 'Messages' resource; only a value of 'receivedDateTime desc' is supported.",
                "messages/delta | $orderby=subject%20desc | The '$orderby' parameter value is not supported for"
                        + " 'Messages' resource; only a value of 'receivedDateTime desc' is supported.",
                "mailFolders/delta | $filter=displayName%20eq%20'a' | The following parameters are not supported with"
                    + " change tracking over the 'MailFolders' resource: '$filter, $orderby, $top, $expand, $search,"
                    + " $skip, $count, changeType'.",
                "contacts/delta | $top=5 | The following parameters are not supported with change tracking over the"
                    + " 'Contacts' resource: '$filter, $orderby, $top, $expand, $search, $skip, $count, changeType'.",
                "contactFolders/delta | changetype=created | The following parameters are not supported with change"
                        + " tracking over the 'ContactFolders' resource: '$filter, $orderby, $top, $expand, $search,"
                        + " $skip, $count, changeType'.",
            })
    void unsupportedOptionsAreRefused(String path, String query, String message) {
        Answer answer = client.get(box() + "/" + path + "?" + query);
        assertEquals(400, answer.status(), answer::toString);
        assertEquals("ErrorInvalidUrlQuery", answer.code());
        assertEquals(message, answer.message());
    }

    @Test
    void aPageSizeBeyondAllNumbersIsTheLargest() {
        Answer answer = client.send(
                "GET", box() + "/messages/delta", "", Map.of("Prefer", "odata.maxpagesize=99999999999999999999"));
        assertEquals("odata.maxpagesize=1000", answer.header("Preference-Applied"));
    }

    @Test
    void expandedPropertiesAndLongSelectionsAreInTheToken() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        message(inbox, "m");
        String filter = URLEncoder.encode("id eq 'String 0x0E1D'", StandardCharsets.UTF_8)
                .replace("+", "%20");
        DeltaReader reader = new DeltaReader(
                client,
                inbox + "/messages/delta?$select=subject&$expand=singleValueExtendedProperties($filter=" + filter
                        + ")");
        reader.round();
        message(inbox, "n");
        JsonNode entry = reader.round().getFirst();
        assertEquals(
                "n",
                entry.path("singleValueExtendedProperties")
                        .path(0)
                        .path("value")
                        .asString(),
                entry::toString);
    }
}
