package dev.postern.directory;

import dev.postern.query.Folding;
import org.jspecify.annotations.Nullable;

/**
 * The distinguished name of a recipient in its canonical form, taken apart once, so that names can be compared with it without building
 * theirs. Immutable.
 *
 * @param domain the default domain of the tenant, folded
 * @param name of the recipient, folded and with single spaces
 */
record CanonicalName(String domain, String name) {
    /** Returns null if the text is not the name of a recipient, so that none has it. */
    static @Nullable CanonicalName of(String canonical) {
        return DistinguishedNames.parse(canonical);
    }

    /** Whether a recipient of this name in this tenant has this distinguished name. */
    boolean isOf(Tenant tenant, String recipient) {
        boolean same = hasSingleSpaces(recipient)
                ? Folding.foldsTo(recipient, name)
                : DistinguishedNames.normal(recipient).equals(name);
        return same && Folding.foldsTo(tenant.defaultDomain(), domain);
    }

    /** Whether folding is all that brings a text into its normal form; false also where that is not obvious. */
    private static boolean hasSingleSpaces(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return before != ' ';
    }
}
