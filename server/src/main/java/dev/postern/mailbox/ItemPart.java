package dev.postern.mailbox;

/** What only items of one kind have. A new kind of item is one more of these, its {@link ItemKind} and a table. */
public sealed interface ItemPart permits MessagePart {}
