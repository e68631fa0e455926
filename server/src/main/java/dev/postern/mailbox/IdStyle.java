package dev.postern.mailbox;

/** The form of an item's id that a caller wants to see. Both forms are accepted wherever an id is given. */
public enum IdStyle {
    /** Changes whenever the item moves. */
    DEFAULT,
    /** Never changes while the item exists in this mailbox. */
    IMMUTABLE
}
