package dev.postern.directory;

import dev.postern.query.Folding;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** The distinguished names that Exchange gives to recipients, management scopes and other objects. */
public final class DistinguishedNames {
    private static final String FOREST =
            ",OU=Microsoft Exchange Hosted Organizations,DC=POSTERN,DC=PROD,DC=OUTLOOK,DC=COM";

    private static final String FOLDED_FOREST =
            "dc=com,dc=outlook,dc=prod,dc=postern,ou=microsoft exchange hosted organizations,ou=";

    private static final String NAME = ",cn=";

    private DistinguishedNames() {}

    public static String of(Tenant tenant, Recipient recipient) {
        return of(tenant, recipient.name());
    }

    public static String of(Tenant tenant, String name) {
        return "CN=" + Rdn.escapeValue(name) + ",OU=" + tenant.defaultDomain() + FOREST;
    }

    /**
     * The canonical form of {@link dev.postern.opath.PropertyType.Link}, made without parsing a distinguished name: the parts are in the
     * order in which they are parsed, the last one first.
     */
    static String canonical(Tenant tenant, String name) {
        return FOLDED_FOREST
                + Rdn.escapeValue(Folding.fold(tenant.defaultDomain()))
                + NAME
                + Rdn.escapeValue(normal(name));
    }

    /**
     * Takes apart the canonical form. Returns null if no recipient can have this name.
     */
    static @Nullable CanonicalName parse(String canonical) {
        int end = canonical.lastIndexOf(NAME);
        if (!canonical.startsWith(FOLDED_FOREST) || end < FOLDED_FOREST.length()) {
            return null;
        }
        try {
            if (Rdn.unescapeValue(canonical.substring(FOLDED_FOREST.length(), end)) instanceof String domain
                    && Rdn.unescapeValue(canonical.substring(end + NAME.length())) instanceof String name
                    && canonical.equals(FOLDED_FOREST + Rdn.escapeValue(domain) + NAME + Rdn.escapeValue(name))) {
                return new CanonicalName(domain, name);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A name as the canonical form has it, without escapes. */
    static String normal(String name) {
        return Folding.fold(name).strip().replaceAll(" +", " ");
    }
}
