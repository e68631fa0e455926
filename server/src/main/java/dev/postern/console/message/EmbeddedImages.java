package dev.postern.console.message;

import dev.postern.console.call.EdgeRefusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The images that a message contains and refers to by content id, as {@code data:} addresses. Belongs to one request of a browser. */
final class EmbeddedImages {
    private static final int MAX_IMAGES = 20;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_TOTAL_BYTES = 4 << 20;
    private static final int MAX_ATTACHMENTS = 100;
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");

    private final MailCalls mail;
    private final String message;
    private final Map<String, Optional<String>> found = new HashMap<>();
    private @Nullable List<JsonNode> attachments;
    private int read;
    private int bytes;

    EmbeddedImages(MailCalls mail, String message) {
        this.mail = mail;
        this.message = message;
    }

    /** Empty if there is none with this content id, if it is no picture, or if there are too many or too large ones. */
    Optional<String> find(String contentId) {
        return found.computeIfAbsent(decoded(contentId), this::load);
    }

    private static String decoded(String contentId) {
        try {
            return URLDecoder.decode(contentId.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return contentId;
        }
    }

    private Optional<String> load(String contentId) {
        if (attachments == null) {
            attachments = mail.attachments(message, MAX_ATTACHMENTS);
        }
        return attachments.stream()
                .filter(one -> one.path("contentId").asString("").equals(contentId))
                .findFirst()
                .flatMap(this::data);
    }

    private Optional<String> data(JsonNode attachment) {
        String type = attachment.path("contentType").asString("").toLowerCase(Locale.ROOT);
        long size = attachment.path("size").asLong(0);
        if (!TYPES.contains(type) || read >= MAX_IMAGES || size > MAX_BYTES || bytes + size > MAX_TOTAL_BYTES) {
            return Optional.empty();
        }
        read++;
        try {
            byte[] content = Contents.start(
                    mail.attachmentContent(message, attachment.path("id").asString("")), MAX_BYTES);
            bytes += content.length;
            return Optional.of("data:" + type + ";base64," + Base64.getEncoder().encodeToString(content));
        } catch (EdgeRefusal e) {
            return Optional.empty();
        }
    }
}
