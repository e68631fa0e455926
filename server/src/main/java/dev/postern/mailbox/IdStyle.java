package dev.postern.mailbox;

/** Which form of an item's id a caller wants to see. Both are understood wherever an id is given. */
public enum IdStyle {
    /** Changes whenever the item moves. */
    DEFAULT,
    /** Stays for the item's life in this mailbox. */
    IMMUTABLE
}
