package dev.postern.mailbox;

/**
 * The properties that only items of one kind have. A new kind of item adds one more part, its {@link ItemKind} and a
 * table.
 */
public sealed interface ItemPart permits MessagePart {}
