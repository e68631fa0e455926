package dev.postern.mailbox;

import dev.postern.query.Moments;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The time before which a message must not be sent, which programs set in the extended properties
 * PidTagDeferredSendTime and PidTagDeferredDeliveryTime.
 */
public final class DeferredSendTime {
    private static final Set<Long> TAGS = Set.of(0x3fefL, 0xfL);

    private DeferredSendTime() {}

    /** Returns the later of the two times; null if the message has neither. */
    public static @Nullable Instant of(ObjectNode message) {
        Instant latest = null;
        for (JsonNode property : message.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(property.path("id").stringValue(""));
            if (id != null
                    && id.isTag()
                    && TAGS.contains(id.number())
                    && id.type().equals("SystemTime")) {
                Instant time =
                        Moments.parse(property.path("value").stringValue("")).orElse(null);
                latest = time == null || (latest != null && latest.isAfter(time)) ? latest : time;
            }
        }
        return latest;
    }
}
