package dev.postern.graph.calendar;

import dev.postern.calendar.ZoneName;
import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.model.Selection;
import dev.postern.http.Json;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.query.Moments;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events as JSON with their Graph names, without bodies.
 *
 * @param selection the properties that are shown; the others may be missing
 * @param zone of the times
 */
record EventJson(CalendarReader mailbox, GraphRequest request, IdStyle ids, Selection selection, ShownZone zone) {
    /** Properties that are shown as they are stored. */
    private static final List<String> STORED = List.of(
            "categories",
            "transactionId",
            "reminderMinutesBeforeStart",
            "isReminderOn",
            "subject",
            "bodyPreview",
            "importance",
            "sensitivity",
            "isAllDay",
            "responseRequested",
            "showAs",
            "allowNewTimeProposals",
            "hideAttendees",
            "location",
            "locations");

    /** About as many as an event has. */
    private static final int PROPERTIES = 48;

    static EventJson of(CalendarReader mailbox, GraphRequest request, IdStyle ids, Selection selection) {
        return new EventJson(mailbox, request, ids, selection, ShownZone.of(request));
    }

    /** Every property, with times in UTC, as conditions and sort orders compare them. */
    EventJson compared() {
        return new EventJson(mailbox, request, ids, Selection.DEFAULT, new ShownZone(ZoneName.UTC));
    }

    private boolean wants(String name) {
        return selection.isDefault() || selection.names(name);
    }

    /** The id on the wire. */
    String id(EventInstance event) {
        String item = WireIds.item(event.item(), ids);
        EventInstance.Occurring occurrence = event.occurrence();
        return occurrence == null ? item : WireIds.occurrence(item, occurrence.originalDate());
    }

    ObjectNode of(EventInstance event) {
        ObjectNode json = new ObjectNode(JsonNodeFactory.instance, LinkedHashMap.newLinkedHashMap(PROPERTIES));
        ObjectNode stored = event.properties();
        String id = id(event);
        json.put("id", id);
        json.put("@odata.etag", etag(event));
        json.put("changeKey", event.item().changeKey());
        if (wants("createdDateTime")) {
            json.put("createdDateTime", Moments.format(event.item().core().created()));
        }
        if (wants("lastModifiedDateTime")) {
            json.put("lastModifiedDateTime", Moments.format(event.item().core().modified()));
        }
        json.put("hasAttachments", event.hasAttachments());
        for (String name : STORED) {
            if (wants(name)) {
                JsonNode value = stored.get(name);
                json.set(name, value == null ? json.nullNode() : value);
            }
        }
        if (wants("webLink")) {
            json.put("webLink", webLink(id));
        }
        json.putNull("onlineMeetingUrl").putNull("onlineMeeting");
        json.put("isOnlineMeeting", false).put("onlineMeetingProvider", "unknown");
        json.put("isDraft", false);
        json.put("isCancelled", stored.path("isCancelled").booleanValue(false));
        identity(json, event);
        times(json, event);
        people(json, stored);
        return json;
    }

    static String etag(EventInstance event) {
        return "W/\"" + event.item().changeKey() + "\"";
    }

    private String webLink(String id) {
        return request.http().base() + "/owa/?itemid=" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                + "&exvsurl=1&path=/calendar/item";
    }

    private void identity(ObjectNode json, EventInstance event) {
        String uid = event.properties().path("iCalUId").stringValue("");
        EventInstance.Occurring occurrence = event.occurrence();
        LocalDate date = occurrence == null ? null : occurrence.originalDate();
        json.put("uid", uid);
        json.put("iCalUId", GlobalId.of(uid, date));
        if (occurrence == null) {
            json.put("type", event.isSeries() ? "seriesMaster" : "singleInstance");
            json.putNull("seriesMasterId").putNull("occurrenceId");
            json.set(
                    "recurrence",
                    event.properties().path("recurrence").isObject()
                            ? event.properties().get("recurrence")
                            : null);
        } else {
            json.put("type", occurrence.exception() ? "exception" : "occurrence");
            if (wants("seriesMasterId") || wants("occurrenceId")) {
                String series = WireIds.item(event.item(), ids);
                json.put("seriesMasterId", series);
                json.put("occurrenceId", occurrenceId(series, occurrence.originalDate()));
            }
            if (wants("originalStart")) {
                json.put("originalStart", Moments.format(occurrence.originalStart()));
            }
            json.putNull("recurrence");
        }
    }

    static String occurrenceId(String series, LocalDate originalDate) {
        return "OID." + series + "." + originalDate;
    }

    private void times(ObjectNode json, EventInstance event) {
        ObjectNode stored = event.properties();
        if (stored.path("isAllDay").booleanValue(false)) {
            json.set("start", zone.day(day(stored, "start")));
            json.set("end", zone.day(day(stored, "end")));
        } else {
            json.set("start", zone.time(event.start()));
            json.set("end", zone.time(event.end()));
        }
        json.set("originalStartTimeZone", stored.path("start").get("timeZone"));
        json.set("originalEndTimeZone", stored.path("end").get("timeZone"));
    }

    private static LocalDate day(ObjectNode stored, String name) {
        return LocalDate.parse(
                stored.path(name).path("dateTime").stringValue("").substring(0, 10));
    }

    private void people(ObjectNode json, ObjectNode stored) {
        boolean own = stored.path("isOrganizer").booleanValue(true);
        json.put("isOrganizer", own);
        json.set(
                "organizer",
                stored.path("organizer").isObject()
                        ? stored.get("organizer")
                        : EmailAddresses.of(mailbox.owner()).recipient());
        json.set(
                "responseStatus",
                stored.path("responseStatus").isObject()
                        ? stored.get("responseStatus")
                        : AttendeeInput.status(own ? "organizer" : "notResponded", AttendeeInput.NEVER));
        ArrayNode attendees = json.putArray("attendees");
        stored.path("attendees").forEach(one -> attendees.add(attendee((ObjectNode) one)));
    }

    private ObjectNode attendee(ObjectNode stored) {
        if (!(stored.get("proposedNewTime") instanceof ObjectNode proposed)) {
            return stored;
        }
        ObjectNode shown = Json.object().setAll(stored);
        ObjectNode times = shown.putObject("proposedNewTime");
        for (String name : List.of("start", "end")) {
            times.set(
                    name, zone.time(WrittenTime.read(proposed.path(name), name).instant()));
        }
        return shown;
    }
}
