package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The delta functions of messages and folders: rounds, options, tokens. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphDeltaTest {
    private static final Map<String, String> IMMUTABLE = Map.of("Prefer", "IdType=\"ImmutableId\"");

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;
    private final AtomicInteger users = new AtomicInteger();

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        client = graph.client("Mail.ReadWrite", "Contacts.ReadWrite");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    /** The path of a new mailbox. */
    private String box() {
        String name = "delta" + users.incrementAndGet();
        graph.user(name, name);
        return "/v1.0/users/" + name + "@contoso.example";
    }

    private String message(String folder, String subject) {
        Answer answer = client.post(folder + "/messages", "{'subject':'" + subject + "'}");
        assertEquals(201, answer.status(), answer::toString);
        graph.now.updateAndGet(now -> now.plusSeconds(1));
        return answer.id();
    }

    private String moved(String box, String id, String to) {
        Answer answer = client.post(box + "/messages/" + id + "/move", "{'destinationId':'" + to + "'}");
        assertEquals(201, answer.status(), answer::toString);
        return answer.id();
    }

    private DeltaReader reader(String path, Map<String, String> headers) {
        return new DeltaReader(client, path, headers);
    }

    private void read(String box, String id) {
        assertEquals(
                200, client.patch(box + "/messages/" + id, "{'isRead':true}").status());
    }

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
    void tokensBelongToTheirFolderMailboxAndFunction() {
        String box = box();
        String other = box();
        String inbox = "/mailFolders/inbox/messages/delta";
        DeltaReader reader = new DeltaReader(client, box + inbox);
        reader.round();
        String token = reader.link().substring(reader.link().indexOf('?'));
        new DeltaReader(client, other + inbox).round();
        for (String path : List.of(
                box + "/mailFolders/archive/messages/delta",
                box + "/messages/delta",
                other + inbox,
                box + "/mailFolders/inbox/childFolders/delta",
                box + "/contacts/delta")) {
            Answer answer = client.get(path + token);
            assertEquals(400, answer.status(), path);
            assertEquals("ErrorInvalidRequest", answer.code(), path);
        }
        String id = client.get(box + "/mailFolders/inbox").id();
        assertEquals(
                200,
                client.get(box + "/mailFolders/" + id + "/messages/delta" + token)
                        .status());
        assertEquals(
                200,
                client.get(box + inbox + token + "&$search=%22x%22&$select=nonsense")
                        .status(),
                "The token replaces options");
        assertEquals(400, client.get(box + inbox + token + "&$skiptoken=x").status());
        assertEquals(
                400, client.get(box + inbox + token + "&" + token.substring(1)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "x", "%00", "AAAA", "Zm9v"})
    void whatIsNotATokenIsRefused(String text) {
        Answer answer = client.get(box() + "/messages/delta?$deltatoken=" + text);
        assertEquals(400, answer.status(), answer::toString);
        assertTrue(text.equals("%00") || answer.message().contains("Badly formed token"), answer::toString);
    }

    @Test
    void everyChangedByteOfATokenIsNoticed() {
        String box = box();
        message(box + "/mailFolders/inbox", "m");
        DeltaReader reader = new DeltaReader(client, box + "/messages/delta?$select=subject");
        reader.round();
        String link = reader.link();
        int start = link.indexOf("token=") + "token=".length();
        byte[] token = Base64.getUrlDecoder().decode(link.substring(start));
        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= 0x10;
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            Answer answer = client.get(link.substring(0, start) + text);
            assertEquals(400, answer.status(), answer::toString);
        }
    }

    @Test
    void anEmptySkipTokenIsRefused() {
        String box = box();
        for (String empty : List.of("$skiptoken=", "$skipToken", "%24skiptoken=%20", "$skiptoken=&$deltatoken=")) {
            Answer answer = client.get(box + "/messages/delta?$select=subject&" + empty);
            assertEquals(400, answer.status(), empty);
            assertEquals("Badly formed token.", answer.message(), empty);
        }
    }

    @Test
    void aPageSizeBeyondAllNumbersIsTheLargest() {
        Answer answer = client.send(
                "GET", box() + "/messages/delta", "", Map.of("Prefer", "odata.maxpagesize=99999999999999999999"));
        assertEquals("odata.maxpagesize=1000", answer.header("Preference-Applied"));
    }

    @Test
    void anEmptyTokenStartsAgain() {
        String box = box();
        message(box + "/mailFolders/inbox", "m");
        for (String empty : List.of("$deltatoken=", "$deltaToken=", "%24deltatoken")) {
            Answer answer = client.get(box + "/messages/delta?$select=subject&" + empty);
            assertEquals(List.of("m"), answer.each("subject"));
        }
    }

    @Test
    void whoWasAwayTooLongStartsAgain() {
        GraphFixture shared = graph;
        try (GraphFixture own = new GraphFixture(engine)) {
            graph = own;
            client = own.client("Mail.ReadWrite", "Contacts.ReadWrite");
            startsAgain();
        } finally {
            graph = shared;
            client = shared.client("Mail.ReadWrite", "Contacts.ReadWrite");
        }
    }

    private void startsAgain() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        String id = message(inbox, "m");
        message(inbox, "n");
        DeltaReader reader = new DeltaReader(client, inbox + "/messages/delta?$select=subject");
        reader.round();
        DeltaReader began = reader(inbox + "/messages/delta?$select=subject", Map.of("Prefer", "odata.maxpagesize=1"));
        began.page(Map.of());
        moved(box, id, "archive");
        DeltaReader knows = new DeltaReader(client, inbox + "/messages/delta");
        knows.round();
        graph.now.updateAndGet(now -> now.plus(Duration.ofDays(31)));
        graph.directory.refresh();
        graph.mailboxes().sweeps().round(Duration.ofDays(30));
        for (DeltaReader gone : List.of(reader, began)) {
            Answer answer = graph.client("Mail.Read").get(gone.link());
            assertEquals(410, answer.status(), answer::toString);
            assertEquals("SyncStateNotFound", answer.code());
            assertTrue(
                    answer.message().matches("The sync state generation is not found; generation=\\d+;\\[highest=.*"));
            String location = answer.header("Location");
            assertEquals("https://localhost:8443" + inbox + "/messages/delta?$select=subject&$deltatoken=", location);
            assertEquals(
                    List.of("n"),
                    graph.client("Mail.Read")
                            .get(location.substring(location.indexOf("/v1.0")))
                            .each("subject"));
        }
        assertEquals(200, graph.client("Mail.Read").get(knows.link()).status());
    }

    @Test
    void accessIsDecidedOnEveryPageAndBeforeTheToken() {
        String box = box();
        String inbox = box + "/mailFolders/inbox";
        message(inbox, "m");
        DeltaReader reader = new DeltaReader(client, inbox + "/messages/delta?$select=subject,body");
        DeltaReader plain = new DeltaReader(client, inbox + "/messages/delta");
        reader.page(Map.of());
        plain.page(Map.of());
        message(inbox, "n");
        Client basic = graph.client("Mail.ReadBasic.All");
        assertEquals(403, basic.get(reader.link()).status());
        JsonNode shown = basic.get(plain.link()).json().path("value").path(0);
        assertEquals("n", shown.path("subject").asString());
        assertFalse(shown.has("body") || shown.has("bodyPreview"));
        Client none = graph.client("Contacts.Read");
        for (String link : List.of(plain.link(), plain.link() + "x", inbox + "/messages/delta?$deltatoken=x")) {
            assertEquals(403, none.get(link).status());
        }
        Client denied = graph.client("Mail.Read", "User.Read.All");
        assertEquals(200, denied.get(plain.link()).status());
        String address = box.substring("/v1.0/users/".length());
        User owner = Objects.requireNonNull((User) graph.snapshot().byAddress(address));
        graph.deny(denied, graph.group("denied" + engine, owner.id()));
        assertEquals(403, denied.get(plain.link()).status());
    }

    @Test
    void foldersAreReportedForTheirOwnChanges() {
        String box = box();
        DeltaReader all = new DeltaReader(client, box + "/mailFolders/delta?$select=displayName,parentFolderId");
        DeltaReader full = new DeltaReader(client, box + "/mailFolders/delta");
        List<String> first = all.shown("displayName");
        assertTrue(first.containsAll(List.of("Inbox", "Drafts", "Sent Items", "Deleted Items")), first::toString);
        assertFalse(first.contains("Top of Information Store") || first.contains("Clutter"), first::toString);
        assertEquals(first.size(), full.round().size());
        message(box + "/mailFolders/inbox", "m");
        assertEquals(List.of(), all.shown("displayName"), "Counts alone are no change");
        String parent =
                client.post(box + "/mailFolders", "{'displayName':'Parent'}").id();
        String child = client.post(box + "/mailFolders/" + parent + "/childFolders", "{'displayName':'Child'}")
                .id();
        client.post(box + "/mailFolders", "{'displayName':'Hidden','isHidden':true}");
        DeltaReader below = new DeltaReader(client, box + "/mailFolders/" + parent + "/childFolders/delta");
        assertEquals(List.of("Parent", "Child"), all.shown("displayName"));
        assertEquals(List.of("Child"), below.shown("displayName"));
        JsonNode entry = full.round().getFirst();
        assertEquals("#microsoft.graph.mailFolder", entry.path("@odata.type").asString());
        assertEquals(1, entry.path("childFolderCount").intValue(-1));

        DeltaReader messages = new DeltaReader(client, box + "/mailFolders/" + child + "/messages/delta");
        messages.round();
        message(box + "/mailFolders/" + child, "inside");
        client.patch(box + "/mailFolders/" + parent, "{'displayName':'Renamed'}");
        assertEquals(List.of("Renamed"), all.shown("displayName"));
        assertEquals(List.of(), below.shown("displayName"));
        Answer move = client.post(box + "/mailFolders/" + child + "/move", "{'destinationId':'archive'}");
        assertEquals(201, move.status(), move::toString);
        assertEquals(List.of("Child"), all.shown("displayName"));
        assertEquals(List.of("-" + child), below.shown("displayName"));
        assertEquals(List.of("inside"), messages.shown("subject"), "The folder's messages are followed");
        client.post(box + "/mailFolders/" + child + "/move", "{'destinationId':'" + parent + "'}");
        assertEquals(List.of("Child"), below.shown("displayName"));
        all.round();

        // to Deleted Items: it still exists, elsewhere
        client.delete(box + "/mailFolders/" + parent);
        assertEquals(
                List.of("Child", "Renamed"),
                all.shown("displayName").stream().sorted().toList());
        assertEquals(List.of(), messages.shown("subject"));
        // to Recoverable Items
        client.delete(box + "/mailFolders/" + parent);
        List<String> gone = all.shown("displayName");
        assertEquals(Set.of("-" + parent, "-" + child), Set.copyOf(gone));
    }

    @Test
    void theMessagesOfAFolderThatLeavesTheListsLeaveThem() {
        String box = box();
        String folder =
                client.post(box + "/mailFolders", "{'displayName':'Project'}").id();
        message(box + "/mailFolders/" + folder, "inside");
        for (Map<String, String> style : List.of(Map.<String, String>of(), IMMUTABLE)) {
            DeltaReader all = reader(box + "/messages/delta", style);
            DeltaReader own = reader(box + "/mailFolders/" + folder + "/messages/delta", style);
            assertEquals(List.of("inside"), all.shown("subject"));
            own.round();
            String id = all.copy().keySet().iterator().next();
            client.delete(box + "/mailFolders/" + folder);
            assertEquals(List.of(), all.shown("subject"), "It is in Deleted Items");
            client.delete(box + "/mailFolders/" + folder);
            assertEquals(List.of("-" + id), all.shown("subject"), "It is in Recoverable Items");
            Answer back = client.post(box + "/mailFolders/" + folder + "/move", "{'destinationId':'inbox'}");
            assertEquals(201, back.status(), back::toString);
            assertEquals(List.of("inside"), all.shown("subject"));
            assertEquals(1, own.round().size());
            assertEquals(1, own.copy().size());
        }
        DeltaReader all = new DeltaReader(client, box + "/messages/delta");
        DeltaReader own = new DeltaReader(client, box + "/mailFolders/" + folder + "/messages/delta");
        all.round();
        own.round();
        String id = all.copy().keySet().iterator().next();
        client.post(box + "/mailFolders/" + folder + "/permanentDelete", "{}");
        assertEquals(List.of("-" + id), all.shown("subject"));
        Answer gone = client.get(own.link());
        assertEquals(404, gone.status());
        assertEquals("ErrorSyncFolderNotFound", gone.code());
        Answer never = client.get(box + "/mailFolders/" + folder + "/messages/delta");
        assertEquals("ErrorItemNotFound", never.code());
    }

    @Test
    void permanentlyDeletedMessagesAndHiddenFoldersAreNotFollowed() {
        String box = box();
        String hidden = client.post(box + "/mailFolders", "{'displayName':'Hidden','isHidden':true}")
                .id();
        DeltaReader all = new DeltaReader(client, box + "/messages/delta");
        all.round();
        String there = message(box + "/mailFolders/" + hidden, "secret");
        assertEquals(List.of(), all.shown("subject"));
        assertEquals(
                List.of("secret"),
                new DeltaReader(client, box + "/mailFolders/" + hidden + "/messages/delta").shown("subject"));
        moved(box, there, "inbox");
        assertEquals(List.of("secret"), all.shown("subject"));
        String id = all.copy().keySet().iterator().next();
        client.post(box + "/messages/" + id + "/permanentDelete", "{}");
        assertEquals(List.of("-" + id), all.shown("subject"));
        assertEquals(
                404,
                client.get(box + "/mailFolders/recoverableitemspurges/messages/delta")
                        .status());
    }

    @Test
    void searchFoldersHaveNoDelta() {
        String box = box();
        Answer created = client.post(
                box + "/mailFolders/searchfolders/childFolders",
                "{'@odata.type':'microsoft.graph.mailSearchFolder','displayName':'S','includeNestedFolders':true,"
                        + "'sourceFolderIds':['inbox'],'filterQuery':'isRead eq false'}");
        assertEquals(201, created.status(), created::toString);
        Answer answer = client.get(box + "/mailFolders/" + created.id() + "/messages/delta");
        assertEquals(400, answer.status());
        assertEquals(
                "Unsupported request: Change tracking is not supported against 'microsoft.graph.mailSearchFolder'.",
                answer.message());
    }

    @Test
    void partsOfABatchFollowLinks() {
        String box = box();
        message(box + "/mailFolders/inbox", "m");
        String batch = "{'requests':[{'id':'1','method':'GET','url':'" + box.substring("/v1.0".length())
                + "/messages/delta?$select=subject','headers':{'Prefer':'odata.maxpagesize=1'}}]}";
        JsonNode part =
                client.post("/v1.0/$batch", batch).json().path("responses").path(0);
        assertEquals(200, part.path("status").intValue(0), part::toString);
        assertEquals(
                "odata.maxpagesize=1",
                part.path("headers").path("Preference-Applied").asString());
        String link = part.path("body").path("@odata.deltaLink").asString();
        assertTrue(link.startsWith("https://localhost:8443" + box + "/messages/delta?$deltatoken="), link);
        assertEquals(200, client.get(link.substring(link.indexOf("/v1.0"))).status());
    }

    @Test
    void contactsAndTheirFoldersAreFollowed() {
        String box = box();
        DeltaReader contacts = new DeltaReader(client, box + "/contacts/delta?$select=displayName");
        DeltaReader folders = new DeltaReader(client, box + "/contactFolders/delta");
        assertEquals(List.of(), contacts.shown("displayName"));
        assertEquals(List.of(), folders.shown("displayName"));
        String id = client.post(box + "/contacts", "{'givenName':'Zoe'}").id();
        client.patch(box + "/contacts/" + id, "{'givenName':'Zora'}");
        assertEquals(List.of("Zora"), contacts.shown("displayName"));
        String parent =
                client.post(box + "/contactFolders", "{'displayName':'Team'}").id();
        String child = client.post(box + "/contactFolders/" + parent + "/childFolders", "{'displayName':'Inner'}")
                .id();
        assertEquals(List.of("Team", "Inner"), folders.shown("displayName"));
        String nested = box + "/contactFolders/" + parent + "/childFolders/" + child + "/contacts";
        DeltaReader inner = new DeltaReader(client, nested + "/delta");
        DeltaReader same = new DeltaReader(client, box + "/contactFolders/" + child + "/contacts/delta");
        assertEquals(201, client.post(nested, "{'givenName':'Ann'}").status());
        assertEquals(List.of("Ann"), inner.shown("displayName"));
        assertEquals(List.of("Ann"), same.shown("displayName"));
        assertEquals(
                List.of("Inner"),
                new DeltaReader(client, box + "/contactFolders/" + parent + "/childFolders/delta")
                        .shown("displayName"));
        client.delete(box + "/contacts/" + id);
        assertEquals(List.of("-" + id), contacts.shown("displayName"));
        client.delete(box + "/contactFolders/" + parent);
        assertEquals(Set.of("-" + parent, "-" + child), Set.copyOf(folders.shown("displayName")));
        Answer gone = client.get(inner.link());
        assertEquals(404, gone.status());
        assertEquals("ErrorSyncFolderNotFound", gone.code());
        assertEquals(403, graph.client("Mail.Read").get(contacts.link()).status());
    }

    /** Links name the origin by which the caller reached the server; a client may strip it. */
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
