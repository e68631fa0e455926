package dev.postern.mailbox;

import java.util.stream.Stream;

/**
 * What a folder is for. It decides which kinds of items and folders may be put into it, and that lists of another class never contain it.
 * Deleted Items and Recoverable Items take items and folders of every class.
 */
public enum FolderClass {
    MAIL("mail", "mailFolder"),
    CALENDAR("calendar", "calendar"),
    CONTACTS("contacts", "contactFolder");

    private final String stored;
    private final String type;

    FolderClass(String stored, String type) {
        this.stored = stored;
        this.type = type;
    }

    /** In the column. */
    String stored() {
        return stored;
    }

    /** What Graph calls a folder of this class, and tombstones too. */
    String type() {
        return type;
    }

    static FolderClass of(String stored) {
        return Stream.of(values())
                .filter(each -> each.stored.equals(stored))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No class of folders is stored as " + stored));
    }
}
