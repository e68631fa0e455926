package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which requests to Graph carry out an operation. */
public final class OutlookPlan {
    /** The largest page of Graph. */
    private static final int MAX_EVENTS = 1_000;

    private OutlookPlan() {}

    /**
     * Returns the first step.
     *
     * @param found what an earlier step has kept; null at first
     * @throws ConnectorRefused if the inputs are invalid
     */
    public static OutlookStep first(OutlookCall call, @Nullable String found) {
        return switch (call.operation()) {
            case SEND_EMAIL_V2, SHARED_MAILBOX_SEND_EMAIL_V2 -> send(call);
            case GET_EMAILS_V3 -> MailList.newest(call);
            case GET_EMAIL_V2 -> message(call);
            case GET_ATTACHMENT_V2 ->
                new OutlookStep.Last(
                        OutlookRequest.get(
                                call.mailbox(),
                                OutlookRequest.message(
                                        id(call), "attachments", call.ids().get(1)),
                                Map.of()),
                        UnaryOperator.identity());
            case REPLY_TO_V3 -> reply(call);
            case FORWARD_EMAIL_V2 -> forward(call);
            case FLAG_V2, FLAG -> change(call, flag(call));
            case MARK_AS_READ_V3, MARK_AS_READ -> change(call, read(call));
            case MOVE_V2 -> move(call, found);
            case DELETE_EMAIL_V2 ->
                new OutlookStep.Last(
                        new OutlookRequest(
                                "DELETE", call.mailbox(), OutlookRequest.message(id(call)), Map.of(), Map.of(), null),
                        OutlookPlan::nothing,
                        true);
            case DRAFT_EMAIL ->
                new OutlookStep.Last(
                        OutlookRequest.post(call.mailbox(), List.of("messages"), OutgoingMessage.of(call)),
                        OutlookPlan::capitalized);
            case SEND_DRAFT_EMAIL ->
                new OutlookStep.Last(
                        OutlookRequest.post(call.mailbox(), OutlookRequest.message(id(call), "send"), null),
                        OutlookPlan::nothing);
            case GET_EVENTS_CALENDAR_VIEW_V3 -> events(call);
        };
    }

    private static JsonNode nothing(JsonNode answer) {
        return JsonValues.nothing();
    }

    private static String id(OutlookCall call) {
        return call.ids().getFirst();
    }

    private static OutlookStep send(OutlookCall call) {
        ObjectNode body = JsonValues.object();
        body.set("message", OutgoingMessage.of(call));
        body.put("saveToSentItems", true);
        return new OutlookStep.Last(
                OutlookRequest.post(call.mailbox(), List.of("sendMail"), body), OutlookPlan::nothing);
    }

    private static OutlookStep message(OutlookCall call) {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("$select", ReceivedMessage.SELECT);
        if (call.flag("includeAttachments")) {
            queries.put("$expand", "attachments");
        }
        return new OutlookStep.Last(
                OutlookRequest.get(call.mailbox(), OutlookRequest.message(id(call)), queries), ReceivedMessage::of);
    }

    private static OutlookStep reply(OutlookCall call) {
        ObjectNode body = JsonValues.object();
        ObjectNode message = OutgoingMessage.reply(call);
        if (!message.isEmpty()) {
            body.set("message", message);
        }
        body.put("comment", call.member("Body"));
        String action = call.memberFlag("ReplyAll") ? "replyAll" : "reply";
        return new OutlookStep.Last(
                OutlookRequest.post(call.mailbox(), OutlookRequest.message(id(call), action), body),
                OutlookPlan::nothing);
    }

    private static OutlookStep forward(OutlookCall call) {
        ObjectNode body = JsonValues.object();
        body.put("comment", call.member("Comment"));
        body.set("toRecipients", OutgoingMessage.recipients(call.member("ToRecipients")));
        return new OutlookStep.Last(
                OutlookRequest.post(call.mailbox(), OutlookRequest.message(id(call), "forward"), body),
                OutlookPlan::nothing);
    }

    private static OutlookStep change(OutlookCall call, JsonNode body) {
        return new OutlookStep.Last(
                new OutlookRequest("PATCH", call.mailbox(), OutlookRequest.message(id(call)), Map.of(), Map.of(), body),
                UnaryOperator.identity());
    }

    private static JsonNode flag(OutlookCall call) {
        ObjectNode body = JsonValues.object();
        JsonNode flag = call.body().path("flag");
        if (flag.isObject() && !flag.isEmpty()) {
            body.set("flag", flag);
        } else {
            body.putObject("flag").put("flagStatus", "flagged");
        }
        return body;
    }

    private static JsonNode read(OutlookCall call) {
        ObjectNode body = JsonValues.object();
        return body.put("isRead", call.member("isRead").isBlank() || call.memberFlag("isRead"));
    }

    /**
     * Moves by an id that stays the same, because the usual id changes with the move: the request can then be repeated if its response was
     * lost.
     */
    private static OutlookStep move(OutlookCall call, @Nullable String found) {
        if (found != null) {
            JsonNode kept = JsonValues.parse(found);
            ObjectNode body = JsonValues.object();
            body.set("destinationId", kept.path("folder"));
            return new OutlookStep.Last(
                    OutlookRequest.post(
                            call.mailbox(),
                            OutlookRequest.message(kept.path("id").asString(""), "move"),
                            body),
                    ReceivedMessage::of);
        }
        OutlookRequest message =
                OutlookRequest.get(call.mailbox(), OutlookRequest.message(id(call)), Map.of("$select", "id"));
        return MailFolders.find(
                call.mailbox(),
                call.query("folderPath"),
                folder -> new OutlookStep.Ask(message.withUnchangingIds(), answer -> {
                    ObjectNode keep = JsonValues.object();
                    keep.put("id", answer.path("id").asString(id(call)));
                    keep.put("folder", folder);
                    return new OutlookStep.Keep(keep.toString());
                }));
    }

    private static OutlookStep events(OutlookCall call) {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("startDateTime", call.query("startDateTimeUtc"));
        queries.put("endDateTime", call.query("endDateTimeUtc"));
        queries.put("$top", Integer.toString(Math.max(1, call.count("$top", MAX_EVENTS, MAX_EVENTS))));
        for (String option : List.of("$filter", "$orderby", "$skip")) {
            if (!call.query(option).isEmpty()) {
                queries.put(option, call.query(option));
            }
        }
        String calendar = call.query("calendarId");
        List<String> path = new ArrayList<>();
        if (calendar.equalsIgnoreCase("Calendar")) {
            path.add("calendar");
        } else {
            path.addAll(List.of("calendars", calendar));
        }
        path.add("calendarView");
        return new OutlookStep.Last(OutlookRequest.get(call.mailbox(), path, queries), answer -> {
            ObjectNode body = MailList.values(answer.path("value").valueStream().map(ShownEvent::of));
            if (answer.hasNonNull("@odata.nextLink")) {
                body.set("@odata.nextLink", answer.path("@odata.nextLink"));
            }
            return body;
        });
    }

    /** The connector shows drafts with the members of an older service, whose names begin with capitals. */
    private static JsonNode capitalized(JsonNode value) {
        if (value.isArray()) {
            ArrayNode array = JsonValues.array();
            value.forEach(each -> array.add(capitalized(each)));
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = JsonValues.object();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String name = member.getKey();
            object.set(
                    name.contains("@") ? name : Folding.upper(name.substring(0, 1)) + name.substring(1),
                    capitalized(member.getValue()));
        }
        return object;
    }
}
