package dev.postern.mailbox;

import dev.postern.query.Moments;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The time before which a message must not be sent. Programs set it in extended properties: PidTagDeferredSendTime, or a number and its
 * unit, which take precedence (MS-OXOMSG 2.2.3); and PidTagDeferredDeliveryTime, which is also the header {@code Deferred-Delivery}.
 */
public final class DeferredSendTime {
    private static final long SEND = 0x3fef;
    private static final long NUMBER = 0x3feb;
    private static final long UNITS = 0x3fec;
    private static final long DELIVERY = 0xf;
    private static final Set<Long> TAGS = Set.of(SEND, NUMBER, UNITS, DELIVERY);

    private static final List<Duration> UNIT =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));
    /** Exchange writes this time, or a later one, for none. */
    private static final Instant NONE = Instant.parse("4501-01-01T00:00:00Z");

    private DeferredSendTime() {}

    /** Whether a change of a draft sets another time. */
    static boolean isChangedBy(ObjectNode patch) {
        return TAGS.stream().anyMatch(tag -> value(patch, tag) != null);
    }

    /**
     * Returns the later of the two times; null if the message has neither.
     *
     * @param submitted from when a number of units counts
     */
    public static @Nullable Instant of(ObjectNode message, Instant submitted) {
        Duration after = after(value(message, NUMBER), value(message, UNITS));
        Instant send = after == null ? time(value(message, SEND)) : submitted.plus(after);
        Instant property = time(value(message, DELIVERY));
        Instant delivery = property == null ? header(message) : property;
        return send == null || (delivery != null && delivery.isAfter(send)) ? delivery : send;
    }

    private static @Nullable Duration after(@Nullable String number, @Nullable String units) {
        boolean given = number != null && units != null && number.matches("[0-9]{1,3}") && units.matches("[0-3]");
        return given ? UNIT.get(Integer.parseInt(units)).multipliedBy(Integer.parseInt(number)) : null;
    }

    private static @Nullable Instant time(@Nullable String text) {
        Instant time = text == null ? null : Moments.parse(text).orElse(null);
        return time == null || !time.isBefore(NONE) ? null : time;
    }

    private static @Nullable String value(ObjectNode message, long tag) {
        for (JsonNode property : message.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(property.path("id").stringValue(""));
            if (id != null && id.isTag() && id.number() == tag) {
                return property.path("value").stringValue("");
            }
        }
        return null;
    }

    private static @Nullable Instant header(ObjectNode message) {
        for (JsonNode header : message.path("internetMessageHeaders")) {
            if ("Deferred-Delivery".equalsIgnoreCase(header.path("name").stringValue(""))) {
                return date(header.path("value").stringValue("").strip());
            }
        }
        return null;
    }

    /** A date that is none defers nothing: another program wrote it. */
    private static @Nullable Instant date(String text) {
        try {
            String plain = text.replaceAll("\\s*\\([^)]*\\)$", "");
            return ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException _) {
            return time(text);
        }
    }
}
