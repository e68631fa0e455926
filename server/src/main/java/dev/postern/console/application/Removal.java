package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.CmdletLine;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Deletes an application with what only it uses: its policies, its registration for role assignments, and the group that was made to confine it,
 * unless something else uses that.
 */
final class Removal {
    private static final String PATH = ApplicationPages.PATH + "/{app}/delete";

    private Removal() {}

    static void addTo(PageRoutes routes) {
        routes.page(PATH, Removal::ask);
        routes.form(PATH, Removal::remove);
    }

    /** What goes besides the application. */
    private record Parts(List<JsonNode> policies, List<JsonNode> groups, Optional<JsonNode> registration) {
        static Parts of(Visit visit, ApplicationRow app) {
            List<JsonNode> all = rows(visit, "Get-ApplicationAccessPolicy", Map.of());
            List<JsonNode> own = all.stream().filter(one -> isOf(one, app)).toList();
            List<JsonNode> others = all.stream().filter(one -> !isOf(one, app)).toList();
            List<JsonNode> made = own.isEmpty()
                    ? List.of()
                    : rows(visit, "Get-DistributionGroup", Map.of("Filter", "Notes -eq '" + Confinement.MADE + "'"));
            List<JsonNode> scopes = made.isEmpty()
                    ? List.of()
                    : Stream.of("Get-ManagementRoleAssignment", "Get-ManagementScope")
                            .flatMap(name -> rows(visit, name, Map.of()).stream())
                            .toList();
            return new Parts(
                    own,
                    made.stream()
                            .filter(group -> own.stream().anyMatch(policy -> isOn(policy, group)))
                            .filter(group -> others.stream().noneMatch(policy -> isOn(policy, group)))
                            .filter(group -> scopes.stream().noneMatch(scope -> names(scope, group)))
                            .toList(),
                    rows(visit, "Get-ServicePrincipal", Map.of()).stream()
                            .filter(one -> isOf(one, app))
                            .findFirst());
        }

        private static List<JsonNode> rows(Visit visit, String cmdlet, Map<String, String> parameters) {
            return visit.calls().cmdlet(cmdlet, parameters).values();
        }

        private static boolean isOf(JsonNode one, ApplicationRow app) {
            return text(one, "AppId").equalsIgnoreCase(app.appId());
        }

        /** The identity of a policy ends with the object id of its scope. */
        private static boolean isOn(JsonNode policy, JsonNode group) {
            return text(policy, "Identity").endsWith(";" + text(group, "ExternalDirectoryObjectId"));
        }

        private static boolean names(JsonNode scope, JsonNode group) {
            return text(scope, "CustomResourceScope").equalsIgnoreCase(text(group, "Name"))
                    || text(scope, "RecipientFilter")
                            .toLowerCase(Locale.ROOT)
                            .contains(text(group, "DistinguishedName").toLowerCase(Locale.ROOT));
        }
    }

    private static ApplicationRow removable(Visit visit) {
        ApplicationRow app = ApplicationPages.row(visit);
        if (app.isBuiltIn()) {
            throw new BadRequest("The server made " + app.name() + " and needs it. It cannot be deleted.");
        }
        return app;
    }

    private static Response ask(Visit visit) {
        ApplicationRow app = removable(visit);
        Parts parts = Parts.of(visit, app);
        var effects = new ArrayList<String>();
        effects.add("The application " + app.name() + " (" + app.appId() + ") is removed with its service principal, its "
                + app.permissions().size() + " permissions and its " + app.credentials()
                + " secrets and certificates.");
        parts.policies()
                .forEach(one -> effects.add("Its policy, " + text(one, "AccessRight") + " on " + text(one, "ScopeName")
                        + ", is removed."));
        parts.groups().forEach(one -> effects.add("The group " + text(one, "Name") + ", made to confine it, is removed."));
        parts.registration()
                .ifPresent(_ -> effects.add("Its registration for role assignments is removed, with its role assignments."));
        return visit.page(
                "Delete " + app.name(),
                ApplicationPages.PATH,
                "confirm.jte",
                new Confirm(
                        effects,
                        List.of("Programs that use it are refused at once. This cannot be undone: a new application has"
                                + " another id."),
                        null,
                        "./postern app delete " + app.appId(),
                        app.path() + "/delete",
                        Map.of(),
                        "Delete the application",
                        true,
                        new Done.Link(app.path(), "Back without a change")));
    }

    /** The application goes first: without its policies it would reach more for a moment. */
    private static Response remove(Visit visit) {
        ApplicationRow app = removable(visit);
        Parts parts = Parts.of(visit, app);
        parts.registration()
                .ifPresent(one -> CmdletLine.of("Remove-ServicePrincipal")
                        .with("Identity", text(one, "Guid"))
                        .run(visit));
        visit.calls()
                .send(
                        Resource.GRAPH,
                        "DELETE",
                        app.applicationId().isEmpty()
                                ? "/v1.0/servicePrincipals/" + EdgeCalls.encode(app.principalId())
                                : "/v1.0/applications/" + EdgeCalls.encode(app.applicationId()));
        parts.policies()
                .forEach(one -> CmdletLine.of("Remove-ApplicationAccessPolicy")
                        .with("Identity", text(one, "Guid"))
                        .run(visit));
        parts.groups()
                .forEach(one -> CmdletLine.of("Remove-DistributionGroup")
                        .with("Identity", text(one, "Guid"))
                        .run(visit));
        return visit.done(new Done(
                app.name() + " is deleted",
                ApplicationPages.PATH,
                "The application is gone, and with it what only it used.",
                List.of(),
                List.of(),
                "./postern app delete " + app.appId(),
                List.of(new Done.Link(ApplicationPages.PATH, "All applications"))));
    }
}
