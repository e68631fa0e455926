package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A user or group with a mail address. */
public record MailRecipient(DirectoryObject object, Recipient recipient) {
    public static Stream<MailRecipient> all(DirectorySnapshot directory) {
        return Stream.concat(directory.all(User.class), directory.all(Group.class))
                .<MailRecipient>mapMulti((object, next) -> {
                    MailRecipient mailRecipient = of(object);
                    if (mailRecipient != null) {
                        next.accept(mailRecipient);
                    }
                });
    }

    /** Returns the recipients that may have this name, see {@link DirectorySnapshot#called}. */
    public static Stream<MailRecipient> called(DirectorySnapshot directory, String text, @Nullable UUID guid) {
        return directory.called(text, guid).<MailRecipient>mapMulti((object, next) -> {
            MailRecipient recipient = of(object);
            if (recipient != null) {
                next.accept(recipient);
            }
        });
    }

    /** Returns null if the object has no mail address. */
    public static @Nullable MailRecipient of(@Nullable DirectoryObject object) {
        Recipient recipient = switch (object) {
            case User user -> user.recipient();
            case Group group -> group.recipient();
            case null, default -> null;
        };
        return object == null || recipient == null ? null : new MailRecipient(object, recipient);
    }

    public ObjectId id() {
        return object.id();
    }

    public String displayName() {
        return object.displayName();
    }

    public boolean isGroup() {
        return object instanceof Group;
    }

    public boolean hasMailbox() {
        return recipient.type().hasMailbox();
    }

    /** Returns null for groups. */
    public @Nullable String userPrincipalName() {
        return object instanceof User user ? user.userPrincipalName() : null;
    }

    /** Returns a property that only Graph defines, such as {@code givenName}; null if it is not set. */
    public @Nullable String profile(String name) {
        var value = object.profile().get(name);
        return value == null || !value.isString() ? null : value.stringValue();
    }
}
