package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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

/** MAPI properties: their ids, the values that are computed, and those that become headers. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailMapiTest {
    private static final String MESSAGES = "/users/megan@contoso.example/messages";
    private static final String EXTENDED = "singleValueExtendedProperties";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient client;
    private String received;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        client = mail.client(mail.app("mapi", "Mail.Send", "Mail.ReadWrite"));
        send("'subject':'RE: Lunch','importance':'high','body':{'content':'12345'}");
        received = inbox("RE: Lunch").path("id").asString();
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private GraphClient.Answer submit(String rest) {
        return client.post(
                "/users/adele@contoso.example/sendMail",
                "{'message':{'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]," + rest + "}}");
    }

    private void send(String rest) {
        submit(rest).expect(202);
        mail.delivery.deliverDue();
    }

    private JsonNode inbox(String subject) {
        return client.get(
                        "/users/megan@contoso.example/mailFolders/inbox/messages?$filter=subject eq '" + subject + "'")
                .at("/value/0");
    }

    private GraphClient.Answer expand(String message, String id) {
        return client.get(
                MESSAGES + "/" + message + "?$select=id&$expand=" + EXTENDED + "($filter=id eq '" + id + "')");
    }

    private String value(String message, String id) {
        JsonNode all = expand(message, id).expect(200).at("/" + EXTENDED);
        assertEquals(1, all.size(), id);
        return all.path(0).path("value").asString();
    }

    private static String property(String id, String value) {
        return "'" + EXTENDED + "':[{'id':'" + id + "','value':'" + value + "'}]";
    }

    private List<String> found(String any) {
        return client.get(MESSAGES + "?$top=100&$select=subject&$filter=" + EXTENDED + "/any(p:" + any + ")")
                .expect(200)
                .at("/value")
                .valueStream()
                .map(message -> message.path("subject").asString())
                .toList();
    }

    @Test
    void whatIsStoredInAnotherFormIsComputed() {
        JsonNode message = client.get(MESSAGES + "/" + received).json();
        Map.of(
                        "String 0x0037", "RE: Lunch",
                        "String 0x0E1D", "Lunch",
                        "String 0x003D", "RE: ",
                        "String 0x0070", "Lunch",
                        "Integer 0x0017", "2",
                        "String 0x001A", "IPM.Note",
                        "String 0x5D01", "adele@contoso.example",
                        "String 0x0C1A", "Adele Vance",
                        "Boolean 0x0E1B", "false",
                        "Integer 0x0E07", "0")
                .forEach((id, value) -> assertEquals(value, value(received, id), id));
        Map.of(
                        "String 0x1035", "internetMessageId",
                        "SystemTime 0x0E06", "receivedDateTime",
                        "SystemTime 0x0039", "sentDateTime",
                        "SystemTime 0x3007", "createdDateTime",
                        "Binary 0x0071", "conversationIndex",
                        "String 0x3FD9", "bodyPreview")
                .forEach((id, name) -> assertEquals(message.path(name).asString(), value(received, id), id));
        assertTrue(Long.parseLong(value(received, "Long 0x0E08")) > 5);
        assertEquals("Megan Bowen", value(received, "String 0x0E04"));
        assertTrue(value(received, "String 0x007D").contains("Subject: RE: Lunch\r\n"));
    }

    @Test
    void idsAreComparedByMeaningAndShownInOneForm() {
        for (String id : List.of("LONG 0x0E08", "Long 0xe08", "long 0x00000E08")) {
            assertEquals("Long 0xe08", expand(received, id).string("/" + EXTENDED + "/0/id"));
        }
        assertEquals("Integer 0xe08", expand(received, "Integer 0x0E08").string("/" + EXTENDED + "/0/id"));
        String draft = client.post(MESSAGES, "{'subject':'ids'," + property("LONG 0x0E17", "3") + "}")
                .string("/id");
        assertEquals("3", value(draft, "Long 0xe17"));
        client.patch(MESSAGES + "/" + draft, "{" + property("long 0x00e17", "4") + "}")
                .expect(200);
        assertEquals("4", value(draft, "Long 0xE17"));
        assertEquals(List.of("ids"), found("p/id eq 'lonG 0x0e17' and p/value eq '4'"));
        assertEquals(List.of(), found("p/id eq 'Long 0x0e17' and p/value eq '3'"));
        String named = "{66F5A359-4659-4830-9070-00047EC6AC6E} Name Color";
        client.patch(MESSAGES + "/" + draft, "{" + property("STRING " + named, "Green") + "}")
                .expect(200);
        assertEquals(
                "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color",
                expand(draft, "String " + named).string("/" + EXTENDED + "/0/id"));
        assertEquals(List.of("ids"), found("p/id eq 'String " + named + "' and startswith(p/value, 'gr')"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p/id eq 'Long 0x0E08' and cast(p/value,Edm.Int64) gt 10",
                "p/id eq 'String 0x5D01' and p/value eq 'ADELE@contoso.example'",
                "p/id eq 'String 0x0C1A' and startswith(p/value,'adele')",
                "p/id eq 'String 0x0037' and contains(p/value,'lunch')",
                "p/id eq 'Boolean 0x0E1B' and p/value eq 'false'",
                "p/id eq 'SystemTime 0x0E06' and p/value ge '2026-11-23T08:00:00Z'",
                "p/id eq 'SystemTime 0x0E06' and cast(p/value,Edm.DateTimeOffset) ge 2026-11-23T08:00:00Z",
                "p/id eq 'Boolean 0x0E1B' and cast(p/value,Edm.Boolean) eq false",
                "p/id eq 'Integer 0x0017' and p/value eq '2'",
                "p/id eq 'Integer 0x0E07' and cast(p/value,Edm.Int32) lt 8",
                "p/id eq 'String 0x001A' and p/value eq 'ipm.note'",
                "(p/id eq 'String 0x0037' and p/value eq 'none') or (p/id eq 'Integer 0x0E07' and p/value eq '0')",
            })
    void computedValuesAreFiltered(String condition) {
        assertTrue(found(condition).contains("RE: Lunch"), condition);
        assertTrue(client.get(MESSAGES + "/$count?$filter=" + EXTENDED + "/any(p:" + condition + ")")
                .text()
                .matches("[1-9][0-9]*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p/id eq 'Long 0x0E08' and cast(p/value,Edm.Int64) gt 1000000",
                "p/id eq 'String 0x5D01' and p/value eq 'megan@contoso.example'",
                "p/id eq 'Boolean 0x0E1B' and p/value eq 'true'",
                "p/id eq 'SystemTime 0x0E06' and p/value lt '2026-11-23T08:00:00Z'",
                "p/id eq 'Integer 0x0017' and p/value eq '1'",
                "p/id eq 'Integer 0x0E07' and p/value eq '1'",
                "p/id eq 'String 0x001A' and p/value ne 'IPM.Note'",
            })
    void otherValuesAreNot(String condition) {
        assertTrue(!found(condition).contains("RE: Lunch"), condition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p/id eq 'XXX' and p/value eq '1'",
                "p/id eq 'String 0x0E08' and p/value eq '1'",
                "p/id eq 'String 0x1000' and contains(p/value,'x')",
                "p/id eq 'SystemTime 0x0E06' and p/value eq 'yesterday'",
            })
    void aFilterThatCannotMatchIsRefusedByName(String condition) {
        var answer = client.get(MESSAGES + "?$filter=" + EXTENDED + "/any(p:" + condition + ")");
        answer.expect(400, "ErrorInvalidProperty");
        assertTrue(answer.text().contains("0x") || answer.text().contains("XXX"), answer::text);
    }

    @Test
    void anExpansionOfAnUnknownIdIsEmptyAndOfAMalformedOneRefused() {
        assertEquals(
                0,
                expand(received, "String 0x6789").expect(200).at("/" + EXTENDED).size());
        expand(received, "String 0x0E08").expect(400, "ErrorInvalidProperty");
        expand(received, "nonsense").expect(400, "ErrorInvalidProperty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Long 0x0E08", "String 0x007D", "String 0x0037", "SystemTime 0x3008", "String 0x1000"})
    void whatIsDerivedCannotBeWritten(String id) {
        var answer = client.post(MESSAGES, "{" + property(id, "2026-11-23T08:00:00Z") + "}");
        answer.expect(400, "ErrorInvalidPropertySet");
        assertTrue(answer.text().contains(id.toLowerCase(java.util.Locale.ROOT).substring(id.length() - 2)));
        client.patch(MESSAGES + "/" + received, "{" + property(id, "2026-11-23T08:00:00Z") + "}")
                .expect(400, "ErrorInvalidPropertySet");
    }

    @Test
    void theFlagsOfAnImportAreComputedAfterwards() {
        String flags = "{'subject':'old'," + property("Integer 0x0E07", "1") + "}";
        String old = client.post(MESSAGES, flags).expect(201).string("/id");
        assertEquals("1", value(old, "Integer 0xe07"));
        client.patch(MESSAGES + "/" + old, "{'isRead':false}").expect(200);
        assertEquals("0", value(old, "Integer 0xe07"));
        client.patch(MESSAGES + "/" + old, "{" + property("Integer 0x0E07", "8") + "}")
                .expect(400, "ErrorInvalidPropertySet");
    }

    @Test
    void aStoredValueReplacesAConstant() {
        String note = client.post(MESSAGES, "{'subject':'note'," + property("String 0x001A", "IPM.StickyNote") + "}")
                .string("/id");
        assertEquals("IPM.StickyNote", value(note, "String 0x1a"));
        assertEquals(List.of("note"), found("p/id eq 'String 0x1a' and p/value eq 'IPM.StickyNote'"));
        assertTrue(!found("p/id eq 'String 0x1a' and p/value eq 'IPM.Note'").contains("note"));
    }

    @Test
    void headerPropertiesBecomeHeaders() {
        send("'subject':'hdr','" + EXTENDED + "':[{'id':'String 0x1045','value':'<https://news.example/u?1>'},"
                + "{'id':'String 0x1042','value':'<parent@fabrikam.example>'},"
                + "{'id':'String {00020386-0000-0000-C000-000000000046} Name X-Ticket','value':'77'}]");
        String id = inbox("hdr").path("id").asString();
        String sent = client.get("/users/adele@contoso.example/mailFolders/sentitems/messages?$filter=subject eq 'hdr'")
                .string("/value/0/id");
        for (String url : List.of(MESSAGES + "/" + id, "/users/adele@contoso.example/messages/" + sent)) {
            String mime = client.get(url + "/$value").text();
            assertTrue(mime.contains("List-Unsubscribe: <https://news.example/u?1>\r\n"), mime);
            assertTrue(mime.contains("In-Reply-To: <parent@fabrikam.example>\r\n"), mime);
            assertTrue(mime.contains("X-Ticket: 77\r\n"), mime);
            assertEquals(mime.indexOf("List-Unsubscribe"), mime.lastIndexOf("List-Unsubscribe"));
        }
        assertEquals("<https://news.example/u?1>", value(id, "String 0x1045"));
        assertEquals("77", value(id, "String {00020386-0000-0000-c000-000000000046} Name x-ticket"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"From", "Received", "X-MS-Exchange-Organization-SCL", "Content-Type", "Bcc", "a b"})
    void otherHeadersCannotBeSet(String name) {
        submit("'subject':'no'," + property("String {00020386-0000-0000-C000-000000000046} Name " + name, "x"))
                .expect(400, "ErrorInvalidPropertySet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"String 0x1045|see Übersicht", "String 0x1042|<ü@fabrikam.example>", "String 0x1039|ü"})
    void aStructuredHeaderIsInAscii(String row) {
        String[] cells = row.split("\\|");
        var refused = submit("'subject':'no'," + property(cells[0], cells[1])).expect(400, "ErrorInvalidPropertySet");
        assertTrue(refused.text().contains("ASCII") && refused.text().contains(cells[0].substring(9)), refused::text);
    }

    @ParameterizedTest
    @CsvSource({"1,Personal", "2,Private", "3,Company-Confidential"})
    void theSensitivityIsDelivered(String number, String word) {
        send("'subject':'sens" + number + "'," + property("Integer 0x36", number));
        String id = inbox("sens" + number).path("id").asString();
        assertEquals(number, value(id, "Integer 0x0036"));
        assertTrue(client.get(MESSAGES + "/" + id + "/$value").text().contains("Sensitivity: " + word + "\r\n"));
        assertTrue(found("p/id eq 'Integer 0x36' and p/value eq '" + number + "'").contains("sens" + number));
        assertTrue(!found("p/id eq 'Integer 0x36' and cast(p/value,Edm.Int32) eq 0").contains("sens" + number));
        String mime = "Subject: imp" + number + "\r\nSensitivity: " + word + "\r\n\r\nhi";
        String imported = client.call(
                        "POST",
                        MESSAGES,
                        "text/plain",
                        Base64.getEncoder().encode(mime.getBytes(StandardCharsets.UTF_8)))
                .expect(201)
                .string("/id");
        assertEquals(number, value(imported, "Integer 0x36"));
        client.patch(MESSAGES + "/" + imported, "{'subject':'changed'}").expect(200);
        assertTrue(client.get(MESSAGES + "/" + imported + "/$value").text().contains("Sensitivity: " + word));
    }

    @Test
    void anotherSensitivityIsRefusedAndNoneIsNormal() {
        assertEquals("0", value(received, "Integer 0x36"));
        assertTrue(!client.get(MESSAGES + "/" + received + "/$value").text().contains("Sensitivity"));
        var refused = submit("'subject':'no'," + property("Integer 0x36", "4")).expect(400, "ErrorInvalidPropertySet");
        assertTrue(refused.text().contains("Sensitivity"), refused::text);
    }

    @Test
    void anAnswerIsMarkedOnTheOriginal() {
        send("'subject':'verb'");
        String id = inbox("verb").path("id").asString();
        assertEquals(0, expand(id, "Integer 0x1081").at("/" + EXTENDED).size());
        client.post(MESSAGES + "/" + id + "/createReply", "{}").expect(201);
        assertEquals(0, expand(id, "Integer 0x1081").at("/" + EXTENDED).size());
        client.post(MESSAGES + "/" + id + "/replyAll", "{'comment':'yes'}").expect(202);
        assertEquals("103", value(id, "Integer 0x1081"));
        client.post(
                        MESSAGES + "/" + id + "/forward",
                        "{'toRecipients':[{'emailAddress':{'address':'shared@contoso.example'}}]}")
                .expect(202);
        assertEquals("104", value(id, "Integer 0x1081"));
        assertEquals("262", value(id, "Integer 0x1080"));
        assertEquals("2026-11-23T08:00:00Z", value(id, "SystemTime 0x1082"));
        assertEquals(List.of("verb"), found("p/id eq 'Integer 0x1081' and p/value eq '104'"));
    }

    @Test
    void whatAValueIsComputedFromIsNotShown() {
        var shown = client.get(MESSAGES + "/" + received + "?$expand=" + EXTENDED + "($filter=id eq 'String 0x7d')");
        assertEquals(1, shown.at("/" + EXTENDED).size());
        assertTrue(shown.at("/internetMessageHeaders").isMissingNode());
        assertEquals("RE: Lunch", shown.string("/subject"));
        var list = client.get(
                MESSAGES + "?$select=id&$expand=" + EXTENDED + "($filter=id eq 'String 0x37' or id eq 'Long 0xE08')");
        assertTrue(list.at("/value/0/subject").isMissingNode());
        assertEquals(2, list.at("/value/0/" + EXTENDED).size());
    }
}
