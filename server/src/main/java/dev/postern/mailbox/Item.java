package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An item as it was read. The records are immutable; the JSON nodes belong to the caller who read the item.
 *
 * @param doc the properties that are neither in the core nor in the part, by their Graph names; null if it was not read
 * @param part the properties of its kind only; null if only the core was read
 */
public record Item(
        ItemCore core, @Nullable ObjectNode doc, @Nullable ItemPart part) {
    public MailboxId mailbox() {
        return core.mailbox();
    }

    public ItemId id() {
        return core.id();
    }

    public FolderId folder() {
        return core.folder();
    }

    public long moveCount() {
        return core.moveCount();
    }

    public long size() {
        return core.size();
    }

    public String changeKey() {
        return core.changeKey();
    }

    public boolean isRead() {
        return !core.unread();
    }

    /** The body; null if it was not read. */
    public @Nullable Body body() {
        return part == null ? null : part.body();
    }

    /**
     * The part of a message.
     *
     * @throws IllegalStateException if it is not a message, or only its core was read
     */
    public MessagePart message() {
        if (part instanceof MessagePart message) {
            return message;
        }
        throw new IllegalStateException("Not read as a message: " + core.id());
    }

    /**
     * The part of an event.
     *
     * @throws IllegalStateException if it is not an event, or only its core was read
     */
    public EventPart event() {
        if (part instanceof EventPart event) {
            return event;
        }
        throw new IllegalStateException("Not read as an event: " + core.id());
    }

    /** The same item with other properties in its document, such as those of an occurrence. */
    public Item with(ObjectNode properties) {
        return new Item(core, properties, part);
    }

    /**
     * The part of a contact.
     *
     * @throws IllegalStateException if it is not a contact, or only its core was read
     */
    public ContactPart contact() {
        if (part instanceof ContactPart contact) {
            return contact;
        }
        throw new IllegalStateException("Not read as a contact: " + core.id());
    }

    Item as(ItemId other) {
        return new Item(core.as(other), doc, part);
    }

    Item ofSize(long bytes) {
        return new Item(core.ofSize(bytes), doc, part);
    }

    /**
     * The same message with other times.
     *
     * @throws IllegalStateException as in {@link #message()}
     */
    Item withTimes(Instant createdAndModified, Instant received, Instant sent) {
        return new Item(core.at(createdAndModified), doc, message().at(received, sent));
    }
}
