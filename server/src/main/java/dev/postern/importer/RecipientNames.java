package dev.postern.importer;

import dev.postern.access.ObjectId;
import dev.postern.opath.PropertyType;
import dev.postern.query.Folding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds objects by everything that cmdlets print in their place: GUIDs, addresses, distinguished names, canonical names, names and aliases. A
 * name that several objects have finds none of them.
 */
final class RecipientNames {
    private static final PropertyType.Link LINK = new PropertyType.Link();
    private static final String SMTP = "smtp:";
    private static final List<String> GUIDS =
            List.of("ExternalDirectoryObjectId", "Guid", "ExchangeObjectId", "ExchangeGuid", "ObjectGuid");
    /** Of an object in the place of a recipient, the surest first. */
    private static final List<String> IN_MEMBERS = List.of(
            "externaldirectoryobjectid",
            "primarysmtpaddress",
            "windowsemailaddress",
            "distinguishedname",
            "guid",
            "exchangeobjectid",
            "objectguid",
            "exchangeguid",
            "id",
            "identity",
            "userprincipalname",
            "name",
            "alias",
            "value");

    private final Map<String, ObjectId> byKey = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    /** Adds everything that an item of an export says about an object. */
    void add(ObjectId id, ExportItem item) {
        key(id, "g:" + id);
        GUIDS.forEach(name -> {
            UUID guid = item.guid(name);
            if (guid != null) {
                key(id, "g:" + guid);
            }
        });
        Stream.of("DistinguishedName", "Identity", "Id", "LegacyExchangeDN", "Name", "Alias", "UserPrincipalName")
                .map(item::text)
                .filter(Objects::nonNull)
                .forEach(text -> keys(text).limit(1).forEach(key -> key(id, key)));
        Stream.of("Name", "Alias", "UserPrincipalName")
                .map(item::text)
                .filter(Objects::nonNull)
                .forEach(text -> key(id, "n:" + Folding.fold(text)));
    }

    void addAddress(ObjectId id, String address) {
        key(id, "a:" + Folding.lower(address));
    }

    /** Adds a name that is not in the item. */
    void addName(ObjectId id, String text) {
        keys(text).forEach(key -> key(id, key));
    }

    private void key(ObjectId id, String key) {
        ObjectId other = byKey.putIfAbsent(key, id);
        if (other != null && !other.equals(id)) {
            ambiguous.add(key);
        }
    }

    /** Null if no object, or more than one, is meant. */
    @Nullable
    ObjectId find(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (String key : keys(text).toList()) {
            ObjectId found = ambiguous.contains(key) ? null : byKey.get(key);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** An object in the place of a recipient, with any of its properties; or a text. */
    @Nullable
    ObjectId find(JsonNode value) {
        JsonNode opened = ExportValues.opened(value);
        if (!opened.isObject()) {
            return find(ExportValues.text(opened));
        }
        return IN_MEMBERS.stream()
                .filter(opened::has)
                .map(name -> find(ExportValues.text(opened.get(name))))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The keys of a text, in the order in which they are tried. */
    private static Stream<String> keys(String text) {
        UUID guid = ExportItem.guidOf(text);
        if (guid != null) {
            return Stream.of("g:" + guid, "n:" + Folding.fold(text));
        }
        String bare = text.toLowerCase(Locale.ROOT).startsWith(SMTP) ? text.substring(SMTP.length()) : text;
        if (isDistinguishedName(bare)) {
            String common = commonName(bare);
            return common == null
                    ? Stream.of("d:" + canonical(bare))
                    : Stream.of("d:" + canonical(bare), "n:" + Folding.fold(common));
        }
        int slash = lastSlash(bare);
        if (slash >= 0) {
            return Stream.of(
                    "c:" + Folding.fold(bare),
                    "n:" + Folding.fold(bare.substring(slash + 1).replace("\\/", "/")));
        }
        return bare.contains("@")
                ? Stream.of("a:" + Folding.lower(bare), "n:" + Folding.fold(bare))
                : Stream.of("n:" + Folding.fold(bare));
    }

    static boolean isDistinguishedName(String text) {
        return text.contains("=") && text.contains(",");
    }

    static String canonical(String distinguishedName) {
        return LINK.node(distinguishedName).stringValue();
    }

    /** The name in a distinguished name of a recipient of Exchange Online; null for other names. */
    private static @Nullable String commonName(String text) {
        if (!Folding.lower(text).contains("ou=microsoft exchange hosted organizations")) {
            return null;
        }
        try {
            LdapName name = new LdapName(text);
            var last = name.getRdn(name.size() - 1);
            return last.getType().equalsIgnoreCase("CN") ? String.valueOf(last.getValue()) : null;
        } catch (InvalidNameException e) {
            return null;
        }
    }

    /** The last slash that separates parts of a canonical name; a slash in a name is escaped. */
    static int lastSlash(String text) {
        int slash = text.lastIndexOf('/');
        while (slash > 0 && text.charAt(slash - 1) == '\\') {
            slash = text.lastIndexOf('/', slash - 1);
        }
        return slash;
    }
}
