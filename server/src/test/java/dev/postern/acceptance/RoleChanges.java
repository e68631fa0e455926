package dev.postern.acceptance;

import dev.postern.http.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Applications without any app role that get access to a mailbox by RBAC for Applications, one for each kind of scope. */
final class RoleChanges {
    private static final String UNITS = "/v1.0/directory/administrativeUnits";

    /** A change that gives an application access to a mailbox, and the one that takes it away. */
    record Change(String name, String token, Runnable give, Runnable take) {}

    private final Administration admin;

    RoleChanges(Administration admin) {
        this.admin = admin;
    }

    /** Creates the applications; none of them can access the mailbox yet. */
    List<Change> changes(String mailbox) {
        admin.cmdlet("New-ManagementScope", "Name", "open", "RecipientRestrictionFilter", filter("open"));
        String byFilter = token("by filter", "CustomResourceScope", "open");
        String unit = graph("POST", UNITS, "{\"displayName\":\"North\"}")
                .expect(201)
                .json()
                .get("id")
                .asString();
        String byUnit = token("by unit", "RecipientAdministrativeUnitScope", unit);
        admin.securityGroup("team");
        String byGroup = token("by group", "RecipientGroupScope", "team");
        Administration.App app = app("by assignment");
        String id = admin.cmdlet("Get-Mailbox", "Identity", mailbox)
                .get(0)
                .get("ExternalDirectoryObjectId")
                .asString();
        ObjectNode member = Json.object().put("@odata.id", "https://graph.microsoft.com/v1.0/users/" + id);
        return List.of(
                new Change(
                        "a role assignment",
                        admin.token(app),
                        () -> assign(app),
                        () -> admin.cmdlet("Remove-ManagementRoleAssignment", "Identity", "by assignment")),
                new Change(
                        "an attribute",
                        byFilter,
                        () -> admin.cmdlet("Set-Mailbox", "Identity", mailbox, "CustomAttribute1", "open"),
                        () -> admin.cmdlet("Set-Mailbox", "Identity", mailbox, "CustomAttribute1", "closed")),
                new Change("a filter", byFilter, () -> filtering("closed"), () -> filtering("open")),
                new Change(
                        "a member of a unit",
                        byUnit,
                        () -> graph("POST", UNITS + "/" + unit + "/members/$ref", Json.text(member))
                                .expect(204),
                        () -> graph("DELETE", UNITS + "/" + unit + "/members/" + id + "/$ref", "")
                                .expect(204)),
                new Change(
                        "a member of a group",
                        byGroup,
                        () -> admin.cmdlet("Add-DistributionGroupMember", "Identity", "team", "Member", mailbox),
                        () -> admin.cmdlet("Remove-DistributionGroupMember", "Identity", "team", "Member", mailbox)));
    }

    /** Creates an application that may read every mailbox by a role assignment alone; returns its token. */
    String everywhere(String name) {
        Administration.App app = app(name);
        assign(app, name);
        return admin.token(app);
    }

    private static String filter(String value) {
        return "CustomAttribute1 -eq '" + value + "'";
    }

    private void filtering(String value) {
        admin.cmdlet("Set-ManagementScope", "Identity", "open", "RecipientRestrictionFilter", filter(value));
    }

    private String token(String name, String scopeParameter, String scope) {
        Administration.App app = app(name);
        assign(app, name, scopeParameter, scope);
        return admin.token(app);
    }

    private Administration.App app(String name) {
        Administration.App app = admin.app(name);
        admin.cmdlet("New-ServicePrincipal", "AppId", app.appId(), "ObjectId", app.servicePrincipalId());
        return app;
    }

    private void assign(Administration.App app) {
        assign(app, "by assignment");
    }

    private void assign(Administration.App app, String name, Object... scope) {
        Object[] parameters = new Object[6 + scope.length];
        System.arraycopy(
                new Object[] {"Name", name, "App", app.appId(), "Role", "Application Mail.Read"}, 0, parameters, 0, 6);
        System.arraycopy(scope, 0, parameters, 6, scope.length);
        admin.cmdlet("New-ManagementRoleAssignment", parameters);
    }

    private Answer graph(String method, String path, String body) {
        return admin.http().send(method, path, admin.token(Administration.GRAPH), "application/json", body);
    }
}
