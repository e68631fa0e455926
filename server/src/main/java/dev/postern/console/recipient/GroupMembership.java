package dev.postern.console.recipient;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Adding and removing members. Cmdlets change mail-enabled groups; Microsoft Graph changes all others. */
final class GroupMembership {
    private static final String PATH = RecipientPages.GROUPS + "/{group}";

    private GroupMembership() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH + "/add", visit -> ask(visit, true));
        routes.form(PATH + "/add", visit -> apply(visit, true));
        routes.page(PATH + "/remove-member", visit -> ask(visit, false));
        routes.form(PATH + "/remove-member", visit -> apply(visit, false));
    }

    /** A member that is added or removed. */
    private record Change(ListedRecipient group, ListedRecipient member, boolean adds) {
        static Change of(Visit visit, JsonNode found, boolean adds) {
            String member = visit.fields().text("member");
            if (member.isEmpty()) {
                throw new BadRequest("Name the member: an address or an object id.");
            }
            Change change =
                    new Change(GroupPage.group(found), ListedRecipient.of(RecipientPages.find(visit, member)), adds);
            if (adds && change.member().id().equals(change.group().id())) {
                throw new BadRequest("A group cannot be a member of itself. Nothing was changed.");
            }
            return change;
        }

        String title() {
            return adds
                    ? "Add " + member.name() + " to " + group.name()
                    : "Remove " + member.name() + " from " + group.name();
        }

        ShownCmdlet line() {
            return ShownCmdlet.of(adds ? "Add-DistributionGroupMember" : "Remove-DistributionGroupMember")
                    .with("Identity", group.identity())
                    .with("Member", member.identity());
        }

        boolean byCmdlet() {
            return group.isDistributionGroup() && !member.address().isEmpty();
        }

        private String target() {
            String members = "/v1.0/groups/" + EdgeCalls.encode(group.id()) + "/members/";
            return adds ? members + "$ref" : members + EdgeCalls.encode(member.id()) + "/$ref";
        }

        String command(Visit visit) {
            return byCmdlet()
                    ? line().command()
                    : (adds ? "POST " : "DELETE ") + target() + (adds ? "\n" + body(visit) : "");
        }

        private JsonNode body(Visit visit) {
            return Json.object().put("@odata.id", visit.request().base() + "/v1.0/directoryObjects/" + member.id());
        }

        Answer run(Visit visit) {
            if (byCmdlet()) {
                return line().run(visit);
            }
            return adds
                    ? visit.calls().send(Resource.GRAPH, "POST", target(), body(visit))
                    : visit.calls().send(Resource.GRAPH, "DELETE", target());
        }

        List<ShownCmdlet> planned() {
            return byCmdlet() ? List.of(line()) : List.of();
        }
    }

    private static Response ask(Visit visit, boolean adds) {
        JsonNode found = RecipientPages.find(visit);
        Change change = Change.of(visit, found, adds);
        var effects = new ArrayList<String>();
        List<GroupView.Use> uses = GroupPage.uses(found);
        effects.add(
                uses.isEmpty()
                        ? "No policy, role assignment or management scope uses the group, so no application gains or"
                                + " loses access by it."
                        : "Used by: "
                                + String.join(
                                        "; ",
                                        uses.stream()
                                                .limit(5)
                                                .map(one -> one.use() + " " + one.name()
                                                        + (one.appName().isEmpty() ? "" : " for " + one.appName()))
                                                .toList())
                                + (uses.size() > 5 ? " and more" : "")
                                + ". A change of its members changes what they reach.");
        if (adds && change.member().isGroup() && !change.member().counts()) {
            effects.add(change.member().name() + " is no mail-enabled security group: its members do not count for a"
                    + " RestrictAccess policy.");
        }
        return new Confirm(
                        effects,
                        List.of(),
                        change.planned(),
                        change.command(visit),
                        change.group().page() + (adds ? "/add" : "/remove-member"),
                        Map.of("member", change.member().id()),
                        adds ? "Add the member" : "Remove the member",
                        !adds,
                        new Done.Link(change.group().page(), "Back without a change"))
                .show(visit, change.title(), RecipientPages.GROUPS);
    }

    private static Response apply(Visit visit, boolean adds) {
        Change change = Change.of(visit, RecipientPages.find(visit), adds);
        Answer answer = change.run(visit);
        return visit.done(new Done(
                adds ? "The member is added" : "The member is removed",
                RecipientPages.GROUPS,
                adds
                        ? change.member().name() + " is in " + change.group().name() + " now."
                        : change.member().name() + " is not in "
                                + change.group().name() + " any more.",
                answer.warnings(),
                List.of(),
                change.command(visit),
                List.of(new Done.Link(change.group().page(), "To the group"))));
    }
}
