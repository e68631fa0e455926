package dev.postern.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply of a server (RFC 5321, section 4.2).
 *
 * @param code three digits, 200 to 599
 * @param status the enhanced status code of RFC 3463, such as {@code 5.1.1}; null if the reply has none
 * @param lines the text without codes; not empty
 */
public record Reply(int code, @Nullable String status, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("Not a reply: " + code + " " + lines);
        }
    }

    public static Reply of(int code, @Nullable String status, String text) {
        return new Reply(code, status, List.of(text));
    }

    public boolean isPositive() {
        return code < 400;
    }

    /** Whether the same command may succeed later. */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /** The reply in one line, as logs and reports show it. */
    public String text() {
        return code + (status == null ? " " : " " + status + " ") + String.join(" ", lines);
    }
}
