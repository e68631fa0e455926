package dev.postern.subscription;

import java.util.Locale;

/** What a notification says about an item. */
public enum ChangeType {
    CREATED,
    UPDATED,
    DELETED;

    /** Its name in subscriptions and notifications. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
