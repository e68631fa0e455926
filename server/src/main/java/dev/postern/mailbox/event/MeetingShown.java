package dev.postern.mailbox.event;

import dev.postern.calendar.WallTime;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.EventPart;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The properties that Graph shows of a meeting message, computed when it is written. */
public final class MeetingShown {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.0000000'", Locale.ROOT);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MeetingShown() {}

    /**
     * A request.
     *
     * @param requestType a Graph {@code meetingRequestType}
     * @param previous the event before the change; null for a new meeting
     */
    public static ObjectNode request(MeetingNotice notice, String requestType, @Nullable ObjectNode previous) {
        ObjectNode event = notice.event();
        ObjectNode shown = common(notice);
        shown.put("meetingRequestType", requestType);
        shown.put("responseRequested", event.path("responseRequested").booleanValue(true));
        shown.put("allowNewTimeProposals", event.path("allowNewTimeProposals").booleanValue(true));
        boolean moved = previous != null && !(same("start", previous, event) && same("end", previous, event));
        shown.set("previousStartDateTime", moved ? utc(previous, "start") : JSON.nullNode());
        shown.set("previousEndDateTime", moved ? utc(previous, "end") : JSON.nullNode());
        shown.set(
                "previousLocation",
                previous == null || same("location", previous, event) ? JSON.nullNode() : previous.get("location"));
        return shown;
    }

    private static boolean same(String name, ObjectNode one, ObjectNode other) {
        return one.path(name).equals(other.path(name));
    }

    public static ObjectNode response(MeetingNotice notice, MeetingReply reply) {
        ObjectNode shown = common(notice);
        shown.put("responseType", reply.response());
        JsonNode proposed = reply.proposed();
        shown.set("proposedNewTime", proposed == null ? JSON.nullNode() : proposed);
        return shown;
    }

    /** The properties of every meeting message. */
    public static ObjectNode common(MeetingNotice notice) {
        ObjectNode event = notice.event();
        ObjectNode shown = JSON.objectNode();
        shown.set("startDateTime", utc(event, "start"));
        shown.set("endDateTime", utc(event, "end"));
        shown.set("location", event.path("location").isObject() ? event.get("location") : JSON.nullNode());
        shown.put("isAllDay", event.path("isAllDay").booleanValue(false));
        shown.put("isDelegated", false);
        boolean series = event.path("recurrence").isObject();
        shown.put(
                "type",
                notice.originalDate() != null
                        ? notice.step() == MeetingStep.REQUEST ? "exception" : "occurrence"
                        : series ? "seriesMaster" : "singleInstance");
        shown.set("recurrence", series ? event.get("recurrence") : JSON.nullNode());
        return shown;
    }

    /** A time in UTC. An all-day event floats: its midnights are those of UTC. */
    private static JsonNode utc(@Nullable ObjectNode event, String name) {
        if (event == null) {
            return JSON.nullNode();
        }
        String text = event.path(name).path("dateTime").stringValue("");
        try {
            LocalDateTime wall = LocalDateTime.parse(text);
            boolean floats = event.path("isAllDay").booleanValue(false);
            ZoneName zone = ZoneNames.find(event.path(name).path("timeZone").stringValue(""))
                    .orElse(ZoneName.UTC);
            LocalDateTime utc = floats
                    ? wall
                    : LocalDateTime.ofInstant(
                            new WallTime(
                                            wall,
                                            zone.id(),
                                            EventPart.ZonedTime.of(event.path(name))
                                                    .isLater())
                                    .instant(),
                            ZoneOffset.UTC);
            return JSON.objectNode().put("dateTime", FORM.format(utc)).put("timeZone", "UTC");
        } catch (DateTimeException _) {
            return JSON.nullNode();
        }
    }
}
