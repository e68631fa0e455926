package dev.postern.mailbox;

import java.util.stream.Stream;

/**
 * The purpose of a folder. It decides which kinds of items and folders may be put into it. Lists of another class never
 * contain it. Deleted Items and Recoverable Items accept items and folders of every class.
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

    /** The value in the column. */
    public String stored() {
        return stored;
    }

    /** Graph's type name for a folder of this class, also used in tombstones. */
    public String type() {
        return type;
    }

    static FolderClass of(String stored) {
        return Stream.of(values())
                .filter(each -> each.stored.equals(stored))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No class of folders is stored as " + stored));
    }
}
