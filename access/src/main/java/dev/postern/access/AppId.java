package dev.postern.access;

import java.util.UUID;

/**
 * The client id of an application: what a token carries as {@code appid} and what an application access policy names. It is
 * never the object id of a service principal; the two types exist so that they cannot be swapped.
 *
 * @param value the GUID; compared by value, printed in lower case with hyphens
 */
public record AppId(UUID value) {
    /** Reads a GUID in its 36 character form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static AppId of(String text) {
        return new AppId(Guids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
