package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.QueryText;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code /console/groups/{group}}: one group, by object id or address. */
final class GroupPage {
    private GroupPage() {}

    static void addTo(PageRoutes routes) {
        routes.page(RecipientPages.GROUPS + "/{group}", GroupPage::show);
    }

    static ListedRecipient group(JsonNode found) {
        ListedRecipient row = ListedRecipient.of(found);
        if (!row.isGroup()) {
            throw new BadRequest(row.name() + " is no group.");
        }
        return row;
    }

    private static Response show(Visit visit) {
        JsonNode found = RecipientPages.find(visit);
        ListedRecipient row = ListedRecipient.of(found);
        if (!row.isGroup()) {
            return row.page().isEmpty() ? visit.notFound() : Visit.redirect(row.page());
        }
        String search = visit.fields().text("q");
        Answer members = RecipientPages.page(
                visit,
                "/recipients/" + EdgeCalls.encode(row.id()) + "/members",
                new QueryText().with("search", search));
        return visit.page(
                row.name(),
                RecipientPages.GROUPS,
                "recipient/group.jte",
                new GroupView(
                        row,
                        RecipientPages.listing(members, search, row.page()),
                        found.path("memberOf")
                                .valueStream()
                                .map(ListedRecipient::of)
                                .toList(),
                        uses(found),
                        found.path("usesMore").asBoolean(false),
                        row.isDistributionGroup()));
    }

    static List<GroupView.Use> uses(JsonNode found) {
        return found.path("uses")
                .valueStream()
                .map(one -> switch (text(one, "use")) {
                    case "policy" ->
                        new GroupView.Use(
                                "Policy",
                                text(one, "right"),
                                text(one, "app").equals("*") ? "" : text(one, "app"),
                                text(one, "app").equals("*") ? "every application" : text(one, "appName"),
                                text(one, "through"),
                                text(one, "description"));
                    case "roleAssignment" ->
                        new GroupView.Use(
                                "Role assignment", text(one, "name"), text(one, "app"), "", "", text(one, "role"));
                    default ->
                        new GroupView.Use("Management scope", text(one, "name"), "", "", "", text(one, "filter"));
                })
                .toList();
    }
}
