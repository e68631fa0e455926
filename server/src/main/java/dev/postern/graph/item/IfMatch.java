package dev.postern.graph.item;

import dev.postern.graph.GraphRequest;
import dev.postern.mailbox.MailboxFailure;
import org.jspecify.annotations.Nullable;

/** The condition under which a change is made. */
public final class IfMatch {
    private IfMatch() {}

    /**
     * The change key that the caller expects; null if there is no condition.
     *
     * @throws MailboxFailure.ChangeKeyMismatch if the value cannot be a change key
     */
    public static @Nullable String changeKey(GraphRequest request) {
        String header = request.ifMatch().orElse("*");
        if (header.equals("*")) {
            return null;
        }
        String tag = header.startsWith("W/") ? header.substring(2) : header;
        if (tag.length() < 2 || !tag.startsWith("\"") || !tag.endsWith("\"")) {
            throw new MailboxFailure.ChangeKeyMismatch();
        }
        return tag.substring(1, tag.length() - 1);
    }
}
