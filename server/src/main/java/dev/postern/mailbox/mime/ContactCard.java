package dev.postern.mailbox.mime;

import dev.postern.query.Moments;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.text.VCardWriter;
import ezvcard.parameter.AddressType;
import ezvcard.parameter.EmailType;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.Birthday;
import ezvcard.property.Nickname;
import ezvcard.property.Revision;
import ezvcard.property.StructuredName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An attached contact as vCard version 3, which every address book reads. */
public final class ContactCard {
    /** Properties that vCard does not define; other programs use the same names. */
    private static final Map<String, String> OTHERS = Map.of(
            "manager", "X-MANAGER",
            "assistantName", "X-ASSISTANT",
            "spouseName", "X-SPOUSE",
            "yomiGivenName", "X-PHONETIC-FIRST-NAME",
            "yomiSurname", "X-PHONETIC-LAST-NAME");

    /** The maximum number of phone numbers, addresses and the like. The writer compares each with all others. */
    private static final int MAX_VALUES = 200;

    private final ObjectNode contact;
    private final VCard card = new VCard();

    private ContactCard(ObjectNode contact) {
        this.contact = contact;
    }

    /** @param contact by its Graph names */
    public static byte[] of(ObjectNode contact) {
        StringWriter out = new StringWriter();
        try (VCardWriter writer = new VCardWriter(out, VCardVersion.V3_0)) {
            writer.setAddProdId(false);
            writer.write(new ContactCard(contact).card());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private VCard card() {
        names();
        work();
        strings("businessPhones").forEach(number -> card.addTelephoneNumber(number, TelephoneType.WORK));
        strings("homePhones").forEach(number -> card.addTelephoneNumber(number, TelephoneType.HOME));
        text("mobilePhone").forEach(number -> card.addTelephoneNumber(number, TelephoneType.CELL));
        mail();
        address("businessAddress", AddressType.WORK);
        address("homeAddress", AddressType.HOME);
        address("otherAddress", null);
        text("businessHomePage").forEach(card::addUrl);
        text("personalNotes").forEach(card::addNote);
        dates();
        List<String> categories = strings("categories").toList();
        if (!categories.isEmpty()) {
            card.setCategories(categories.toArray(String[]::new));
        }
        strings("children").forEach(child -> card.addExtendedProperty("X-MS-CHILD", child));
        strings("imAddresses").forEach(address -> card.addExtendedProperty("X-IM", address));
        OTHERS.forEach((name, property) -> text(name).forEach(value -> card.addExtendedProperty(property, value)));
        return card;
    }

    private void names() {
        StructuredName name = new StructuredName();
        text("surname").forEach(name::setFamily);
        text("givenName").forEach(name::setGiven);
        text("middleName").forEach(name.getAdditionalNames()::add);
        text("title").forEach(name.getPrefixes()::add);
        text("generation").forEach(name.getSuffixes()::add);
        card.setStructuredName(name);
        String made = Stream.of("givenName", "middleName", "surname")
                .flatMap(this::text)
                .collect(Collectors.joining(" "));
        card.setFormattedName(text("displayName").findFirst().orElse(made));
        List<String> nick = text("nickName").toList();
        if (!nick.isEmpty()) {
            Nickname nickname = new Nickname();
            nickname.getValues().addAll(nick);
            card.setNickname(nickname);
        }
    }

    private void work() {
        List<String> places = Stream.of("companyName", "department", "officeLocation")
                .flatMap(this::text)
                .toList();
        if (!places.isEmpty()) {
            card.setOrganization(
                    text("companyName").findFirst().orElse(""),
                    text("department").findFirst().orElse(""),
                    text("officeLocation").findFirst().orElse(""));
        }
        text("jobTitle").forEach(card::addTitle);
        text("profession").forEach(card::addRole);
    }

    private void mail() {
        Stream.concat(
                        contact.path("emailAddresses").valueStream(),
                        Stream.of("primaryEmailAddress", "secondaryEmailAddress", "tertiaryEmailAddress")
                                .map(contact::path))
                .map(email -> email.path("address").stringValue(""))
                .filter(address -> !address.isBlank())
                .distinct()
                .limit(MAX_VALUES)
                .forEach(address -> card.addEmail(address, EmailType.INTERNET));
    }

    private void address(String name, @org.jspecify.annotations.Nullable AddressType type) {
        JsonNode given = contact.path(name);
        if (!given.isObject()
                || given.valueStream()
                        .noneMatch(part -> part.isString() && !part.asString().isBlank())) {
            return;
        }
        Address address = new Address();
        address.setStreetAddress(given.path("street").stringValue(null));
        address.setLocality(given.path("city").stringValue(null));
        address.setRegion(given.path("state").stringValue(null));
        address.setPostalCode(given.path("postalCode").stringValue(null));
        address.setCountry(given.path("countryOrRegion").stringValue(null));
        if (type != null) {
            address.getTypes().add(type);
        }
        card.addAddress(address);
    }

    private void dates() {
        Moments.parse(contact.path("birthday").stringValue(""))
                .map(birthday -> birthday.atOffset(ZoneOffset.UTC).toLocalDate())
                .ifPresent(day -> card.setBirthday(new Birthday(day)));
        Moments.parse(contact.path("lastModifiedDateTime").stringValue(""))
                .map((Instant changed) -> new Revision(changed))
                .ifPresent(card::setRevision);
    }

    /** The text of a property; empty if it is missing or blank. */
    private Stream<String> text(String name) {
        return Stream.of(contact.path(name).stringValue("")).filter(value -> !value.isBlank());
    }

    private Stream<String> strings(String name) {
        return contact.path(name)
                .valueStream()
                .map(value -> value.stringValue(""))
                .filter(value -> !value.isBlank())
                .limit(MAX_VALUES);
    }
}
