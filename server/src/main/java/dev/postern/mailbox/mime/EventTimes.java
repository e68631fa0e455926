package dev.postern.mailbox.mime;

import dev.postern.query.Moments;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.TimeZone;
import net.fortuna.ical4j.model.TimeZoneRegistryFactory;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.parameter.TzId;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.RRule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The times of an event. A time keeps its zone; the rules of a zone are included if its name is known, as IANA names
 * are.
 */
final class EventTimes {
    static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private static final int MAX_ZONE_LENGTH = 64;

    private final ObjectNode event;
    private final Map<String, VTimeZone> zones = new LinkedHashMap<>();

    EventTimes(ObjectNode event) {
        this.event = event;
    }

    /** Start, end and recurrence. */
    List<Property> properties() {
        var properties = new ArrayList<Property>();
        boolean allDay = event.path("isAllDay").booleanValue(false);
        LocalDateTime start = local(event.path("start"));
        if (start != null) {
            properties.add(property(start, zone(event.path("start")), allDay, true));
        }
        LocalDateTime end = local(event.path("end"));
        if (end != null) {
            properties.add(property(end, zone(event.path("end")), allDay, false));
        }
        String rule = EventRecurrence.rule(
                event.path("recurrence"), allDay ? null : start, zoneId(zone(event.path("start"))));
        if (rule != null) {
            properties.add(new RRule<Temporal>(rule));
        }
        return properties;
    }

    /** The rules of the zones that the properties name; complete after {@link #properties} was called. */
    Collection<VTimeZone> zones() {
        return zones.values();
    }

    private Property property(LocalDateTime time, String zone, boolean allDay, boolean start) {
        if (allDay) {
            return start ? new DtStart<>(time.toLocalDate()) : new DtEnd<>(time.toLocalDate());
        }
        if (zone.isEmpty() || zone.equalsIgnoreCase("UTC")) {
            Instant instant = time.toInstant(ZoneOffset.UTC);
            return start ? new DtStart<>(instant) : new DtEnd<>(instant);
        }
        remember(zone);
        ParameterList in = new ParameterList(List.of(new TzId(zone)));
        String text = LOCAL.format(time);
        return start ? new DtStart<LocalDateTime>(in, text) : new DtEnd<LocalDateTime>(in, text);
    }

    private void remember(String zone) {
        if (zone.length() <= MAX_ZONE_LENGTH && zone.matches("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")) {
            TimeZone known =
                    TimeZoneRegistryFactory.getInstance().createRegistry().getTimeZone(zone);
            if (known != null) {
                zones.put(zone, known.getVTimeZone());
            }
        }
    }

    private static String zone(JsonNode time) {
        return time.path("timeZone")
                .stringValue("")
                .replaceAll("[\\p{Cntrl}\"]+", " ")
                .strip();
    }

    private static @Nullable ZoneId zoneId(String zone) {
        try {
            return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDateTime local(JsonNode time) {
        String text = time.path("dateTime").stringValue("");
        try {
            return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                    .truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static @Nullable Instant instant(JsonNode node) {
        return Moments.parse(node.stringValue("")).orElse(null);
    }
}
