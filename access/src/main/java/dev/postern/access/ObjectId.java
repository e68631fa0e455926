package dev.postern.access;

import java.util.UUID;

/**
 * The object id of a directory object: user, group, application or service principal. Never a client id, see {@link AppId}.
 * Ids are ordered as they are printed, so that "the smallest id" means the same for people and programs.
 *
 * @param value the GUID; compared by value, printed in lower case with hyphens
 */
public record ObjectId(UUID value) implements Comparable<ObjectId> {
    /** Reads a GUID in its 36 character form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static ObjectId of(String text) {
        return new ObjectId(Guids.parse(text));
    }

    @Override
    public int compareTo(ObjectId other) {
        return Guids.compareAsPrinted(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
