package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the mail side of users and groups that come into being over Graph. Thread-safe. */
final class MailEnabling {
    private final SecureRandom random = new SecureRandom();

    Recipient of(RecipientType type, ObjectId id, String alias, String address, DirectorySnapshot directory) {
        return new Recipient(
                type,
                isFree(alias, directory) ? alias : id.toString(),
                alias,
                address,
                List.of(),
                sid(),
                UUID.randomUUID(),
                false,
                Map.of());
    }

    static Recipient renamed(Recipient recipient, String alias) {
        return new Recipient(
                recipient.type(),
                recipient.name(),
                alias,
                recipient.primaryAddress(),
                recipient.otherAddresses(),
                recipient.sid(),
                recipient.exchangeGuid(),
                recipient.hiddenFromAddressLists(),
                recipient.attributes());
    }

    /** Names form distinguished names, so no two recipients may share one. */
    private static boolean isFree(String name, DirectorySnapshot directory) {
        return Stream.concat(
                        directory.all(User.class).map(User::recipient),
                        directory.all(Group.class).map(Group::recipient))
                .noneMatch(recipient -> isNamed(recipient, name));
    }

    private static boolean isNamed(@Nullable Recipient recipient, String name) {
        return recipient != null && recipient.name().equalsIgnoreCase(name);
    }

    private String sid() {
        return "S-1-5-21-" + part() + "-" + part() + "-" + part() + "-" + part();
    }

    private String part() {
        return Integer.toUnsignedString(random.nextInt());
    }
}
