package dev.postern.graph.mail;

import dev.postern.mailbox.NewMessage;
import dev.postern.query.Moments;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Flags that import programs set in extended properties because no Graph property can: whether and when a message was
 * sent.
 */
final class ImportedFlags {
    private static final String FLAGS = "Integer 0xe07";
    private static final String DELIVERED = "SystemTime 0xe06";
    private static final String SUBMITTED = "SystemTime 0x39";
    private static final int READ = 1;
    private static final int UNSENT = 8;

    private ImportedFlags() {}

    static NewMessage of(MessageInput input) {
        ObjectNode message = input.message();
        @Nullable String flags = value(message, FLAGS);
        boolean draft = flags == null || (number(flags) & UNSENT) != 0;
        boolean read = flags == null
                ? message.path("isRead").booleanValue(true)
                : message.path("isRead").booleanValue((number(flags) & READ) != 0);
        return new NewMessage(
                message, input.attachments(), draft, read, time(message, DELIVERED), time(message, SUBMITTED));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : UNSENT;
    }

    private static @Nullable Instant time(ObjectNode message, String id) {
        return Optional.ofNullable(value(message, id)).flatMap(Moments::parse).orElse(null);
    }

    private static @Nullable String value(ObjectNode message, String id) {
        for (JsonNode property : message.path("singleValueExtendedProperties")) {
            if (property.path("id").stringValue("").equals(id)) {
                return property.path("value").stringValue(null);
            }
        }
        return null;
    }
}
