package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Creates the mail properties of users and groups that are created over Graph. Thread-safe. */
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

    /** Names are part of distinguished names, so they must be unique among recipients. */
    private static boolean isFree(String name, DirectorySnapshot directory) {
        return directory.called(name, null).noneMatch(object -> isNamed(object, name));
    }

    private static boolean isNamed(DirectoryObject object, String name) {
        Recipient recipient = Recipient.of(object);
        return recipient != null && recipient.name().equalsIgnoreCase(name);
    }

    private String sid() {
        return "S-1-5-21-" + part() + "-" + part() + "-" + part() + "-" + part();
    }

    private String part() {
        return Integer.toUnsignedString(random.nextInt());
    }
}
