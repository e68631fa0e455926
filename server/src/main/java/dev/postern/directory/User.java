package dev.postern.directory;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user, or the disabled account behind a shared, room or equipment mailbox.
 *
 * @param recipient null when it cannot receive mail
 * @param mailbox null when it has no mailbox here
 */
public record User(
        ObjectId id,
        Instant createdAt,
        String displayName,
        String userPrincipalName,
        boolean accountEnabled,
        @Nullable Recipient recipient,
        @Nullable MailboxId mailbox,
        Map<String, JsonNode> profile)
        implements DirectoryObject {
    public User {
        profile = Map.copyOf(profile);
    }

    public User withRecipient(Recipient other) {
        return new User(id, createdAt, displayName, userPrincipalName, accountEnabled, other, mailbox, profile);
    }
}
