package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A user or group with a mail address. */
record MailRecipient(DirectoryObject object, Recipient recipient) {
    static Stream<MailRecipient> all(DirectorySnapshot directory) {
        return Stream.concat(directory.all(User.class), directory.all(Group.class))
                .<MailRecipient>mapMulti((object, next) -> {
                    MailRecipient mailRecipient = of(object);
                    if (mailRecipient != null) {
                        next.accept(mailRecipient);
                    }
                });
    }

    /** Returns the recipients that may have this name, see {@link DirectorySnapshot#called}. */
    static Stream<MailRecipient> called(DirectorySnapshot directory, String text, @Nullable UUID guid) {
        return directory.called(text, guid).<MailRecipient>mapMulti((object, next) -> {
            MailRecipient recipient = of(object);
            if (recipient != null) {
                next.accept(recipient);
            }
        });
    }

    /** Returns null if the object has no mail address. */
    static @Nullable MailRecipient of(@Nullable DirectoryObject object) {
        Recipient recipient = switch (object) {
            case User user -> user.recipient();
            case Group group -> group.recipient();
            case null, default -> null;
        };
        return object == null || recipient == null ? null : new MailRecipient(object, recipient);
    }

    ObjectId id() {
        return object.id();
    }

    String displayName() {
        return object.displayName();
    }

    boolean isGroup() {
        return object instanceof Group;
    }

    boolean hasMailbox() {
        return recipient.type().hasMailbox();
    }

    /** Returns null for groups. */
    @Nullable
    String userPrincipalName() {
        return object instanceof User user ? user.userPrincipalName() : null;
    }

    /** Returns a property that only Graph defines, such as {@code givenName}; null if it is not set. */
    @Nullable
    String profile(String name) {
        var value = object.profile().get(name);
        return value == null || !value.isString() ? null : value.stringValue();
    }
}
