package dev.postern.access;

import java.util.UUID;

/**
 * A mailbox. It is not the object id of its user: a mailbox that is removed and made again has a new id.
 *
 * @param value the GUID; compared by value, printed in lower case with hyphens
 */
public record MailboxId(UUID value) {
    /** Reads a GUID in its 36 character form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static MailboxId of(String text) {
        return new MailboxId(Guids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
