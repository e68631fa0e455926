package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The formats of ids, and who may translate which. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphTranslateIdsTest {
    private static final String ANNA = "/v1.0/users/anna@contoso.example";
    private static final Map<String, String> IMMUTABLE = Map.of("Prefer", "IdType=\"ImmutableId\"");

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client client;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        graph.user("anna", "Anna");
        graph.user("bert", "Bert");
        client = graph.client("Mail.ReadWrite", "Calendars.ReadWrite", "Contacts.ReadWrite");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private static JsonNode translate(GraphFixture.Client by, String from, String to, String... ids) {
        Answer answer = by.post(
                ANNA + "/translateExchangeIds",
                "{'inputIds':[" + Stream.of(ids).map(id -> "'" + id + "'").collect(Collectors.joining(","))
                        + "],'sourceIdType':'" + from + "','targetIdType':'" + to + "'}");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals(ids.length, answer.json().path("value").size());
        return answer.json().path("value");
    }

    private String one(String from, String to, String id) {
        JsonNode translated = translate(client, from, to, id).path(0);
        assertEquals(id, translated.path("sourceId").stringValue(""));
        assertFalse(translated.has("errorDetails"), translated::toString);
        return translated.path("targetId").stringValue("");
    }

    private String immutable(String path) {
        return client.send("GET", path, "", IMMUTABLE).id();
    }

    @Test
    void everyFormatAndBack() {
        String message = client.post(ANNA + "/messages", "{'subject':'x'}").id();
        String event = client.post(ANNA + "/events", """
            {"subject":"x","start":{"dateTime":"2026-12-01T09:00:00","timeZone":"UTC"},
             "end":{"dateTime":"2026-12-01T10:00:00","timeZone":"UTC"},
             "recurrence":{"pattern":{"type":"daily","interval":1},"range":{"type":"noEnd","startDate":"2026-12-01"}}}
            """).id();
        String occurrence = client.get(
                        ANNA + "/calendarView?startDateTime=2026-12-02T00:00:00Z&endDateTime=2026-12-03T00:00:00Z")
                .json()
                .at("/value/0/id")
                .stringValue("");
        String contact = client.post(ANNA + "/contacts", "{'givenName':'x'}").id();
        String attachment = client.post(
                        ANNA + "/messages/" + message + "/attachments",
                        "{'@odata.type':'#microsoft.graph.fileAttachment','name':'a','contentBytes':'YQ=='}")
                .id();
        String folder = client.get(ANNA + "/mailFolders/inbox").id();
        for (String id : new String[] {message, event, occurrence, contact, attachment, folder}) {
            String ews = one("restId", "ewsId", id);
            assertEquals(id.replace('-', '/').replace('_', '+'), ews);
            assertEquals(id, one("ewsId", "restId", ews));
            String entry = one("RESTID", "entryid", id);
            assertEquals(id.length() - id.replace("=", "").length(), entry.charAt(entry.length() - 1) - '0');
            assertEquals(id, one("entryId", "restId", entry));
            String lasting = one("entryId", "restImmutableEntryId", entry);
            assertEquals(id, one("restImmutableEntryId", "restId", lasting));
            assertEquals(entry, one("immutableEntryId", "entryId", one("restId", "immutableEntryId", id)));
            assertEquals(id.equals(folder), lasting.equals(id));
        }
        assertEquals(immutable(ANNA + "/messages/" + message), one("restId", "restImmutableEntryId", message));
        assertEquals(immutable(ANNA + "/events/" + event), one("restId", "restImmutableEntryId", event));
        assertEquals(immutable(ANNA + "/events/" + occurrence), one("restId", "restImmutableEntryId", occurrence));
        assertEquals(immutable(ANNA + "/contacts/" + contact), one("restId", "restImmutableEntryId", contact));
    }

    @Test
    void aMovedMessageKeepsItsImmutableId() {
        String before = client.post(ANNA + "/messages", "{'subject':'x'}").id();
        String lasting = one("restId", "restImmutableEntryId", before);
        String after = client.post(ANNA + "/messages/" + before + "/move", "{'destinationId':'archive'}")
                .id();
        assertNotEquals(before, after);
        assertEquals(after, one("restImmutableEntryId", "restId", lasting));
        JsonNode stale =
                translate(client, "restId", "restImmutableEntryId", before).path(0);
        assertEquals("ErrorItemNotFound", stale.at("/errorDetails/code").stringValue(""));
        assertFalse(stale.has("targetId"));
    }

    @Test
    void badIdsAreEntriesOfTheirOwn() {
        String mine = client.post(ANNA + "/messages", "{'subject':'x'}").id();
        String other = client.post("/v1.0/users/bert@contoso.example/messages", "{'subject':'x'}")
                .id();
        JsonNode all = translate(client, "restId", "restImmutableEntryId", mine, "nonsense", "", other, "AAMk", mine);
        assertEquals(all.at("/0/targetId"), all.at("/5/targetId"), "duplicates are kept");
        assertEquals("ErrorInvalidIdMalformed", all.at("/1/errorDetails/code").stringValue(""));
        assertEquals("ErrorInvalidIdMalformed", all.at("/2/errorDetails/code").stringValue(""));
        assertEquals("ErrorItemNotFound", all.at("/3/errorDetails/code").stringValue(""), "of another mailbox");
        assertEquals("ErrorInvalidIdMalformed", all.at("/4/errorDetails/code").stringValue(""));
        assertEquals(
                "nonsense",
                translate(client, "ewsId", "ewsId", "nonsense")
                        .at("/0/targetId")
                        .stringValue(""));
        client.delete(ANNA + "/messages/" + mine);
        assertEquals(
                "ErrorItemNotFound",
                translate(client, "restId", "restImmutableEntryId", mine)
                        .at("/0/errorDetails/code")
                        .stringValue(""));
    }

    @Test
    void eventsAndContactsNeedTheirOwnPermissions() {
        String contact = client.post(ANNA + "/contacts", "{'givenName':'x'}").id();
        GraphFixture.Client mailOnly = graph.client("Mail.Read");
        JsonNode hidden =
                translate(mailOnly, "restId", "restImmutableEntryId", contact).path(0);
        assertEquals("ErrorItemNotFound", hidden.at("/errorDetails/code").stringValue(""));
        assertFalse(translate(mailOnly, "restId", "ewsId", contact).path(0).has("errorDetails"), "only text");
        GraphFixture.Client both = graph.client("Mail.Read", "Contacts.Read");
        assertFalse(translate(both, "restId", "restImmutableEntryId", contact)
                .path(0)
                .has("errorDetails"));
    }

    @Test
    void refused() {
        String path = ANNA + "/translateExchangeIds";
        String body = "{'inputIds':[%s],'sourceIdType':'restId','targetIdType':'%s'}";
        assertEquals(400, client.post(path, body.formatted("'a'", "mapiId")).status());
        assertEquals(
                400,
                client.post(path, "{'inputIds':['a'],'targetIdType':'ewsId'}").status());
        assertEquals(400, client.post(path, "{'inputIds':").status());
        String many = IntStream.range(0, 1001).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));
        assertEquals(400, client.post(path, body.formatted(many, "ewsId")).status());
        assertEquals(
                200,
                client.post(path, body.formatted(many.substring(many.indexOf(',') + 1), "ewsId"))
                        .status());
        assertEquals(
                403,
                graph.client("Contacts.Read")
                        .post(path, body.formatted("", "ewsId"))
                        .status());
        GraphFixture.Client confined = graph.client("Mail.ReadWrite");
        graph.confine(confined, graph.group("scope"));
        assertEquals(403, confined.post(path, "not json").status(), "the policy is checked before the body");
    }
}
