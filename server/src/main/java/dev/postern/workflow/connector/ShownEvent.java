package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An event of Graph as the connector shows it. Its times are in UTC. */
final class ShownEvent {
    private static final List<String> SAME = List.of(
            "seriesMasterId",
            "iCalUId",
            "categories",
            "webLink",
            "importance",
            "isAllDay",
            "reminderMinutesBeforeStart",
            "isReminderOn",
            "showAs",
            "responseRequested",
            "sensitivity");

    private ShownEvent() {}

    static JsonNode of(JsonNode event) {
        ObjectNode shown = JsonValues.object();
        shown.set("subject", event.path("subject"));
        String start = event.at("/start/dateTime").asString("");
        String end = event.at("/end/dateTime").asString("");
        shown.put("start", start);
        shown.put("end", end);
        shown.put("startWithTimeZone", zoned(start));
        shown.put("endWithTimeZone", zoned(end));
        shown.put("body", event.at("/body/content").asString(""));
        shown.put("isHtml", event.at("/body/contentType").asString("").equalsIgnoreCase("html"));
        shown.put("responseType", event.at("/responseStatus/response").asString("none"));
        shown.put("responseTime", offset(event.at("/responseStatus/time").asString("")));
        shown.set("id", event.path("id"));
        shown.put("createdDateTime", offset(event.path("createdDateTime").asString("")));
        shown.put(
                "lastModifiedDateTime",
                offset(event.path("lastModifiedDateTime").asString("")));
        shown.put("organizer", ReceivedMessage.address(event.path("organizer")));
        shown.put("timeZone", event.at("/start/timeZone").asString("UTC"));
        shown.put("requiredAttendees", attendees(event, "required"));
        shown.put("optionalAttendees", attendees(event, "optional"));
        shown.put("resourceAttendees", attendees(event, "resource"));
        shown.put("location", event.at("/location/displayName").asString(""));
        recurrence(event.path("recurrence"), shown);
        for (String name : SAME) {
            if (event.hasNonNull(name)) {
                shown.set(name, event.path(name));
            }
        }
        return shown;
    }

    /** Leaves out the fraction, and adds the offset of UTC. */
    private static String zoned(String local) {
        return local.isEmpty() ? "" : local.replaceFirst("\\.[0-9]+$", "") + "+00:00";
    }

    private static String offset(String moment) {
        return moment.isEmpty() ? "0001-01-01T00:00:00+00:00" : ReceivedMessage.offset(moment);
    }

    /** The connector ends each address with a semicolon. */
    private static String attendees(JsonNode event, String type) {
        return event.path("attendees")
                .valueStream()
                .filter(each -> each.path("type").asString("").equalsIgnoreCase(type))
                .map(each -> ReceivedMessage.address(each) + ";")
                .collect(Collectors.joining());
    }

    private static void recurrence(JsonNode recurrence, ObjectNode shown) {
        String type = Folding.lower(recurrence.at("/pattern/type").asString("none"))
                .replace("absolute", "")
                .replace("relative", "");
        shown.put("recurrence", type);
        JsonNode range = recurrence.path("range");
        if (range.path("type").asString("").equalsIgnoreCase("endDate")) {
            shown.set("recurrenceEnd", range.path("endDate"));
        }
        if (range.path("type").asString("").equalsIgnoreCase("numbered")) {
            shown.set("numberOfOccurences", range.path("numberOfOccurrences"));
        }
    }
}
