package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import dev.postern.query.Folding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as a meeting: a single event, a series or one occurrence, in the calendar of its organizer or of an attendee.
 *
 * @param event all its properties in stored form; of an occurrence with those that it inherits
 * @param originalDate of an occurrence; null for the event itself
 * @param originalStart of an occurrence, a Graph {@code dateTimeTimeZone}
 * @param exceptions of a series, the properties that differ by original date
 * @param deleted the original dates of deleted occurrences
 */
public record Meeting(
        ObjectNode event,
        @Nullable LocalDate originalDate,
        @Nullable ObjectNode originalStart,
        Map<LocalDate, ObjectNode> exceptions,
        List<LocalDate> deleted) {
    /** The time of a response that has not been given. */
    public static final String NEVER = "0001-01-01T00:00:00Z";

    /** A change of these properties sends an update to the attendees, who have to answer again. */
    private static final Set<String> SIGNIFICANT = Set.of("start", "end", "isAllDay", "recurrence");

    /** A change of these properties sends an update; answers stay. */
    private static final Set<String> INFORMATIONAL = Set.of(
            "subject",
            "body",
            "location",
            "locations",
            "importance",
            "sensitivity",
            "showAs",
            "responseRequested",
            "allowNewTimeProposals",
            "hideAttendees");

    public Meeting {
        exceptions = Map.copyOf(exceptions);
        deleted = List.copyOf(deleted);
    }

    /** A new UID, for the messages about an event that is about to be created. */
    public static String newUid(Instant now, UUID random) {
        return NewEvents.globalId(now, random);
    }

    /** The meeting after a change of its event. Changed times remove the exceptions of a series. */
    public Meeting after(ObjectNode change) {
        boolean retimed = originalDate == null && isSignificant(change);
        return new Meeting(
                changed(event, change),
                originalDate,
                originalStart,
                retimed ? Map.of() : exceptions,
                retimed ? List.of() : deleted);
    }

    /**
     * The lists of attendees of exceptions that have one of their own, after a change of the attendees of the series.
     *
     * @return the new lists by original date
     */
    public Map<LocalDate, ArrayNode> followed(Meeting after) {
        Map<String, ObjectNode> was = attendees(Set.of());
        Map<String, ObjectNode> is = after.attendees(Set.of());
        if (was.keySet().equals(is.keySet())) {
            return Map.of();
        }
        var lists = new LinkedHashMap<LocalDate, ArrayNode>();
        after.exceptions().forEach((date, own) -> {
            if (own.has("attendees")) {
                var all = new LinkedHashMap<String, ObjectNode>();
                own.path("attendees").forEach(one -> all.put(key(one), (ObjectNode) one));
                was.keySet().stream().filter(one -> !is.containsKey(one)).forEach(all::remove);
                is.forEach((key, one) -> {
                    if (!was.containsKey(key)) {
                        all.putIfAbsent(key, one);
                    }
                });
                lists.put(date, MeetingMail.list(all));
            }
        });
        return lists;
    }

    /** The meeting with these lists of attendees of exceptions. */
    public Meeting with(Map<LocalDate, ArrayNode> lists) {
        var all = new LinkedHashMap<>(exceptions);
        lists.forEach((date, list) -> all.put(
                date,
                changed(
                        exceptions.getOrDefault(date, JsonNodeFactory.instance.objectNode()),
                        JsonNodeFactory.instance.objectNode().set("attendees", list))));
        return new Meeting(event, originalDate, originalStart, all, deleted);
    }

    /** The same meeting with other properties of its event. */
    public Meeting with(ObjectNode properties) {
        return new Meeting(changed(event, properties), originalDate, originalStart, exceptions, deleted);
    }

    /** An occurrence with what it inherits. */
    Meeting occurrence(LocalDate date) {
        ObjectNode inherited = JsonNodeFactory.instance.objectNode();
        inherited.setAll(event);
        inherited.remove("recurrence");
        LocalDate first = wall("start").toLocalDate();
        ObjectNode start = moved("start", first, date);
        inherited.set("start", start);
        inherited.set("end", moved("end", first, date));
        ObjectNode own = exceptions.get(date);
        return new Meeting(
                own == null ? inherited : latest(changed(inherited, own), inherited), date, start, Map.of(), List.of());
    }

    /** An exception with the stamp of the last message about it, which may have been one about its series. */
    static ObjectNode latest(ObjectNode exception, ObjectNode series) {
        if (stamp(series).isAfter(stamp(exception))) {
            exception.set("stamp", series.get("stamp"));
        }
        return exception;
    }

    private LocalDateTime wall(String name) {
        return LocalDateTime.parse(event.path(name).path("dateTime").stringValue(""));
    }

    /** A time of the first occurrence, on the date of another one: the time on the clock is the same. */
    private ObjectNode moved(String name, LocalDate first, LocalDate to) {
        LocalDateTime wall = wall(name).plusDays(ChronoUnit.DAYS.between(first, to));
        return JsonNodeFactory.instance
                .objectNode()
                .put("dateTime", EventSeries.format(wall))
                .put("timeZone", event.path(name).path("timeZone").stringValue(""));
    }

    public static Meeting single(ObjectNode event) {
        return new Meeting(event, null, null, Map.of(), List.of());
    }

    public boolean isOrganizer() {
        return event.path("isOrganizer").booleanValue(true);
    }

    /** Whether it has attendees. */
    public boolean isMeeting() {
        return !event.path("attendees").isEmpty();
    }

    public String uid() {
        return event.path("iCalUId").stringValue("");
    }

    public int sequence() {
        return event.path("sequence").intValue(0);
    }

    /** When the last message about it was written; the beginning of time if there was none. */
    public Instant stamp() {
        return stamp(event);
    }

    static Instant stamp(ObjectNode properties) {
        String text = properties.path("stamp").stringValue(null);
        return text == null ? Instant.EPOCH : Instant.parse(text);
    }

    /** The attendees by their folded addresses, without those with an own address. */
    Map<String, ObjectNode> attendees(Set<String> own) {
        var all = new LinkedHashMap<String, ObjectNode>();
        event.path("attendees").forEach(one -> {
            String key = key(one);
            if (!own.contains(key)) {
                all.putIfAbsent(key, (ObjectNode) one);
            }
        });
        return all;
    }

    /** The folded address of an attendee. */
    public static String key(JsonNode attendee) {
        return Folding.fold(
                attendee.path("emailAddress").path("address").stringValue("").strip());
    }

    static String key(Address address) {
        return Folding.fold(address.address() == null ? "" : address.address().strip());
    }

    public static ObjectNode status(String response, String time) {
        return JsonNodeFactory.instance.objectNode().put("response", response).put("time", time);
    }

    /** Whether attendees must answer again after this change of the event. */
    public static boolean isSignificant(ObjectNode change) {
        return SIGNIFICANT.stream().anyMatch(change::has);
    }

    /** Whether it changes anything that attendees see besides the list of attendees. */
    static boolean isVisible(ObjectNode change) {
        return isSignificant(change) || INFORMATIONAL.stream().anyMatch(change::has);
    }

    /**
     * Adds to a change of the organizer's event what follows from it: the sequence, the time of the messages, and that the attendees have not
     * answered the new version.
     */
    public void revise(ObjectNode change, Instant now) {
        JsonNode attendees = change.has("attendees") ? change.get("attendees") : event.path("attendees");
        boolean tells = !attendees.isEmpty() || isMeeting();
        if (!isOrganizer() || !tells || !(isVisible(change) || change.has("attendees"))) {
            return;
        }
        change.put("stamp", next(now).toString());
        if (isSignificant(change)) {
            change.put("sequence", sequence() + 1);
            change.set("attendees", unanswered(attendees));
        }
    }

    /** The time of the next message, later than that of the last about any part of it, and than that of the cancellations before it. */
    Instant next(Instant now) {
        Instant last = exceptions.values().stream()
                .map(Meeting::stamp)
                .reduce(stamp(), (one, other) -> one.isAfter(other) ? one : other);
        Instant after = last.plusMillis(2);
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        return time.isAfter(after) ? time : after;
    }

    private static ArrayNode unanswered(JsonNode attendees) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        attendees.forEach(one -> {
            ObjectNode attendee = JsonNodeFactory.instance.objectNode();
            attendee.setAll((ObjectNode) one);
            attendee.remove("proposedNewTime");
            attendee.set("status", status("none", NEVER));
            all.add(attendee);
        });
        return all;
    }

    /** The event after a change; a null removes a property. */
    public static ObjectNode changed(ObjectNode before, ObjectNode change) {
        ObjectNode after = JsonNodeFactory.instance.objectNode();
        after.setAll(before);
        change.properties().forEach(one -> {
            if (one.getValue().isNull()) {
                after.remove(one.getKey());
            } else {
                after.set(one.getKey(), one.getValue());
            }
        });
        return after;
    }
}
