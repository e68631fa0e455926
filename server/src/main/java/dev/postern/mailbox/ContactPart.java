package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * The property that only contacts have and that has a column.
 *
 * @param displayName empty if nothing can be shown
 */
public record ContactPart(String displayName) implements ItemPart {
    @Override
    public @Nullable String subject() {
        return displayName;
    }

    /** Contacts have no body. */
    @Override
    public @Nullable Body body() {
        return null;
    }
}
