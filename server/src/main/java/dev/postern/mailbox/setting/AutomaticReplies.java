package dev.postern.mailbox.setting;

import dev.postern.calendar.WallTimes;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The replies that a mailbox sends while its owner is away.
 *
 * @param internalMessage to senders of the tenant, as it was written: text or HTML; empty for none
 * @param externalMessage to the others
 * @param window the last one that was set; null if none was
 * @param period counts how often replies were switched on or got another window; a sender gets one reply in each
 */
public record AutomaticReplies(
        Status status,
        Audience audience,
        String internalMessage,
        String externalMessage,
        @Nullable Window window,
        long period) {
    /** The longest message in bytes, as in Exchange. */
    public static final int MAX_MESSAGE = 128 * 1024;

    public static final AutomaticReplies DEFAULT = new AutomaticReplies(Status.DISABLED, Audience.ALL, "", "", null, 0);

    /** When they are sent. */
    public enum Status {
        DISABLED("disabled"),
        ALWAYS_ENABLED("alwaysEnabled"),
        SCHEDULED("scheduled");

        private final String wireName;

        Status(String wireName) {
            this.wireName = wireName;
        }

        /** The name of Graph. */
        public String wireName() {
            return wireName;
        }

        public static Status of(String wireName) {
            for (Status one : values()) {
                if (one.wireName.equals(wireName)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("no status '" + wireName + "'");
        }
    }

    /** Which senders outside of the tenant get them. */
    public enum Audience {
        NONE("none"),
        CONTACTS_ONLY("contactsOnly"),
        ALL("all");

        private final String wireName;

        Audience(String wireName) {
            this.wireName = wireName;
        }

        /** The name of Graph. */
        public String wireName() {
            return wireName;
        }

        public static Audience of(String wireName) {
            for (Audience one : values()) {
                if (one.wireName.equals(wireName)) {
                    return one;
                }
            }
            throw new IllegalArgumentException("no audience '" + wireName + "'");
        }
    }

    /** A wall time in a zone, as it was written. */
    public record Time(String dateTime, String timeZone) {
        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS", Locale.ROOT);

        public static Time of(LocalDateTime wall, String timeZone) {
            return new Time(FORMAT.format(wall), timeZone);
        }

        public Instant instant() {
            ZoneName zone = ZoneNames.find(timeZone).orElse(ZoneName.UTC);
            return WallTimes.instant(LocalDateTime.parse(dateTime), zone.id());
        }

        private ObjectNode json() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("dateTime", dateTime)
                    .put("timeZone", timeZone);
        }

        private static Time of(JsonNode json) {
            return new Time(
                    json.path("dateTime").stringValue(""), json.path("timeZone").stringValue("UTC"));
        }
    }

    /** When scheduled replies are sent: from the start, until before the end. */
    public record Window(Time start, Time end) {
        /** What is shown if none was set: one day from the next full hour. */
        public static Window proposed(Instant now) {
            Instant hour = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
            return new Window(at(hour), at(hour.plus(Duration.ofDays(1))));
        }

        private static Time at(Instant time) {
            return Time.of(LocalDateTime.ofInstant(time, ZoneOffset.UTC), "UTC");
        }

        boolean contains(Instant time) {
            return !time.isBefore(start.instant()) && time.isBefore(end.instant());
        }

        /** Whether replies can still be sent in it. */
        public boolean isPossible(Instant now) {
            return start.instant().isBefore(end.instant()) && now.isBefore(end.instant());
        }
    }

    /** The settings after a change, in a new period if senders are to get another reply. */
    public AutomaticReplies changed(
            Status status, Audience audience, String internal, String external, @Nullable Window window) {
        boolean on = status != Status.DISABLED;
        boolean again = on
                && (this.status == Status.DISABLED
                        || (status == Status.SCHEDULED && !Objects.equals(window, this.window)));
        return new AutomaticReplies(status, audience, internal, external, window, again ? period + 1 : period);
    }

    /** Whether replies are sent at this time. */
    public boolean isActive(Instant now) {
        return switch (status) {
            case DISABLED -> false;
            case ALWAYS_ENABLED -> true;
            case SCHEDULED -> window != null && window.contains(now);
        };
    }

    /**
     * The text for a sender; empty for none.
     *
     * @param internal whether the sender is in the tenant
     * @param isContact whether the sender is a contact of the owner
     */
    public String message(boolean internal, BooleanSupplier isContact) {
        if (internal) {
            return internalMessage;
        }
        return switch (audience) {
            case NONE -> "";
            case CONTACTS_ONLY -> isContact.getAsBoolean() ? externalMessage : "";
            case ALL -> externalMessage;
        };
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("status", status.wireName())
                .put("audience", audience.wireName())
                .put("internalMessage", internalMessage)
                .put("externalMessage", externalMessage)
                .put("period", period);
        if (window != null) {
            json.set("start", window.start().json());
            json.set("end", window.end().json());
        }
        return json;
    }

    static AutomaticReplies of(ObjectNode json) {
        return new AutomaticReplies(
                Status.of(json.path("status").stringValue("")),
                Audience.of(json.path("audience").stringValue("")),
                json.path("internalMessage").stringValue(""),
                json.path("externalMessage").stringValue(""),
                json.has("start") ? new Window(Time.of(json.path("start")), Time.of(json.path("end"))) : null,
                json.path("period").longValue(0));
    }
}
