package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The tokens and links of the delta functions: where they are valid, for how long, and for which caller. */
class GraphDeltaTokensTest extends DeltaFixture {
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
}
