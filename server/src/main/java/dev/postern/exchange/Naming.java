package dev.postern.exchange;

import dev.postern.directory.Recipient;
import dev.postern.directory.Tenant;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Where Exchange says that a recipient stands: the distinguished and the canonical name. */
final class Naming {
    private static final String FOREST = "DC=POSTERN,DC=PROD,DC=OUTLOOK,DC=COM";
    private static final String FOREST_DOMAIN = "postern.prod.outlook.com";
    private static final String HOSTED = "Microsoft Exchange Hosted Organizations";

    private Naming() {}

    static String distinguishedName(Tenant tenant, String name) {
        return "CN=" + Rdn.escapeValue(name) + ",OU=" + tenant.defaultDomain() + ",OU=" + HOSTED + "," + FOREST;
    }

    static String distinguishedName(Tenant tenant, Recipient recipient) {
        return distinguishedName(tenant, recipient.name());
    }

    static String organizationalUnit(Tenant tenant) {
        return FOREST_DOMAIN + "/" + HOSTED + "/" + tenant.defaultDomain();
    }

    /** A slash in the name is escaped, since slashes part the name. */
    static String canonicalName(Tenant tenant, Recipient recipient) {
        return organizationalUnit(tenant) + "/" + recipient.name().replace("/", "\\/");
    }

    static String legacyName(Recipient recipient) {
        return "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn="
                + recipient.exchangeGuid().toString().replace("-", "");
    }

    /** A text as a distinguished name: equal ones may be written differently. Empty when it is none. */
    static Optional<LdapName> parse(String text) {
        if (!text.contains("=")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LdapName(text));
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }
}
