package dev.postern.mailbox;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The header of a message as replies and forwards quote it above the original. */
public final class OriginalHeader {
    private static final DateTimeFormatter SENT =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu h:mm:ss a", Locale.US);

    private OriginalHeader() {}

    /** The values by the names of their lines, in the order in which they are shown. Nothing is escaped. */
    public static Map<String, String> lines(Item original, ZoneId zone) {
        Map<String, String> lines = new LinkedHashMap<>();
        Address from = original.message().summary().from();
        lines.put("From", from == null ? "" : person(from));
        lines.put("Sent", SENT.format(original.message().sent().atZone(zone)));
        JsonNode doc = original.doc() == null ? JsonNodeFactory.instance.objectNode() : original.doc();
        lines.put("To", people(doc.path("toRecipients")));
        String cc = people(doc.path("ccRecipients"));
        if (!cc.isEmpty()) {
            lines.put("Cc", cc);
        }
        String subject = original.message().summary().subject();
        lines.put("Subject", subject == null ? "" : subject);
        return lines;
    }

    private static String people(JsonNode recipients) {
        List<String> people = new ArrayList<>();
        for (JsonNode recipient : recipients) {
            Address address = Address.of(recipient);
            if (address != null) {
                people.add(person(address));
            }
        }
        return String.join("; ", people);
    }

    private static String person(Address person) {
        String address = person.address() == null ? "" : person.address();
        return person.name() == null || person.name().equals(address) ? address : person.name() + " <" + address + ">";
    }
}
