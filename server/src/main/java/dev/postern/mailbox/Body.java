package dev.postern.mailbox;

/** The text of an item and how it is to be read. It never holds U+0000, which not every engine stores and no reader shows. */
public record Body(Type type, String content) {
    public static final Body EMPTY = new Body(Type.TEXT, "");

    public enum Type {
        TEXT,
        HTML
    }

    public Body {
        content = content.indexOf('\0') < 0 ? content : content.replace("\0", "");
    }
}
