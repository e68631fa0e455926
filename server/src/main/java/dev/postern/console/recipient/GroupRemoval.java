package dev.postern.console.recipient;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Removes a group, after a page that says which policies name it. */
final class GroupRemoval {
    private static final String PATH = RecipientPages.GROUPS + "/{group}/remove";

    private GroupRemoval() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, GroupRemoval::ask);
        routes.form(PATH, GroupRemoval::remove);
    }

    private static ShownCmdlet line(ListedRecipient group) {
        return ShownCmdlet.of("Remove-DistributionGroup").with("Identity", group.identity());
    }

    private static String target(ListedRecipient group) {
        return "/v1.0/groups/" + EdgeCalls.encode(group.id());
    }

    private static String command(ListedRecipient group) {
        return group.isDistributionGroup() ? line(group).command() : "DELETE " + target(group);
    }

    private static Response ask(Visit visit) {
        JsonNode found = RecipientPages.find(visit);
        ListedRecipient group = GroupPage.group(found);
        var effects = new ArrayList<String>();
        effects.add("The group " + group.name() + " is removed. "
                + (group.members() == 1
                        ? "Its member stays."
                        : "Its " + ShownTexts.number(group.members()) + " members stay."));
        var warnings = new ArrayList<String>();
        GroupPage.uses(found).stream()
                .filter(one -> one.through().isEmpty())
                .forEach(one -> warnings.add(sentence(one)));
        return new Confirm(
                        effects,
                        warnings,
                        group.isDistributionGroup() ? List.of(line(group)) : List.of(),
                        command(group),
                        group.page() + "/remove",
                        Map.of(),
                        "Remove the group",
                        true,
                        new Done.Link(group.page(), "Back without a change"))
                .show(visit, "Remove the group " + group.name(), RecipientPages.GROUPS);
    }

    private static String sentence(GroupView.Use use) {
        return switch (use.use()) {
            case "Policy" ->
                "A policy names the group: " + use.name() + " for " + use.appName()
                        + ". It stays, with a scope that does"
                        + " not exist: RestrictAccess then allows no mailbox, DenyAccess denies all.";
            case "Role assignment" ->
                "The role assignment " + use.name() + " is for its members, and gives access to none then.";
            default -> "The filter of the management scope " + use.name() + " names it: " + use.detail();
        };
    }

    private static Response remove(Visit visit) {
        ListedRecipient group = GroupPage.group(RecipientPages.find(visit));
        Answer answer = group.isDistributionGroup()
                ? line(group).run(visit)
                : visit.calls().send(Resource.GRAPH, "DELETE", target(group));
        return visit.done(new Done(
                "The group is removed",
                RecipientPages.GROUPS,
                group.name() + " is gone.",
                answer.warnings(),
                List.of(),
                command(group),
                List.of(new Done.Link(RecipientPages.GROUPS, "All groups"))));
    }
}
