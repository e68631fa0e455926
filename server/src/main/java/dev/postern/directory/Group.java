package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A group. Its members are stored separately: {@link DirectorySnapshot#members}.
 *
 * @param groupTypes as Graph names them, for instance {@code Unified}
 * @param recipient null when it is not mail-enabled
 * @param owners who manages it, Exchange's ManagedBy
 */
public record Group(
        ObjectId id,
        Instant createdAt,
        String displayName,
        String mailNickname,
        boolean securityEnabled,
        List<String> groupTypes,
        @Nullable Recipient recipient,
        List<ObjectId> owners,
        Map<String, JsonNode> profile)
        implements DirectoryObject {
    public Group {
        groupTypes = List.copyOf(groupTypes);
        owners = List.copyOf(owners);
        profile = Map.copyOf(profile);
    }

    public Group withOwners(List<ObjectId> other) {
        return new Group(
                id, createdAt, displayName, mailNickname, securityEnabled, groupTypes, recipient, other, profile);
    }

    public Group withRecipient(Recipient other) {
        return new Group(id, createdAt, displayName, mailNickname, securityEnabled, groupTypes, other, owners, profile);
    }

    /** Whether it is a mail-enabled security group, whose members count for RestrictAccess policies. */
    public boolean isSecurityGroup() {
        return recipient != null && recipient.type() == RecipientType.SECURITY_GROUP;
    }

    public boolean mailEnabled() {
        return recipient != null;
    }
}
