package dev.postern.graph.calendar;

import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.http.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A date and time with its zone, as events have them.
 *
 * @param wall in the zone
 */
record WrittenTime(LocalDateTime wall, ZoneName zone) {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern FORM = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?([Zz]|[+-]\\d{2}:\\d{2})?");
    private static final LocalDate FIRST = LocalDate.of(1601, 1, 1);
    private static final LocalDate LAST = LocalDate.of(4500, 9, 1);

    /**
     * Reads a value of the type {@code dateTimeTimeZone}. An offset in it fixes the instant; the zone remains the one that is named.
     *
     * @param name of the property, for errors
     */
    static WrittenTime read(JsonNode value, String name) {
        ZoneName zone = zone(value.path("timeZone").stringValue(""));
        String text = value.path("dateTime").stringValue("").strip();
        LocalDateTime wall = wall(text, zone);
        if (wall == null) {
            throw EventFaults.unreadable("the value '" + EventFaults.echo(text) + "' of '" + name + "'");
        }
        if (wall.toLocalDate().isBefore(FIRST) || wall.toLocalDate().isAfter(LAST)) {
            throw EventFaults.property("'" + name + "' must be from " + FIRST + " to " + LAST + ".");
        }
        return new WrittenTime(wall, zone);
    }

    /** @throws dev.postern.graph.GraphFailure if no zone has this name */
    static ZoneName zone(String name) {
        return ZoneNames.find(name).orElseThrow(() -> EventFaults.zone(name));
    }

    private static @Nullable LocalDateTime wall(String text, ZoneName zone) {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay();
            }
            var form = FORM.matcher(text);
            if (!form.matches()) {
                return null;
            }
            String iso = text.replace(' ', 'T');
            return form.group(1) == null
                    ? LocalDateTime.parse(iso)
                    : OffsetDateTime.parse(iso).atZoneSameInstant(zone.id()).toLocalDateTime();
        } catch (DateTimeException _) {
            return null;
        }
    }

    Instant instant() {
        return WallTimes.instant(wall, zone.id());
    }

    boolean isMidnight() {
        return wall.toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    ObjectNode json() {
        return json(wall, zone.name());
    }

    /** A time in the form of responses, with seven decimals. */
    static ObjectNode json(LocalDateTime wall, String zone) {
        return Json.object().put("dateTime", WallTimes.format(wall)).put("timeZone", zone);
    }
}
