package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * The properties that only items of one kind have. A new kind of item adds one more part, its {@link ItemKind} and a
 * table.
 */
public sealed interface ItemPart permits MessagePart, EventPart, ContactPart {
    @Nullable
    String subject();

    /** Null if it was not read. */
    @Nullable
    Body body();
}
