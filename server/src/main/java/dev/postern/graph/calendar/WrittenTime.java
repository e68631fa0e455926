package dev.postern.graph.calendar;

import dev.postern.calendar.WallTime;
import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.http.Json;
import dev.postern.mailbox.EventPart;
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
 * @param isLater whether the later of two instants with this wall time is meant
 */
record WrittenTime(LocalDateTime wall, ZoneName zone, boolean isLater) {
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
        WallTime time = wall(text, zone);
        if (time == null) {
            throw EventFaults.unreadable("the value '" + EventFaults.echo(text) + "' of '" + name + "'");
        }
        LocalDateTime wall = time.wall();
        if (wall.toLocalDate().isBefore(FIRST) || wall.toLocalDate().isAfter(LAST)) {
            throw EventFaults.property("'" + name + "' must be from " + FIRST + " to " + LAST + ".");
        }
        return new WrittenTime(
                wall, zone, time.isLater() || EventPart.ZonedTime.of(value).isLater());
    }

    /** @throws dev.postern.graph.GraphFailure if no zone has this name */
    static ZoneName zone(String name) {
        return ZoneNames.find(name).orElseThrow(() -> EventFaults.zone(name));
    }

    private static @Nullable WallTime wall(String text, ZoneName zone) {
        try {
            if (DATE.matcher(text).matches()) {
                return new WallTime(LocalDate.parse(text).atStartOfDay(), zone.id(), false);
            }
            var form = FORM.matcher(text);
            if (!form.matches()) {
                return null;
            }
            String iso = text.replace(' ', 'T');
            return form.group(1) == null
                    ? new WallTime(LocalDateTime.parse(iso), zone.id(), false)
                    : WallTime.of(OffsetDateTime.parse(iso).toInstant(), zone.id());
        } catch (DateTimeException _) {
            return null;
        }
    }

    Instant instant() {
        return time().instant();
    }

    private WallTime time() {
        return new WallTime(wall, zone.id(), isLater);
    }

    /** The end of an event that begins at this time; see {@link WallTime#end}. */
    Instant end(WrittenTime end) {
        return time().end(end.time());
    }

    /** The same wall time, meaning the earlier instant. */
    WrittenTime plain() {
        return new WrittenTime(wall, zone, false);
    }

    /** The same time in wall time that exists. */
    WrittenTime at(Instant instant) {
        WallTime at = WallTime.of(instant, zone.id());
        return new WrittenTime(at.wall(), zone, at.isLater());
    }

    boolean isSkipped() {
        return time().isSkipped();
    }

    boolean isMidnight() {
        return wall.toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    ObjectNode json() {
        return new EventPart.ZonedTime(WallTimes.format(wall), zone.name(), isLater).json();
    }

    /** A time in the form of responses, with seven decimals. */
    static ObjectNode json(LocalDateTime wall, String zone) {
        return Json.object().put("dateTime", WallTimes.format(wall)).put("timeZone", zone);
    }
}
