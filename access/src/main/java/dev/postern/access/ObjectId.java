package dev.postern.access;

import java.util.UUID;

/**
 * The object id of a directory object: user, group, application or service principal. Never a client id, see {@link AppId}.
 *
 * @param value the GUID; compared by value, printed in lower case with hyphens
 */
public record ObjectId(UUID value) {
    /** Reads a GUID in its 36 character form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static ObjectId of(String text) {
        return new ObjectId(Guids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
