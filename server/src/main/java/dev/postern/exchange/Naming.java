package dev.postern.exchange;

import dev.postern.directory.Recipient;
import dev.postern.directory.Tenant;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** The canonical names that Exchange gives to recipients. */
final class Naming {
    private static final String FOREST_DOMAIN = "postern.prod.outlook.com";
    private static final String HOSTED = "Microsoft Exchange Hosted Organizations";

    private Naming() {}

    static String organizationalUnit(Tenant tenant) {
        return FOREST_DOMAIN + "/" + HOSTED + "/" + tenant.defaultDomain();
    }

    /** Escapes a slash in the name, because slashes separate the parts. */
    static String canonicalName(Tenant tenant, Recipient recipient) {
        return organizationalUnit(tenant) + "/" + recipient.name().replace("/", "\\/");
    }

    static String legacyName(Recipient recipient) {
        return "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn="
                + recipient.exchangeGuid().toString().replace("-", "");
    }

    /** Parses a distinguished name; equal names can be written differently. Empty if the text is not one. */
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
