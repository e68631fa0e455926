package dev.postern.graph.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TypedBodyReaderTest {
    private final TypeModel model = TypeModel.load();
    private final TypedBodyReader reader = new TypedBodyReader(model);

    @Test
    void namesAndEnumsBecomeCanonical() {
        assertRead("message", """
            {"Subject":"Hi","Importance":"HIGH","Body":{"ContentType":"HTML","Content":"x"},
             "ToRecipients":[{"EmailAddress":{"Address":"a@contoso.example"}}],
             "sentDateTime":"2026-02-02T10:00:00.000+01:00"}\
            """, """
            {"subject":"Hi","importance":"high","body":{"contentType":"html","content":"x"},
             "toRecipients":[{"emailAddress":{"address":"a@contoso.example"}}],
             "sentDateTime":"2026-02-02T09:00:00Z"}\
            """);
    }

    @Test
    void annotationsAndBookkeepingOfClientsAreDropped() {
        assertRead("message", """
            {"@odata.type":"#microsoft.graph.message","@odata.etag":"W/\\"x\\"","subject":"Hi","backingStore":null,
             "additionalData":{},"categories@odata.type":"#Collection(String)","categories":["a"]}\
            """, """
            {"subject":"Hi","categories":["a"]}\
            """);
    }

    @Test
    void aDerivedTypeIsKeptAndItsPropertiesAreKnown() {
        assertRead("message", """
            {"attachments":[{"@odata.type":"microsoft.graph.FileAttachment","name":"a","contentBytes":"SGVs\\r\\nbG8"}]}\
            """, """
            {"attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"a","contentBytes":"SGVsbG8="}]}\
            """);
    }

    @Test
    void anOpenTypeKeepsUnknownMembers() {
        assertRead("message", """
            {"extensions":[{"extensionName":"Com.Contoso.Referral","dealValue":10000,"tags":["a"]}]}\
            """, """
            {"extensions":[{"@odata.type":"#microsoft.graph.openTypeExtension",
             "extensionName":"Com.Contoso.Referral","dealValue":10000,"tags":["a"]}]}\
            """);
    }

    @Test
    void odataBindIsAValue() {
        assertRead("group", """
            {"displayName":"g","Members@odata.bind":["https://x/users/1"]}\
            """, """
            {"displayName":"g","members@odata.bind":["https://x/users/1"]}\
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        message | {"nosuch":1} | The property 'nosuch' does not exist on type 'microsoft.graph.message'. Make sure to only use property names that are defined by the type.
        message | {"saveToSentItems":false} | The property 'saveToSentItems' does not exist
        message | {"body":"text"} | An unexpected 'PrimitiveValue' node was found
        message | {"toRecipients":["a@contoso.example"]} | A 'StartObject' node was expected.
        message | {"toRecipients":{}} | A 'StartArray' node was expected.
        message | {"subject":{"a":1}} | A 'PrimitiveValue' node was expected.
        message | {"isRead":"true"} | Cannot convert the literal 'true' to the expected type 'Edm.Boolean'.
        message | {"importance":"urgent"} | Cannot convert the literal 'urgent' to the expected type 'microsoft.graph.importance'.
        message | {"body":{"contentType":"text/html"}} | Cannot convert the literal 'text/html'
        message | {"receivedDateTime":"yesterday"} | to the expected type 'Edm.DateTimeOffset'.
        message | {"receivedDateTime":"2026-01-01T00:00:00"} | to the expected type 'Edm.DateTimeOffset'.
        message | {"subject":"a","Subject":"b"} | given more than once
        message | {"attachments":[{"name":"a","contentBytes":"SGVsbG8="}]} | is abstract
        message | {"attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","contentBytes":"%%%"}]} | Cannot convert the literal '%%%' to the expected type 'Edm.Binary'.
        message | {"attachments":[{"@odata.type":"#microsoft.graph.nosuch"}]} | A type named '#microsoft.graph.nosuch'
        message | {"attachments":[{"@odata.type":"#microsoft.graph.message"}]} | is not a valid subtype of 'microsoft.graph.attachment'
        message | {"x@microsoft.graph.y":1} | does not exist
        message | {"@custom":1} | does not exist
        workingHours | {"startTime":"08"} | Cannot convert the literal '08' to the expected type 'Edm.TimeOfDay'.
        mailFolder | {"totalItemCount":1.5} | to the expected type 'Edm.Int32'.
        recurrencePattern | {"interval":null} | A null value was found for the property named 'interval'
        """)
    void invalidValuesAreRefusedWithGraphsMessages(String type, String body, String message) {
        var failure = assertThrows(BodyFailure.class, () -> read(type, body));
        assertEquals("RequestBodyRead", failure.code());
        assertTrue(failure.text().contains(message), failure.text());
    }

    @Test
    void aBodyThatIsNotAnObjectIsRefused() {
        assertEquals(
                "UnableToDeserializePostBody",
                assertThrows(BodyFailure.class, () -> read("message", "[]")).code());
    }

    @Test
    void excessiveNestingIsRefused() {
        String item = "{\"@odata.type\":\"#microsoft.graph.message\",\"attachments\":[{\"@odata.type\":"
                + "\"#microsoft.graph.itemAttachment\",\"item\":";
        String body = item.repeat(60) + "null" + "}]}".repeat(60);
        assertTrue(assertThrows(BodyFailure.class, () -> read("message", body))
                .text()
                .contains("nested"));
    }

    @Test
    void actionParametersAreReadLeniently() {
        BoundOperation sendMail =
                model.operation("sendmail", model.type("user"), false).orElseThrow();
        String read = reader.parameters(
                        sendMail,
                        JsonMapper.shared().readTree("{\"message\":{\"SUBJECT\":\"x\"},\"saveToSentItems\":\"False\"}"))
                .toString();
        assertEquals("{\"Message\":{\"subject\":\"x\"},\"SaveToSentItems\":false}", read);
        for (String body : new String[] {"{\"subject\":\"x\"}", "{}", "[]"}) {
            var failure = assertThrows(
                    BodyFailure.class,
                    () -> reader.parameters(sendMail, JsonMapper.shared().readTree(body)));
            assertEquals("were unable to deserialize ", failure.text());
        }
    }

    @Test
    void theTolerantReaderTakesTextAndNullOfCalendarClients() {
        String body = """
            {"isAllDay":"True","reminderMinutesBeforeStart":"15","recurrence":{"pattern":{"interval":"2","month":null}}}\
            """;
        assertThrows(BodyFailure.class, () -> read("event", body));
        assertEquals(JsonMapper.shared().readTree("""
            {"isAllDay":true,"reminderMinutesBeforeStart":15,"recurrence":{"pattern":{"interval":2}}}\
            """), tolerant(body));
        assertEquals(
                "RequestBodyRead",
                assertThrows(BodyFailure.class, () -> tolerant("""
                    {"isAllDay":"perhaps"}\
                    """)).code());
        assertEquals(
                "RequestBodyRead",
                assertThrows(BodyFailure.class, () -> tolerant("""
                    {"reminderMinutesBeforeStart":"15 minutes"}\
                    """)).code());
        assertEquals(
                "UnableToDeserializePostBody",
                assertThrows(BodyFailure.class, () -> tolerant("""
                    {"recurrence":{"range":{"startDate":"14/03/2026"}}}\
                    """)).code());
    }

    private JsonNode tolerant(String body) {
        return reader.tolerant().read(model.type("event"), JsonMapper.shared().readTree(body));
    }

    private void assertRead(String type, String body, String expected) {
        assertEquals(JsonMapper.shared().readTree(expected), read(type, body));
    }

    private JsonNode read(String type, String body) {
        return reader.read(model.type(type), JsonMapper.shared().readTree(body));
    }
}
