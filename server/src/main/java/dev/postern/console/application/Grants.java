package dev.postern.console.application;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Confirm;
import dev.postern.console.page.Done;
import dev.postern.console.page.PageRoutes;
import dev.postern.console.page.PosternLine;
import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;
import dev.postern.http.BadRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Granting and revoking permissions, each with what it would do. */
final class Grants {
    private static final String GRANT = ApplicationPages.PATH + "/{app}/grant";
    private static final String REVOKE = ApplicationPages.PATH + "/{app}/revoke";

    private Grants() {}

    static void addTo(PageRoutes routes) {
        routes.page(GRANT, Grants::offer);
        routes.form(GRANT, Grants::grant);
        routes.page(REVOKE, Grants::askToRevoke);
        routes.form(REVOKE, Grants::revoke);
    }

    private static Response offer(Visit visit) {
        ApplicationRow app = ApplicationPages.row(visit);
        List<RoleChoice> roles = Roles.all(visit);
        if (visit.fields().find("permission").isEmpty()) {
            return visit.page(
                    "Grant a permission to " + app.name(),
                    ApplicationPages.PATH,
                    "application/grant.jte",
                    new GrantChoice(
                            app, roles.stream().filter(one -> !has(app, one)).toList()));
        }
        RoleChoice role = Roles.named(roles, visit.fields().text("permission"));
        return new Confirm(
                        List.of(
                                role.value() + " of " + role.resource()
                                        + (role.says().isEmpty() ? "" : ": " + role.says()) + ".",
                                "A program needs a new token before it can use the permission."),
                        warnings(app, role),
                        List.of(line(app, role)),
                        command(app, role),
                        app.path() + "/grant",
                        Map.of("permission", role.value()),
                        "Grant " + role.value(),
                        false,
                        new Done.Link(app.path(), "Back without a change"))
                .show(visit, "Grant " + role.value() + " to " + app.name(), ApplicationPages.PATH);
    }

    private static boolean has(ApplicationRow app, RoleChoice role) {
        return app.permissions().stream()
                .anyMatch(one ->
                        one.roleId().equals(role.roleId()) && one.resourceId().equals(role.resourceId()));
    }

    private static List<String> warnings(ApplicationRow app, RoleChoice role) {
        var warnings = new ArrayList<String>();
        if (role.ofMailboxes() && !app.reach().equals("confined")) {
            warnings.add("No RestrictAccess policy confines " + app.name()
                    + ". With this permission it reaches every mailbox, also those that are made later. Make its policy"
                    + " first.");
        }
        if (app.kind().equals("console") && role.ofMailboxes()) {
            warnings.add(
                    "Every person who is signed in to the console can then use the permission in it. The audit says"
                            + " which person did.");
        }
        return warnings;
    }

    private static ShownCmdlet line(ApplicationRow app, RoleChoice role) {
        return ShownCmdlet.of("New-MgServicePrincipalAppRoleAssignment")
                .with("ServicePrincipalId", app.principalId())
                .with("PrincipalId", app.principalId())
                .with("ResourceId", role.resourceId())
                .with("AppRoleId", role.roleId());
    }

    private static String command(ApplicationRow app, RoleChoice role) {
        return PosternLine.of("app", "grant", app.appId(), role.value()).command();
    }

    /** Grants a role of Graph or another resource. */
    static Answer grant(Visit visit, String principal, RoleChoice role) {
        ObjectNode body = Json.object()
                .put("principalId", principal)
                .put("resourceId", role.resourceId())
                .put("appRoleId", role.roleId());
        return visit.calls()
                .send(
                        Resource.GRAPH,
                        "POST",
                        "/v1.0/servicePrincipals/" + EdgeCalls.encode(principal) + "/appRoleAssignments",
                        body);
    }

    private static Response grant(Visit visit) {
        ApplicationRow app = ApplicationPages.row(visit);
        RoleChoice role = Roles.named(Roles.all(visit), visit.fields().text("permission"));
        Answer answer = grant(visit, app.principalId(), role);
        return visit.done(new Done(
                role.value() + " is granted",
                ApplicationPages.PATH,
                app.name() + " has " + role.value() + " now. It needs a new token to use it.",
                answer.warnings(),
                List.of(),
                command(app, role),
                links(app)));
    }

    private static List<Done.Link> links(ApplicationRow app) {
        return List.of(
                new Done.Link(app.path(), app.name()),
                new Done.Link("/console/access?app=" + EdgeCalls.encode(app.appId()), "What it reaches"));
    }

    private static Response askToRevoke(Visit visit) {
        ApplicationRow app = ApplicationPages.row(visit);
        ApplicationRow.Granted granted = granted(visit, app);
        ShownCmdlet line = revocation(app, granted);
        return new Confirm(
                        List.of("Requests that need " + granted.permission()
                                + " are refused at once, also those with a token that was issued before."),
                        List.of(),
                        List.of(line),
                        line.command(),
                        app.path() + "/revoke",
                        Map.of("assignment", granted.assignment()),
                        "Remove " + granted.permission(),
                        true,
                        new Done.Link(app.path(), "Back without a change"))
                .show(visit, "Remove " + granted.permission() + " from " + app.name(), ApplicationPages.PATH);
    }

    private static ShownCmdlet revocation(ApplicationRow app, ApplicationRow.Granted granted) {
        return ShownCmdlet.of("Remove-MgServicePrincipalAppRoleAssignment")
                .with("ServicePrincipalId", app.principalId())
                .with("AppRoleAssignmentId", granted.assignment());
    }

    private static ApplicationRow.Granted granted(Visit visit, ApplicationRow app) {
        String id = visit.fields().text("assignment");
        return app.permissions().stream()
                .filter(one -> one.assignment().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadRequest("The application does not have this permission any more."));
    }

    private static Response revoke(Visit visit) {
        ApplicationRow app = ApplicationPages.row(visit);
        ApplicationRow.Granted granted = granted(visit, app);
        Answer answer = visit.calls()
                .send(
                        Resource.GRAPH,
                        "DELETE",
                        "/v1.0/servicePrincipals/" + EdgeCalls.encode(app.principalId()) + "/appRoleAssignments/"
                                + EdgeCalls.encode(granted.assignment()));
        return visit.done(new Done(
                granted.permission() + " is removed",
                ApplicationPages.PATH,
                app.name() + " does not have " + granted.permission() + " any more.",
                answer.warnings(),
                List.of(),
                revocation(app, granted).command(),
                links(app)));
    }
}
