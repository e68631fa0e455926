package dev.postern.directory;

import dev.postern.query.Folding;
import javax.naming.ldap.Rdn;

/** The distinguished names that Exchange gives to recipients, management scopes and other objects. */
public final class DistinguishedNames {
    private static final String FOREST =
            ",OU=Microsoft Exchange Hosted Organizations,DC=POSTERN,DC=PROD,DC=OUTLOOK,DC=COM";

    private static final String FOLDED_FOREST =
            "dc=com,dc=outlook,dc=prod,dc=postern,ou=microsoft exchange hosted organizations,ou=";

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
        return FOLDED_FOREST + Rdn.escapeValue(Folding.fold(tenant.defaultDomain())) + ",cn="
                + Rdn.escapeValue(Folding.fold(name).strip().replaceAll(" +", " "));
    }
}
