package dev.postern.mailbox.contact;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The display name and the sort name of a contact, derived from its other properties. Stateless. */
public final class ContactNames {
    static final String DISPLAY_NAME = "displayName";
    static final String FILE_AS = "fileAs";

    private static final List<String> PARTS = List.of("givenName", "middleName", "surname", "generation");
    private static final Set<String> DERIVED = Set.of(DISPLAY_NAME, FILE_AS);

    private ContactNames() {}

    /** Adds the names that a new contact was given none of. */
    public static ObjectNode complete(ObjectNode contact) {
        derive(contact, DISPLAY_NAME, displayName(contact));
        derive(contact, FILE_AS, fileAs(contact));
        return contact;
    }

    private static void derive(ObjectNode contact, String name, String derived) {
        if (text(contact, name).isEmpty()) {
            contact.put(name, derived);
        }
    }

    /**
     * Derives the names that a change does not set.
     *
     * @param patch the change
     * @param after all properties after the change, of which the names are changed
     */
    static void follow(ObjectNode before, ObjectNode patch, ObjectNode after) {
        boolean named = PARTS.stream().anyMatch(part -> patch.has(part) && differ(before, after, part));
        boolean derived = text(before, DISPLAY_NAME).equals(displayName(before));
        if (text(patch, DISPLAY_NAME).isEmpty() && (patch.has(DISPLAY_NAME) || named || derived)) {
            after.put(DISPLAY_NAME, displayName(after));
        }
        boolean filed = text(before, FILE_AS).equals(fileAs(before));
        if (text(patch, FILE_AS).isEmpty() && (patch.has(FILE_AS) || filed)) {
            after.put(FILE_AS, fileAs(after));
        }
    }

    /** The names of the properties that a change may change: those of the patch and the derived ones. */
    static Set<String> changed(ObjectNode patch) {
        return Stream.concat(patch.propertyNames().stream(), DERIVED.stream()).collect(Collectors.toSet());
    }

    private static boolean differ(ObjectNode before, ObjectNode after, String name) {
        return !Objects.equals(text(before, name), text(after, name));
    }

    private static String displayName(ObjectNode contact) {
        String name = PARTS.stream()
                .map(part -> text(contact, part))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? otherwise(contact) : name;
    }

    private static String fileAs(ObjectNode contact) {
        String surname = text(contact, "surname");
        String given = Stream.of("givenName", "middleName")
                .map(part -> text(contact, part))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        String name = surname + (surname.isEmpty() || given.isEmpty() ? "" : ", ") + given;
        return name.isEmpty() ? otherwise(contact) : name;
    }

    /** Of a contact without names. */
    private static String otherwise(ObjectNode contact) {
        String company = text(contact, "companyName");
        if (!company.isEmpty()) {
            return company;
        }
        var first = contact.path("emailAddresses").path(0);
        @Nullable String address = first.path("address").stringValue(null);
        return address == null ? first.path("name").stringValue("") : address;
    }

    private static String text(ObjectNode contact, String name) {
        return contact.path(name).stringValue("").strip();
    }
}
