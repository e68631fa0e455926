package dev.postern.graph.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.query.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ShaperTest {
    private static final String STORED = """
        {"isRead":true,"subject":"Hi","id":"A1","changeKey":"CK","internalState":7,"internetMessageHeaders":[],
         "receivedDateTime":"2026-01-01T00:00:00Z","importance":"high",
         "from":{"emailAddress":{"address":"a@contoso.example","name":"A"}},
         "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","id":"F1","name":"f","contentBytes":"AA=="}]}\
        """;

    private final TypeModel model = TypeModel.load();
    private final Shaper shaper = new Shaper(model);

    @Test
    void aMessageHasTheFullSetInGraphsOrder() {
        ObjectNode shaped = shape(STORED, Shape.DEFAULT, MetadataLevel.MINIMAL);
        assertEquals(
                "@odata.etag id createdDateTime lastModifiedDateTime changeKey categories receivedDateTime"
                        + " sentDateTime hasAttachments internetMessageId subject bodyPreview importance parentFolderId"
                        + " conversationId conversationIndex isDeliveryReceiptRequested isReadReceiptRequested isRead"
                        + " isDraft webLink inferenceClassification body sender from toRecipients ccRecipients"
                        + " bccRecipients replyTo flag",
                String.join(" ", shaped.propertyNames()));
        assertEquals("W/\"CK\"", shaped.get("@odata.etag").stringValue());
        assertEquals("[]", shaped.get("categories").toString());
        assertTrue(shaped.get("sender").isNull());
        assertEquals(
                "{\"emailAddress\":{\"name\":\"A\",\"address\":\"a@contoso.example\"}}",
                shaped.get("from").toString());
    }

    @Test
    void aSelectionShowsTheIdAndTheSelectedProperties() {
        Shape shape = new Shape(selection("subject", "internetMessageHeaders", "sender", "attachments"), List.of());
        assertEquals(
                "@odata.etag id subject sender internetMessageHeaders",
                String.join(" ", shape(STORED, shape, MetadataLevel.MINIMAL).propertyNames()));
        assertEquals("(subject,sender)", selection("subject", "sender").contextSuffix());
    }

    @Test
    void partsOfComplexValuesCanBeSelected() {
        Shape shape = new Shape(selection("from/emailAddress/address"), List.of());
        assertEquals(
                "{\"emailAddress\":{\"address\":\"a@contoso.example\"}}",
                shape(STORED, shape, MetadataLevel.MINIMAL).get("from").toString());
    }

    @Test
    void expansionsAreShapedByTheirOwnSelection() {
        Shape inner = new Shape(
                new Selection(List.of(
                        new Selection.Item(Optional.of("microsoft.graph.fileAttachment"), Path.of("contentBytes")))),
                List.of());
        Shape shape =
                new Shape(selection("subject"), List.of(new Shape.Expansion("attachments", Optional.empty(), inner)));
        assertEquals(
                "[{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"id\":\"F1\",\"contentBytes\":\"AA==\"}]",
                shape(STORED, shape, MetadataLevel.MINIMAL).get("attachments").toString());
    }

    @Test
    void theMetadataLevelSelectsTheAnnotations() {
        Shape shape = new Shape(
                selection("receivedDateTime", "importance"),
                List.of(new Shape.Expansion("attachments", Optional.empty(), Shape.DEFAULT)));
        ObjectNode none = shape(STORED, shape, MetadataLevel.NONE);
        assertFalse(none.toString().contains("@odata"), none.toString());
        ObjectNode full = shape(STORED, shape, MetadataLevel.FULL);
        assertEquals("#microsoft.graph.message", full.get("@odata.type").stringValue());
        assertEquals("#DateTimeOffset", full.get("receivedDateTime@odata.type").stringValue());
        assertEquals(
                "#microsoft.graph.importance", full.get("importance@odata.type").stringValue());
        assertEquals(
                Optional.of(MetadataLevel.NONE), MetadataLevel.ofMediaType("application/json;odata.metadata=None;q=1"));
        assertEquals(Optional.empty(), MetadataLevel.ofMediaType("application/json;odata.metadata=huge"));
    }

    @Test
    void aDerivedMessageShowsItsOwnProperties() {
        ObjectNode shaped = shape(
                "{\"@odata.type\":\"#microsoft.graph.eventMessageRequest\",\"id\":\"1\",\"meetingMessageType\":\"meetingRequest\"}",
                Shape.DEFAULT,
                MetadataLevel.MINIMAL);
        assertEquals("@odata.type", shaped.propertyNames().iterator().next());
        assertEquals("meetingRequest", shaped.get("meetingMessageType").stringValue());
    }

    @Test
    void aUserShowsItsDefaultsAndAnySelection() {
        JsonNode user = JsonMapper.shared().readTree("{\"id\":\"u\",\"department\":\"D\",\"displayName\":\"N\"}");
        assertEquals(
                "businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage"
                        + " surname userPrincipalName id",
                String.join(
                        " ",
                        shaper.shape(model.type("user"), user, Shape.DEFAULT, MetadataLevel.MINIMAL)
                                .propertyNames()));
        assertEquals(
                "{\"department\":\"D\"}",
                shaper.shape(
                                model.type("user"),
                                user,
                                new Shape(selection("department"), List.of()),
                                MetadataLevel.MINIMAL)
                        .toString());
    }

    @Test
    void anEnvelopeContainsAPage() {
        ResponseEnvelope envelope = new ResponseEnvelope(MetadataLevel.MINIMAL, "http://x/$metadata#users");
        assertEquals(
                "{\"@odata.context\":\"http://x/$metadata#users\",\"@odata.count\":3,\"@odata.nextLink\":\"n\",\"value\":[]}",
                envelope.page(List.of(), OptionalLong.of(3), Optional.of("n")).toString());
        assertEquals(
                "{\"value\":[]}",
                new ResponseEnvelope(MetadataLevel.NONE, "c")
                        .page(List.of(), OptionalLong.empty(), Optional.empty())
                        .toString());
    }

    private static Selection selection(String... paths) {
        return new Selection(List.of(paths).stream()
                .map(path -> new Selection.Item(Optional.empty(), Path.of(path)))
                .toList());
    }

    private ObjectNode shape(String stored, Shape shape, MetadataLevel level) {
        return shaper.shape(model.type("message"), JsonMapper.shared().readTree(stored), shape, level);
    }
}
