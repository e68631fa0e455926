package dev.postern.console.recipient;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.NextLink;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Rows;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/mailboxes}, {@code /console/groups} and everything below. */
public final class RecipientPages {
    static final String MAILBOXES = "/console/mailboxes";
    static final String GROUPS = "/console/groups";
    private static final int ROWS = 50;

    private RecipientPages() {}

    public static void addTo(PageRoutes routes) {
        routes.page(MAILBOXES, visit -> list(visit, "mailbox", "Mailboxes", MAILBOXES));
        routes.page(MAILBOXES + "/options", visit -> options(visit, "mailbox"));
        routes.page(GROUPS + "/options", visit -> options(visit, "group"));
        NewMailbox.addTo(routes);
        MailboxPage.addTo(routes);
        MailboxSettingsPage.addTo(routes);
        MailboxChanges.addTo(routes);
        routes.page(GROUPS, visit -> list(visit, "group", "Groups", GROUPS));
        NewGroup.addTo(routes);
        GroupPage.addTo(routes);
        GroupMembership.addTo(routes);
        GroupRemoval.addTo(routes);
    }

    private static Response list(Visit visit, String kind, String title, String path) {
        String search = visit.fields().text("q");
        Answer found =
                page(visit, "/recipients", new QueryText().with("kind", kind).with("search", search));
        return visit.page(
                title,
                path,
                "recipient/" + (kind.equals("group") ? "groups" : "mailboxes") + ".jte",
                listing(found, search, path));
    }

    /** What a field offers while one types: addresses that contain the text so far, in whatever field it is. */
    private static Response options(Visit visit, String kind) {
        String typed = visit.fields().values().keySet().stream()
                .map(name -> visit.fields().text(name))
                .findFirst()
                .orElse("");
        List<String> addresses = typed.isEmpty()
                ? List.of()
                : visit
                        .calls()
                        .management("/recipients"
                                + new QueryText()
                                        .with("kind", kind)
                                        .with("$top", "10")
                                        .with("search", typed))
                        .values()
                        .stream()
                        .map(one -> Rows.text(one, "address"))
                        .filter(address -> !address.isEmpty())
                        .toList();
        return visit.page("Addresses", "", "recipient/options.jte", new AddressOptions(addresses));
    }

    /** Reads a page of rows; the place is in the query of the console's page. */
    static Answer page(Visit visit, String target, QueryText query) {
        return visit.calls()
                .management(target
                        + query.with("$top", String.valueOf(ROWS))
                                .with("$skiptoken", visit.fields().text("next")));
    }

    static RecipientListing listing(Answer found, String search, String path) {
        String next = NextLink.token(found);
        return new RecipientListing(
                search,
                found.json().path("count").asLong(0),
                found.values().stream().map(ListedRecipient::of).toList(),
                next.isEmpty() ? "" : path + new QueryText().with("q", search).with("next", next));
    }

    /** The mailbox or group that the third segment of the path names. */
    static JsonNode find(Visit visit) {
        return find(visit, visit.segment(2));
    }

    static JsonNode find(Visit visit, String name) {
        return visit.calls().management("/recipients/" + EdgeCalls.encode(name)).json();
    }
}
