package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Rows;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /console/mailboxes/{mailbox}}: one mailbox, by object id or address. */
final class MailboxPage {
    private static final int ROWS = 20;

    private MailboxPage() {}

    static void addTo(PageRoutes routes) {
        routes.page(RecipientPages.MAILBOXES + "/{mailbox}", MailboxPage::show);
    }

    /** The mailbox that the path names, as Get-Mailbox shows it. */
    static JsonNode get(Visit visit, String id) {
        return visit.calls()
                .cmdlet("Get-Mailbox", Map.of("Identity", id))
                .values()
                .getFirst();
    }

    private static Response show(Visit visit) {
        JsonNode found = RecipientPages.find(visit);
        ListedRecipient row = ListedRecipient.of(found);
        if (!row.kind().equals("mailbox")) {
            return row.isGroup() ? Visit.redirect(row.page()) : visit.notFound();
        }
        JsonNode mailbox = get(visit, row.id());
        Answer cells = visit.calls().management("/access?$top=" + ROWS + "&mailbox=" + EdgeCalls.encode(row.id()));
        return visit.page(
                row.name(),
                RecipientPages.MAILBOXES,
                "recipient/mailbox.jte",
                new MailboxView(
                        row,
                        facts(mailbox, MailboxAttributes.of(visit, row, mailbox)),
                        Rows.texts(mailbox, "EmailAddresses").stream()
                                .filter(one -> one.startsWith("smtp:"))
                                .map(one -> one.substring("smtp:".length()))
                                .toList(),
                        custom(mailbox),
                        found.path("memberOf")
                                .valueStream()
                                .map(ListedRecipient::of)
                                .toList(),
                        found.path("memberOfMore").asBoolean(false),
                        cells.values().stream()
                                .map(one -> new MailboxView.Cell(
                                        text(one, "app"), text(one, "appId"), text(one, "permission"), text(one, "by")))
                                .toList(),
                        !NextLink.token(cells).isEmpty()));
    }

    private static Map<String, String> facts(JsonNode mailbox, MailboxAttributes attributes) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Alias", text(mailbox, "Alias"));
        facts.put("Name", text(mailbox, "Name"));
        attributes.values().forEach(facts::put);
        facts.put("Hidden", mailbox.path("HiddenFromAddressListsEnabled").asBoolean(false) ? "from address lists" : "");
        facts.values().removeIf(String::isEmpty);
        return facts;
    }

    static Map<String, String> custom(JsonNode mailbox) {
        var custom = new LinkedHashMap<String, String>();
        for (int number = 1; number <= MailboxAttributes.CUSTOM; number++) {
            String value = text(mailbox, "CustomAttribute" + number);
            if (!value.isEmpty()) {
                custom.put("CustomAttribute" + number, value);
            }
        }
        return custom;
    }

    static List<String> groups(JsonNode found) {
        return found.path("memberOf")
                .valueStream()
                .map(one -> text(one, "name"))
                .toList();
    }
}
