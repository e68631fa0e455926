package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The roles that an application can be granted. */
final class Roles {
    /** Microsoft Graph, the management of Postern, Exchange Online. */
    private static final List<String> RESOURCES = List.of(
            "00000003-0000-0000-c000-000000000000",
            "797f4846-ba00-4fd7-ba43-dac1f8f63013",
            "00000002-0000-0ff1-ce00-000000000000");

    private static final List<String> MAILBOX_FAMILIES =
            List.of("Mail", "MailboxSettings", "Calendars", "Contacts", "MailboxFolder", "MailboxItem");

    /** What roles allow whose display name only repeats their value. */
    private static final Map<String, String> SAYS = Map.of(
            "MailboxFolder.Read.All", "Read the folders of mailboxes",
            "MailboxFolder.ReadWrite.All", "Read, make, change and delete the folders of mailboxes",
            "MailboxItem.Read.All", "Read the items of mailboxes",
            "MailboxItem.ImportExport.All", "Export the items of mailboxes, and import items into them");

    private Roles() {}

    static List<RoleChoice> all(Visit visit) {
        return RESOURCES.stream()
                .map(appId -> visit.calls()
                        .graph("/servicePrincipals(appId='" + appId + "')?$select=id,appId,displayName,appRoles")
                        .json())
                .flatMap(resource -> resource.path("appRoles")
                        .valueStream()
                        .filter(role -> role.path("isEnabled").asBoolean(true))
                        .map(role -> new RoleChoice(
                                text(role, "value"),
                                says(role),
                                text(resource, "displayName"),
                                text(resource, "id"),
                                text(role, "id"),
                                text(resource, "appId").equals(RESOURCES.getFirst())
                                        && isOfMailboxes(text(role, "value"))))
                        .sorted(Comparator.comparing(RoleChoice::value)))
                .toList();
    }

    /** Empty if it only repeats the name. */
    private static String says(JsonNode role) {
        String says = text(role, "displayName");
        return says.equals(text(role, "value")) ? SAYS.getOrDefault(says, "") : says;
    }

    static boolean isOfMailboxes(String role) {
        return MAILBOX_FAMILIES.contains(role.split("\\.", 2)[0]);
    }

    /** @throws BadRequest if no resource has this role */
    static RoleChoice named(List<RoleChoice> all, String value) {
        return all.stream()
                .filter(one -> one.value().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new BadRequest("There is no permission '" + value + "'."));
    }
}
