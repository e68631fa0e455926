package dev.postern.workflow.definition;

import dev.postern.workflow.recurrence.Frequency;
import dev.postern.workflow.recurrence.TimeZones;
import dev.postern.workflow.recurrence.TriggerRecurrence;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a recurrence after its expressions have been evaluated. */
public final class RecurrenceReader {
    private static final Set<String> MEMBERS =
            Set.of("frequency", "interval", "startTime", "endTime", "timeZone", "schedule");

    private RecurrenceReader() {}

    /** An invalid recurrence. */
    public static final class NotValid extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotValid(String message) {
            super(message);
        }
    }

    public static TriggerRecurrence read(JsonNode source) {
        if (!source.isObject()) {
            throw new NotValid("the member 'recurrence' is missing");
        }
        for (Map.Entry<String, JsonNode> entry : source.properties()) {
            if (!MEMBERS.contains(entry.getKey())) {
                throw new NotValid("the recurrence member '" + entry.getKey() + "' is not supported by Postern");
            }
        }
        String name = source.path("frequency").asString("");
        Frequency frequency = Frequency.named(name)
                .orElseThrow(() -> new NotValid("the recurrence frequency '" + name
                        + "' must be one of 'Second, Minute, Hour, Day, Week, Month'"));
        int interval = interval(source, frequency);
        String zoneName = source.path("timeZone").asString("");
        ZoneId zone = zoneName.isEmpty()
                ? ZoneOffset.UTC
                : TimeZones.named(zoneName)
                        .orElseThrow(() -> new NotValid("the time zone '" + zoneName + "' is unknown"));
        TriggerRecurrence recurrence = new TriggerRecurrence(
                frequency,
                interval,
                zone,
                moment(source, "startTime", zone),
                moment(source, "endTime", zone),
                ScheduleReader.read(source.path("schedule"), frequency));
        Instant probe = recurrence.anchor(Instant.parse("2000-01-01T00:00:00Z"));
        if (recurrence.end() == null && recurrence.next(probe, probe).isEmpty()) {
            throw new NotValid("the recurrence never fires");
        }
        return recurrence;
    }

    private static int interval(JsonNode source, Frequency frequency) {
        JsonNode interval = source.path("interval");
        int value = interval.isString()
                ? ScheduleReader.number(interval, "interval")
                : interval.isInt() ? interval.intValue() : 0;
        if (value < 1 || value > frequency.max()) {
            throw new NotValid("the recurrence interval '" + interval.asString("") + "' for the frequency '"
                    + frequency.text() + "' must be between '1' and '" + frequency.max() + "'");
        }
        return value;
    }

    /** A local time of the zone, or UTC when it ends in Z. Numeric offsets are refused, as Azure does. */
    private static @Nullable Instant moment(JsonNode source, String member, ZoneId zone) {
        String text = source.path(member).asString("");
        if (text.isEmpty()) {
            return null;
        }
        boolean utc = text.endsWith("Z") || text.endsWith("z");
        try {
            LocalDateTime local = LocalDateTime.parse(utc ? text.substring(0, text.length() - 1) : text);
            return ZonedDateTime.of(local, utc ? ZoneOffset.UTC : zone).toInstant();
        } catch (DateTimeException e) {
            throw new NotValid("the recurrence " + member + " '" + text
                    + "' must have the form 'yyyy-MM-ddTHH:mm:ss', with 'Z' when it is UTC and without an offset");
        }
    }
}
