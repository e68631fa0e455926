package dev.postern.mailbox.mime;

import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.contact.ContactNames;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import ezvcard.parameter.AddressType;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.Birthday;
import ezvcard.property.Email;
import ezvcard.property.Impp;
import ezvcard.property.Organization;
import ezvcard.property.RawProperty;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextProperty;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A vCard as an attached contact, by its Graph names. Cards of versions 2.1 to 4.0 are read, also those that are not quite valid. What a contact has no
 * property for is left out: photos, fax numbers, anniversaries.
 */
public final class ContactCardReader {
    /** A larger file stays a file. */
    static final int MAX_BYTES = 256 << 10;

    /** So does one with more properties, some of which the library compares with each other. */
    private static final int MAX_PROPERTIES = 1_000;

    private static final int MAX_TEXT_LENGTH = 1_024;
    private static final int MAX_NOTES_LENGTH = 65_536;
    private static final int MAX_CATEGORIES = 200;
    private static final int FIRST_YEAR = 1601;

    /** Properties that vCard does not define, as different programs name them. */
    private static final Map<String, List<String>> OTHERS = Map.of(
            "manager", List.of("X-MS-MANAGER", "X-EVOLUTION-MANAGER", "X-MANAGER"),
            "assistantName", List.of("X-MS-ASSISTANT", "X-EVOLUTION-ASSISTANT", "X-ASSISTANT"),
            "spouseName", List.of("X-MS-SPOUSE", "X-EVOLUTION-SPOUSE", "X-SPOUSE"),
            "fileAs", List.of("X-EVOLUTION-FILE-AS"),
            "yomiGivenName", List.of("X-PHONETIC-FIRST-NAME"),
            "yomiSurname", List.of("X-PHONETIC-LAST-NAME"));

    private static final List<String> INSTANT_MESSAGES =
            List.of("X-MS-IMADDRESS", "X-IM", "X-AIM", "X-JABBER", "X-SKYPE");

    private final VCard card;
    private final ObjectNode contact = JsonNodeFactory.instance.objectNode();

    private ContactCardReader(VCard card) {
        this.card = card;
    }

    /** The contact of a file with exactly one card; null for any other file. */
    public static @Nullable ObjectNode one(byte[] file) {
        try {
            List<ObjectNode> first = read(file, 2);
            return first.size() == 1 ? first.getFirst() : null;
        } catch (RuntimeException _) {
            // the library promises nothing about files that are not cards
            return null;
        }
    }

    /** The first contacts of a file. */
    static List<ObjectNode> read(byte[] file, int most) {
        var contacts = new ArrayList<ObjectNode>();
        String text = CardText.of(file);
        if (text.lines().filter(line -> line.indexOf(':') >= 0).count() > MAX_PROPERTIES) {
            return contacts;
        }
        try (VCardReader cards = new VCardReader(new StringReader(text))) {
            for (VCard card = cards.readNext(); card != null && contacts.size() < most; card = cards.readNext()) {
                contacts.add(new ContactCardReader(card).contact());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contacts;
    }

    private ObjectNode contact() {
        names();
        Organization organization = card.getOrganization();
        List<String> units = organization == null ? List.of() : organization.getValues();
        put("companyName", units.isEmpty() ? null : units.getFirst());
        put("department", units.size() > 1 ? units.get(1) : null);
        put("officeLocation", units.size() > 2 ? units.get(2) : null);
        put("jobTitle", first(card.getTitles()));
        put("profession", first(card.getRoles()));
        put("businessHomePage", first(card.getUrls()));
        put("personalNotes", first(card.getNotes()), MAX_NOTES_LENGTH);
        mail();
        phones();
        card.getAddresses().forEach(this::address);
        birthday();
        if (card.getCategories() != null) {
            list("categories", card.getCategories().getValues().stream(), MAX_CATEGORIES);
        }
        messages();
        list("children", raw("X-MS-CHILD"), MAX_CATEGORIES);
        OTHERS.forEach((name, properties) ->
                put(name, properties.stream().flatMap(this::raw).findFirst().orElse(null)));
        contact.put("@odata.type", AttachedItem.CONTACT);
        return ContactNames.complete(contact);
    }

    private void names() {
        StructuredName name = card.getStructuredName();
        if (name != null) {
            put("surname", name.getFamily());
            put("givenName", name.getGiven());
            put("middleName", joined(name.getAdditionalNames(), ","));
            put("title", joined(name.getPrefixes(), " "));
            put("generation", joined(name.getSuffixes(), " "));
        }
        put(
                "displayName",
                card.getFormattedName() == null ? null : card.getFormattedName().getValue());
        put(
                "nickName",
                card.getNickname() == null
                        ? null
                        : card.getNickname().getValues().stream().findFirst().orElse(null));
    }

    private void mail() {
        ArrayNode addresses = JsonNodeFactory.instance.arrayNode();
        card.getEmails().stream()
                .sorted(Comparator.comparingInt(ContactCardReader::preference))
                .map(Email::getValue)
                .filter(address -> address != null && !address.isBlank())
                .map(address -> bounded(address.strip(), MAX_TEXT_LENGTH))
                .distinct()
                .limit(3)
                .forEach(address -> addresses.addObject().put("name", address).put("address", address));
        if (!addresses.isEmpty()) {
            contact.set("emailAddresses", addresses);
        }
    }

    /** Lower is better. Version 4.0 has numbers, earlier ones a type. */
    private static int preference(Email email) {
        Integer number = email.getPref();
        boolean preferred = email.getTypes().stream().anyMatch(type -> "pref".equalsIgnoreCase(type.getValue()));
        return preferred ? 0 : number == null ? Integer.MAX_VALUE : number;
    }

    private void phones() {
        list("businessPhones", numbers(TelephoneType.WORK), 2);
        list("homePhones", numbers(TelephoneType.HOME), 2);
        put("mobilePhone", numbers(TelephoneType.CELL).findFirst().orElse(null));
    }

    /** The numbers with this type. A number at which a machine answers, or a mobile one at work, is in no other list. */
    private Stream<String> numbers(TelephoneType wanted) {
        return card.getTelephoneNumbers().stream()
                .filter(phone -> phone.getTypes().contains(wanted)
                        && !phone.getTypes().contains(TelephoneType.FAX)
                        && !phone.getTypes().contains(TelephoneType.PAGER)
                        && (wanted.equals(TelephoneType.CELL)
                                || !phone.getTypes().contains(TelephoneType.CELL)))
                .map(ContactCardReader::number)
                .filter(number -> !number.isBlank());
    }

    private static String number(Telephone phone) {
        return phone.getText() != null
                ? phone.getText()
                : phone.getUri() == null ? "" : String.valueOf(phone.getUri().getNumber());
    }

    private void address(Address given) {
        String name = given.getTypes().contains(AddressType.WORK)
                ? "businessAddress"
                : given.getTypes().contains(AddressType.HOME) ? "homeAddress" : "otherAddress";
        ObjectNode address = JsonNodeFactory.instance.objectNode();
        put(
                address,
                "street",
                Stream.of(given.getPoBox(), given.getExtendedAddressFull(), given.getStreetAddressFull())
                        .filter(part -> part != null && !part.isBlank())
                        .collect(Collectors.joining("\r\n")),
                MAX_TEXT_LENGTH);
        put(address, "city", given.getLocality(), MAX_TEXT_LENGTH);
        put(address, "state", given.getRegion(), MAX_TEXT_LENGTH);
        put(address, "postalCode", given.getPostalCode(), MAX_TEXT_LENGTH);
        put(address, "countryOrRegion", given.getCountry(), MAX_TEXT_LENGTH);
        if (!address.isEmpty() && !contact.has(name)) {
            contact.set(name, address);
        }
    }

    /** A birthday without a year is left out. */
    private void birthday() {
        Birthday birthday = card.getBirthday();
        Temporal date = birthday == null ? null : birthday.getDate();
        try {
            LocalDate day = date == null ? null : LocalDate.from(date);
            if (day != null && day.getYear() >= FIRST_YEAR) {
                put("birthday", day + "T11:59:00Z");
            }
        } catch (DateTimeException _) {
            // a point in time without a zone, or a part of a date
        }
    }

    private void messages() {
        Stream<String> handles = card.getImpps().stream()
                .map(Impp::getUri)
                .filter(Objects::nonNull)
                .map(uri -> String.valueOf(uri.getSchemeSpecificPart()));
        list(
                "imAddresses",
                Stream.concat(INSTANT_MESSAGES.stream().flatMap(this::raw), handles)
                        .distinct(),
                3);
    }

    private Stream<String> raw(String name) {
        return card.getExtendedProperties(name).stream()
                .map(RawProperty::getValue)
                .filter(value -> value != null && !value.isBlank())
                // the library leaves the escapes of properties that it does not know
                .map(value -> value.replaceAll("\\\\([,;\\\\])", "$1"));
    }

    private static @Nullable String first(List<? extends TextProperty> properties) {
        return properties.stream()
                .map(TextProperty::getValue)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String joined(List<String> parts, String with) {
        return parts.isEmpty() ? null : String.join(with, parts);
    }

    private void list(String name, Stream<String> values, int most) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.filter(value -> !value.isBlank())
                .limit(most)
                .forEach(value -> list.add(bounded(value, MAX_TEXT_LENGTH)));
        if (!list.isEmpty()) {
            contact.set(name, list);
        }
    }

    private void put(String name, @Nullable String value) {
        put(contact, name, value, MAX_TEXT_LENGTH);
    }

    private void put(String name, @Nullable String value, int length) {
        put(contact, name, value, length);
    }

    private static void put(ObjectNode into, String name, @Nullable String value, int length) {
        if (value != null && !value.isBlank()) {
            into.put(name, bounded(value, length));
        }
    }

    private static String bounded(String value, int length) {
        return TextDecoder.truncate(value, length);
    }
}
