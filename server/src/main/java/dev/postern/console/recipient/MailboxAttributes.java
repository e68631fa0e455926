package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What Set-User changes, by the names of its parameters.
 *
 * @param values empty texts for those that are not set
 */
record MailboxAttributes(Map<String, String> values) {
    static final int CUSTOM = 15;

    /** The parameters of Set-User, and what Microsoft Graph calls them. */
    private static final List<Map.Entry<String, String>> OF_USER = List.of(
            Map.entry("FirstName", "givenName"),
            Map.entry("LastName", "surname"),
            Map.entry("Title", "jobTitle"),
            Map.entry("Department", "department"),
            Map.entry("Company", "companyName"),
            Map.entry("Office", "officeLocation"),
            Map.entry("City", "city"),
            Map.entry("StateOrProvince", "state"),
            Map.entry("CountryOrRegion", "country"));

    MailboxAttributes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static MailboxAttributes of(Visit visit, ListedRecipient row, JsonNode mailbox) {
        String select =
                String.join(",", OF_USER.stream().map(Map.Entry::getValue).toList());
        JsonNode user = visit.calls()
                .graph("/users/" + EdgeCalls.encode(row.id()) + "?$select=" + select)
                .json();
        var values = new LinkedHashMap<String, String>();
        values.put("DisplayName", text(mailbox, "DisplayName"));
        OF_USER.forEach(one -> values.put(one.getKey(), text(user, one.getValue())));
        return new MailboxAttributes(values);
    }
}
