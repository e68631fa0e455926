package dev.postern.access;

import java.util.UUID;

/**
 * One application access policy. Ids are ordered as they are printed; when several policies match, the smallest id decides.
 *
 * @param value the GUID; compared by value, printed in lower case with hyphens
 */
public record PolicyId(UUID value) implements Comparable<PolicyId> {
    /** Reads a GUID in its 36 character form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static PolicyId of(String text) {
        return new PolicyId(Guids.parse(text));
    }

    @Override
    public int compareTo(PolicyId other) {
        return Guids.compareAsPrinted(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
