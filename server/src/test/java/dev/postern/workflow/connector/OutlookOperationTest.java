package dev.postern.workflow.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The requests of each operation, and its outputs. In the tables single quotes represent double quotes, and backticks single ones. */
class OutlookOperationTest {
    private static final OutlookConnection CONNECTION =
            new OutlookConnection("office365", "reports@contoso.example", JsonValues.object());
    private static final String SELECT = "id,receivedDateTime,hasAttachments,internetMessageId,subject,bodyPreview,"
            + "importance,conversationId,isRead,body,from,toRecipients,ccRecipients,bccRecipients,replyTo,flag";

    private static OutlookCall call(String operation, String inputs) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation.substring(operation.indexOf(' ') + 1);
        String found = path.equals("/v2/Mail/Move/A/B") ? "/v2/Mail/Move/A" : path;
        ObjectNode all = (ObjectNode) json(inputs);
        all.put("method", method).put("path", path);
        return OutlookCall.of(OutlookOperation.find(method, found).orElseThrow(), CONNECTION, all);
    }

    private static JsonNode json(String text) {
        return JsonValues.parse(text.replace('\'', '"').replace('`', '\''));
    }

    private static String shown(OutlookRequest request) {
        String decoded = URLDecoder.decode(request.uri(), StandardCharsets.UTF_8)
                .replace("https://graph.microsoft.com/v1.0/users/", "")
                .replaceFirst("^reports@contoso.example", "")
                .replace(SELECT, "SELECT");
        return request.method() + " " + decoded
                + (request.headers().isEmpty() ? "" : " " + request.headers())
                + (request.body() == null ? "" : " " + request.body());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "operations.txt", delimiter = '|', quoteCharacter = '\u0000', commentCharacter = '#')
    void anOperationIsASequenceOfRequests(String operation, String inputs, String answers, String expected) {
        OutlookCall call = call(operation, inputs);
        Iterator<JsonNode> next = json(answers).iterator();
        var steps = new ArrayList<String>();
        OutlookStep step = OutlookPlan.first(call, null);
        boolean over = false;
        while (!over) {
            over = step instanceof OutlookStep.Last || step instanceof OutlookStep.Ended;
            step = switch (step) {
                case OutlookStep.Ask ask -> {
                    steps.add(shown(ask.request()));
                    yield ask.then().apply(next.next());
                }
                case OutlookStep.Keep keep -> {
                    steps.add("keep " + keep.found());
                    yield OutlookPlan.first(call, keep.found());
                }
                case OutlookStep.Last last -> {
                    steps.add(shown(last.request()));
                    yield last;
                }
                case OutlookStep.Ended ended -> {
                    steps.add(ended.status() + " " + ended.body());
                    yield ended;
                }
            };
        }
        assertEquals(quoted(expected), quoted(String.join(" ; ", steps)));
    }

    /** With one kind of quotes. */
    private static String quoted(String text) {
        return text.replace('`', '\'').replace('"', '\'');
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "refused-inputs.txt", delimiter = '|', quoteCharacter = '\u0000', commentCharacter = '#')
    void inputsThatAreNotThoseOfTheOperationAreRefused(String operation, String inputs, String part) {
        String message = String.valueOf(assertThrows(
                        ConnectorRefused.class, () -> OutlookPlan.first(call(operation, inputs), null))
                .getMessage());
        assertTrue(message.contains(part), message);
    }

    private static final String MESSAGE = "{'id':'AA','receivedDateTime':'2026-11-23T10:00:00Z','hasAttachments':true,"
            + "'subject':'S','importance':'normal','isRead':false,'body':{'contentType':'html','content':'<p>B</p>'},"
            + "'from':{'emailAddress':{'name':'F','address':'f@contoso.example'}},'toRecipients':["
            + "{'emailAddress':{'address':'a@contoso.example'}},{'emailAddress':{'address':'b@contoso.example'}}],"
            + "'ccRecipients':[],'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','id':'T',"
            + "'name':'a.txt','contentBytes':'YQ==','contentLocation':null}]}";
    private static final String SHOWN = "{'id':'AA','receivedDateTime':'2026-11-23T10:00:00+00:00',"
            + "'hasAttachments':true,'subject':'S','importance':'normal','isRead':false,'isHtml':true,"
            + "'body':'<p>B</p>','from':'f@contoso.example','toRecipients':'a@contoso.example;b@contoso.example',"
            + "'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','id':'T','name':'a.txt',"
            + "'contentBytes':'YQ=='}]}";

    private static JsonNode outputs(String operation, String inputs, String answer) {
        return ((OutlookStep.Last) OutlookPlan.first(call(operation, inputs), null))
                .body()
                .apply(json(answer));
    }

    @Test
    void aMessageIsShownWithTexts() {
        assertEquals(json(SHOWN), outputs("GET /v2/Mail/AA", "{}", MESSAGE));
        assertEquals(json("{'value':[" + SHOWN + "]}"), outputs("GET /v3/Mail", "{}", "{'value':[" + MESSAGE + "]}"));
    }

    @Test
    void theConnectorFiltersWhereGraphCannot() {
        String answer = "{'value':[" + MESSAGE + "]}";
        for (String wanted :
                List.of("to':'B@contoso.example", "toOrCc':'a@contoso.example", "to':'x@x;a@contoso.example")) {
            assertEquals(
                    1,
                    outputs("GET /v3/Mail", "{'queries':{'" + wanted + "'}}", answer)
                            .path("value")
                            .size(),
                    wanted);
        }
        for (String wanted : List.of("to':'c@contoso.example", "cc':'a@contoso.example")) {
            assertEquals(
                    0,
                    outputs("GET /v3/Mail", "{'queries':{'" + wanted + "'}}", answer)
                            .path("value")
                            .size(),
                    wanted);
        }
        String search = "{'queries':{'searchQuery':'x','";
        for (String wanted : List.of(
                "fetchOnlyUnread':true", "subjectFilter':'s", "from':'f@contoso.example", "importance':'Normal")) {
            String closed = wanted.endsWith("true") ? "}}" : "'}}";
            assertEquals(
                    1,
                    outputs("GET /v3/Mail", search + wanted + closed, answer)
                            .path("value")
                            .size(),
                    wanted);
        }
        for (String wanted : List.of(
                "fetchOnlyFlagged':true", "subjectFilter':'z", "from':'a@contoso.example", "importance':'High")) {
            String closed = wanted.endsWith("true") ? "}}" : "'}}";
            assertEquals(
                    0,
                    outputs("GET /v3/Mail", search + wanted + closed, answer)
                            .path("value")
                            .size(),
                    wanted);
        }
    }

    @Test
    void anEventIsShownWithTexts() {
        JsonNode shown = outputs(
                "GET /datasets/calendars/v3/tables/items/calendarview",
                "{'queries':{'calendarId':'Calendar','startDateTimeUtc':'a','endDateTimeUtc':'b'}}",
                "{'@odata.nextLink':'https://graph.microsoft.com/next','value':[{'id':'E','subject':'S',"
                        + "'start':{'dateTime':'2026-03-02T09:00:00.0000000','timeZone':'UTC'},"
                        + "'end':{'dateTime':'2026-03-02T10:00:00.0000000','timeZone':'UTC'},"
                        + "'location':{'displayName':'Room 1'},"
                        + "'organizer':{'emailAddress':{'address':'o@contoso.example'}},'attendees':["
                        + "{'type':'required','emailAddress':{'address':'a@contoso.example'}},"
                        + "{'type':'resource','emailAddress':{'address':'r@contoso.example'}}],"
                        + "'recurrence':{'pattern':{'type':'absoluteMonthly'},"
                        + "'range':{'type':'endDate','endDate':'2026-12-31'}},'isAllDay':false}]}");
        assertEquals(
                "https://graph.microsoft.com/next",
                shown.path("@odata.nextLink").asString());
        JsonNode event = shown.at("/value/0");
        assertEquals("2026-03-02T09:00:00.0000000", event.path("start").asString());
        assertEquals("2026-03-02T10:00:00+00:00", event.path("endWithTimeZone").asString());
        assertEquals("a@contoso.example;", event.path("requiredAttendees").asString());
        assertEquals("r@contoso.example;", event.path("resourceAttendees").asString());
        assertEquals("", event.path("optionalAttendees").asString());
        assertEquals("o@contoso.example", event.path("organizer").asString());
        assertEquals("Room 1", event.path("location").asString());
        assertEquals("monthly", event.path("recurrence").asString());
        assertEquals("2026-12-31", event.path("recurrenceEnd").asString());
    }

    @Test
    void otherOutputs() {
        assertEquals(
                json("{'Id':'AA','Body':{'ContentType':'html','Content':'B'},'ToRecipients':"
                        + "[{'EmailAddress':{'Address':'a@contoso.example'}}]}"),
                outputs(
                        "POST /Draft",
                        "{'body':{'To':'a@contoso.example'}}",
                        "{'id':'AA','body':{'contentType':'html','content':'B'},'toRecipients':"
                                + "[{'emailAddress':{'address':'a@contoso.example'}}]}"));
        assertTrue(outputs("POST /v2/Mail", "{'body':{'To':'a@contoso.example'}}", "{}")
                .isNull());
        assertEquals(json("{'isRead':true}"), outputs("POST /Mail/MarkAsRead/AA", "{}", "{'isRead':true}"));
    }

    @Test
    void aPathIsFoundWithExpressionsForIds() {
        assertEquals(
                OutlookOperation.REPLY_TO_V3,
                OutlookOperation.find("post", "/v3/Mail/ReplyTo/@{encodeURIComponent(concat('a}/', item()?['id']))}")
                        .orElseThrow());
        for (String path :
                List.of("/v2/Mail", "/v3/Mail/OnNewEmail", "/v2/Mail/OnNewEmail", "/v3/Mail/ReplyTo/@{'a/b'}")) {
            assertTrue(OutlookOperation.find("GET", path).isEmpty(), path);
        }
    }
}
