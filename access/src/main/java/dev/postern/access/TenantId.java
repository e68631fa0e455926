package dev.postern.access;

import java.util.UUID;

/**
 * A tenant: directory objects and mailboxes that are separate from those of other tenants.
 *
 * @param value the GUID; compared by value, printed in lower case with hyphens
 */
public record TenantId(UUID value) {
    /** Reads a GUID in its 36 character form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static TenantId of(String text) {
        return new TenantId(Guids.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
