package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may send as a recipient or on its behalf. The trustees are users and security groups, by object id, in attributes of the recipient, so
 * they are removed with it. A trustee that no longer exists has no effect, because object ids are never used again.
 */
public final class SendRights {
    /** Of one recipient, for each right. */
    public static final int MAX_TRUSTEES = 1000;

    private SendRights() {}

    /** Returns the trustees that were entered, also those that were removed from the directory since. */
    public static List<ObjectId> trustees(Recipient recipient, SendRight right) {
        String stored = recipient.attributes().get(right.attribute());
        return stored == null
                ? List.of()
                : Stream.of(stored.split(" ")).map(ObjectId::of).toList();
    }

    /** Returns the recipient with these trustees. */
    public static Recipient with(Recipient recipient, SendRight right, Collection<ObjectId> trustees) {
        Map<String, String> attributes = new HashMap<>(recipient.attributes());
        if (trustees.isEmpty()) {
            attributes.remove(right.attribute());
        } else {
            attributes.put(
                    right.attribute(),
                    trustees.stream().distinct().map(ObjectId::toString).collect(Collectors.joining(" ")));
        }
        return new Recipient(
                recipient.type(),
                recipient.name(),
                recipient.alias(),
                recipient.primaryAddress(),
                recipient.otherAddresses(),
                recipient.sid(),
                recipient.exchangeGuid(),
                recipient.hiddenFromAddressLists(),
                attributes);
    }

    /** Whether an object can be a trustee: it has a mailbox, or it is a security group with an address. */
    public static boolean mayBeTrustee(MailRecipient recipient) {
        return recipient.isGroup() ? isSecurityGroup(recipient.object()) : recipient.hasMailbox();
    }

    /** Whether permissions can be given on it: it has a mailbox, or it is a group with an address. */
    public static boolean mayBeRepresented(MailRecipient recipient) {
        return recipient.isGroup() || recipient.hasMailbox();
    }

    /** Returns the right with which a user may use the address of a recipient; null if it has none. With both, it sends as the recipient. */
    public static @Nullable SendRight of(DirectorySnapshot directory, User user, Recipient recipient) {
        Set<ObjectId> principals = null;
        for (SendRight right : SendRight.values()) {
            List<ObjectId> trustees = trustees(recipient, right);
            if (!trustees.isEmpty()) {
                principals = principals == null ? principals(directory, user) : principals;
                if (trustees.stream().anyMatch(principals::contains)) {
                    return right;
                }
            }
        }
        return null;
    }

    /** The user, and the security groups that contain it through security groups only: membership in others gives no permission. */
    private static Set<ObjectId> principals(DirectorySnapshot directory, User user) {
        Set<ObjectId> all = new HashSet<>();
        all.add(user.id());
        Deque<ObjectId> open = new ArrayDeque<>(all);
        while (!open.isEmpty()) {
            for (ObjectId group : directory.groupsOf(open.remove())) {
                if (isSecurityGroup(directory.find(group)) && all.add(group)) {
                    open.add(group);
                }
            }
        }
        return all;
    }

    private static boolean isSecurityGroup(@Nullable DirectoryObject object) {
        return object instanceof Group group && group.securityEnabled();
    }
}
