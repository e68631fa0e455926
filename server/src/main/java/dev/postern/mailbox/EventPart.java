package dev.postern.mailbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
     */
    public record ZonedTime(String dateTime, String zone) {
        /** In Graph's form. */
        public ObjectNode json() {
            return StoredJson.object().put("dateTime", dateTime).put("timeZone", zone);
        }
    }

    /** Of a series: those of its first occurrence. The instants of an all-day event are midnight UTC of its dates. */
    public record Times(ZonedTime start, ZonedTime end, boolean allDay, Instant startsAt, Instant endsAt) {}

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
