package dev.postern.mailbox;

import dev.postern.calendar.WallTime;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The properties that only events have and that have columns: of a single event, or of the master of a series.
 *
 * @param recurrence in Graph's form; null for a single event
 * @param uid the UID of iCalendar
 * @param body null if it was not read
 */
public record EventPart(
        Times times,
        @Nullable ObjectNode recurrence,
        Marks marks,
        @Nullable String subject,
        @Nullable Address organizer,
        String uid,
        @Nullable String transactionId,
        String preview,
        @Nullable Body body)
        implements ItemPart {
    private static final Map<String, String> SPELLINGS = Map.of(
            "workingelsewhere", "workingElsewhere",
            "singleinstance", "singleInstance",
            "seriesmaster", "seriesMaster");

    /**
     * A wall time and the zone in which it is meant.
     *
     * @param dateTime with seven decimals and without offset
     * @param zone the name as it was given
     * @param isLater whether the later of two instants with this wall time is meant
     */
    public record ZonedTime(String dateTime, String zone, boolean isLater) {
        private static final String LATER = "later";
        private static final String SUFFIX = " " + LATER;

        public ZonedTime(String dateTime, String zone) {
            this(dateTime, zone, false);
        }

        /** Reads the stored form; what is missing is empty. */
        public static ZonedTime of(JsonNode json) {
            return new ZonedTime(
                    StoredJson.text(json.get("dateTime"), ""),
                    StoredJson.text(json.get("timeZone"), ""),
                    StoredJson.flag(json.get(LATER), false));
        }

        /** In Graph's form; the later instant is marked by a member that no caller sees. */
        public ObjectNode json() {
            ObjectNode json = StoredJson.object().put("dateTime", dateTime).put("timeZone", zone);
            return isLater ? json.put(LATER, true) : json;
        }

        static ZonedTime ofColumns(String dateTime, String zone) {
            return dateTime.endsWith(SUFFIX)
                    ? new ZonedTime(dateTime.substring(0, dateTime.length() - SUFFIX.length()), zone, true)
                    : new ZonedTime(dateTime, zone);
        }

        String column() {
            return isLater ? dateTime + SUFFIX : dateTime;
        }

        /**
         * @throws java.time.DateTimeException if it is no wall time
         * @throws MailboxFailure.EventRefused if no zone has this name
         */
        public WallTime wall() {
            ZoneName named = ZoneNames.find(zone)
                    .orElseThrow(() -> EventReader.refused("No time zone has the name '" + zone + "'."));
            return new WallTime(LocalDateTime.parse(dateTime), named.id(), isLater);
        }
    }

    /** Of a series: those of its first occurrence. The instants of an all-day event are midnight UTC of its dates. */
    public record Times(ZonedTime start, ZonedTime end, boolean allDay, Instant startsAt, Instant endsAt) {
        /**
         * The times with their instants; the end may be before the start.
         *
         * @throws MailboxFailure.EventRefused if one is not a time
         */
        public static Times of(ZonedTime start, ZonedTime end, boolean allDay) {
            WallTime from = wall(start);
            WallTime to = wall(end);
            return new Times(
                    start,
                    end,
                    allDay,
                    allDay ? from.wall().toInstant(ZoneOffset.UTC) : from.instant(),
                    allDay ? to.wall().toInstant(ZoneOffset.UTC) : from.end(to));
        }

        private static WallTime wall(ZonedTime time) {
            try {
                return time.wall();
            } catch (DateTimeException e) {
                throw EventReader.refused("'" + time.dateTime() + "' is not a wall time.");
            }
        }
    }

    /** Members of enumerations in Graph's spelling. */
    public record Marks(String showAs, String sensitivity, String importance, boolean cancelled) {}

    public boolean isSeries() {
        return recurrence != null;
    }

    String type() {
        return isSeries() ? "seriesMaster" : "singleInstance";
    }

    /** The members of enumerations are stored in lower case. */
    static String stored(String member) {
        return member.toLowerCase(Locale.ROOT);
    }

    static String shown(String stored) {
        return SPELLINGS.getOrDefault(stored, stored);
    }
}
