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

/** A user or group that mail can be sent to. */
record MailRecipient(DirectoryObject object, Recipient recipient) {
    static Stream<MailRecipient> all(DirectorySnapshot directory) {
        return Stream.concat(directory.all(User.class), directory.all(Group.class))
                .<MailRecipient>mapMulti((object, next) -> {
                    MailRecipient mailable = of(object);
                    if (mailable != null) {
                        next.accept(mailable);
                    }
                });
    }

    /** The recipients that may be called so, see {@link DirectorySnapshot#called}. */
    static Stream<MailRecipient> called(DirectorySnapshot directory, String text, @Nullable UUID guid) {
        return directory.called(text, guid).<MailRecipient>mapMulti((object, next) -> {
            MailRecipient mailable = of(object);
            if (mailable != null) {
                next.accept(mailable);
            }
        });
    }

    /** Null when mail cannot be sent to it. */
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

    /** Null for groups. */
    @Nullable
    String userPrincipalName() {
        return object instanceof User user ? user.userPrincipalName() : null;
    }

    /** A property that only Graph gives a name, for instance {@code givenName}; null when it is not there. */
    @Nullable
    String profile(String name) {
        var value = object.profile().get(name);
        return value == null || !value.isString() ? null : value.stringValue();
    }
}
