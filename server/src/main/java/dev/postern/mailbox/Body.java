package dev.postern.mailbox;

/** The text of an item and its format. */
public record Body(Type type, String content) {
    public static final Body EMPTY = new Body(Type.TEXT, "");

    public enum Type {
        TEXT,
        HTML
    }
}
