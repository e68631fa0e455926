package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.ShownTexts;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private record Parts(List<ApplicationView.Policy> policies, List<JsonNode> groups, String registration) {
        static Parts of(Visit visit, JsonNode whole) {
            List<ApplicationView.Policy> own = whole.path("policyList")
                    .valueStream()
                    .map(ApplicationPage::policy)
                    .filter(one -> !one.everyApplication())
                    .toList();
            List<JsonNode> made = own.isEmpty()
                    ? List.of()
                    : visit
                            .calls()
                            .cmdlet("Get-DistributionGroup", Map.of("Filter", "Notes -eq '" + Confinement.MADE + "'"))
                            .values()
                            .stream()
                            .filter(group -> own.stream()
                                    .anyMatch(one ->
                                            one.scopePath().endsWith("/" + text(group, "ExternalDirectoryObjectId"))))
                            .filter(group -> isOnlyUsedBy(visit, text(whole, "appId"), group))
                            .toList();
            return new Parts(own, made, text(whole, "registration"));
        }

        private static boolean isOnlyUsedBy(Visit visit, String app, JsonNode group) {
            JsonNode found = visit.calls()
                    .management("/recipients/" + EdgeCalls.encode(text(group, "ExternalDirectoryObjectId")))
                    .json();
            return !found.path("usesMore").asBoolean(true)
                    && found.path("uses")
                            .valueStream()
                            .allMatch(use -> text(use, "use").equals("policy")
                                    && text(use, "app").equals(app));
        }
    }

    private static ApplicationRow removable(Visit visit, JsonNode whole) {
        ApplicationRow app = ApplicationRow.of(whole, "", visit.now());
        if (app.isBuiltIn()) {
            throw new BadRequest("The server made " + app.name() + " and needs it. It cannot be deleted.");
        }
        return app;
    }

    private static Response ask(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        ApplicationRow app = removable(visit, whole);
        Parts parts = Parts.of(visit, whole);
        var effects = new ArrayList<String>();
        effects.add("The application " + app.name() + " (" + app.appId()
                + ") is deleted with its service principal, "
                + ShownTexts.count(app.permissions().size(), "permission", "permissions") + " and "
                + ShownTexts.count(app.credentials(), "secret or certificate", "secrets and certificates") + ".");
        parts.policies()
                .forEach(one -> effects.add("Its policy, " + one.right() + " on " + one.scope() + ", is removed."));
        parts.groups()
                .forEach(one -> effects.add("The group " + text(one, "Name") + ", made to confine it, is removed."));
        if (!parts.registration().isEmpty()) {
            effects.add("Its registration for role assignments is removed, with its role assignments.");
        }
        return new Confirm(
                        effects,
                        List.of("Programs that use it are refused at once. This cannot be undone: a new application has"
                                + " another id."),
                        List.of(),
                        PosternLine.of("app", "delete", app.appId()).command(),
                        app.path() + "/delete",
                        Map.of(),
                        "Delete the application",
                        true,
                        new Done.Link(app.path(), "Back without a change"))
                .show(visit, "Delete " + app.name(), ApplicationPages.PATH);
    }

    /** The application goes first: without its policies it would reach more for a moment. */
    private static Response remove(Visit visit) {
        JsonNode whole = ApplicationPages.find(visit);
        ApplicationRow app = removable(visit, whole);
        Parts parts = Parts.of(visit, whole);
        if (!parts.registration().isEmpty()) {
            ShownCmdlet.of("Remove-ServicePrincipal")
                    .with("Identity", parts.registration())
                    .run(visit);
        }
        visit.calls()
                .send(
                        Resource.GRAPH,
                        "DELETE",
                        app.applicationId().isEmpty()
                                ? "/v1.0/servicePrincipals/" + EdgeCalls.encode(app.principalId())
                                : "/v1.0/applications/" + EdgeCalls.encode(app.applicationId()));
        parts.policies()
                .forEach(one -> ShownCmdlet.of("Remove-ApplicationAccessPolicy")
                        .with("Identity", one.id())
                        .run(visit));
        parts.groups()
                .forEach(one -> ShownCmdlet.of("Remove-DistributionGroup")
                        .with("Identity", text(one, "Guid"))
                        .run(visit));
        return visit.done(new Done(
                app.name() + " is deleted",
                ApplicationPages.PATH,
                "The application is gone, and with it what only it used.",
                List.of(),
                List.of(),
                PosternLine.of("app", "delete", app.appId()).command(),
                List.of(new Done.Link(ApplicationPages.PATH, "All applications"))));
    }
}
