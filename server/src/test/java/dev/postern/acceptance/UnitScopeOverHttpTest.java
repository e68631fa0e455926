package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** The scope of an assignment is an administrative unit: its members change what a running program reaches, by the next request. */
class UnitScopeOverHttpTest {
    private static final String UNITS = "/v1.0/directory/administrativeUnits";

    private static TestPostern start(Engine engine) {
        return engine == Engine.SQLITE
                ? TestPostern.start()
                : TestPostern.start("database.url", Databases.postgresUrl());
    }

    private record Company(Administration admin, String token, String unit) {
        int status(String mailbox) {
            return admin.http()
                    .get("/v1.0/users/" + mailbox + "/messages", token)
                    .status();
        }

        Answer send(String method, String path, String body) {
            return admin.http().send(method, path, admin.token(Administration.GRAPH), "application/json", body);
        }

        void add(String id) {
            ObjectNode body = Json.object().put("@odata.id", "https://graph.microsoft.com/v1.0/users/" + id);
            send("POST", UNITS + "/" + unit + "/members/$ref", Json.text(body)).expect(204);
        }

        void remove(String id) {
            send("DELETE", UNITS + "/" + unit + "/members/" + id + "/$ref", "").expect(204);
        }

        String inScope(String app, String mailbox) {
            return admin.cmdlet("Test-ServicePrincipalAuthorization", "Identity", app, "Resource", mailbox)
                    .get(0)
                    .get("InScope")
                    .asString();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theMembersOfAUnitAreInScopeAtOnce(Engine engine) {
        try (TestPostern postern = start(engine)) {
            Administration admin = postern.admin();
            String desk = admin.sharedMailbox("desk");
            String counter = admin.sharedMailbox("counter");
            String team = admin.securityGroup("team");
            admin.cmdlet("Add-DistributionGroupMember", "Identity", "team", "Member", "counter");
            Administration.App app = admin.app("unit reader");
            admin.cmdlet("New-ServicePrincipal", "AppId", app.appId(), "ObjectId", app.servicePrincipalId());
            String unit = admin.http()
                    .post(UNITS, admin.token(Administration.GRAPH), "{\"displayName\":\"North\"}")
                    .expect(201)
                    .json()
                    .get("id")
                    .asString();
            var company = new Company(admin, admin.token(app), unit);
            assertEquals(403, company.status(desk));
            admin.cmdlet(
                    "New-ManagementRoleAssignment",
                    "App",
                    app.appId(),
                    "Role",
                    "Application Mail.Read",
                    "RecipientAdministrativeUnitScope",
                    unit,
                    "Name",
                    "reads north");
            assertEquals(403, company.status(desk));
            assertEquals("false", company.inScope(app.appId(), "desk"));
            company.add(desk);
            assertEquals(200, company.status(desk));
            assertEquals("true", company.inScope(app.appId(), "desk"));
            assertEquals(403, company.status(counter));
            // a group in the unit brings no members
            company.add(team);
            assertEquals(403, company.status(counter));
            assertEquals("false", company.inScope(app.appId(), "counter"));
            company.remove(desk);
            assertEquals(403, company.status(desk));
            company.add(desk);
            company.add(counter);
            assertEquals(200, company.status(counter));
            // the scope of an assignment is another, and the unit's again
            admin.cmdlet("Set-ManagementRoleAssignment", "Identity", "reads north", "RecipientGroupScope", "team");
            assertEquals(403, company.status(desk));
            assertEquals(200, company.status(counter));
            admin.cmdlet(
                    "Set-ManagementRoleAssignment",
                    "Identity",
                    "reads north",
                    "RecipientAdministrativeUnitScope",
                    unit);
            assertEquals(200, company.status(desk));
            company.send("DELETE", UNITS + "/" + unit, "").expect(204);
            assertEquals(403, company.status(desk));
            assertEquals("false", company.inScope(app.appId(), "desk"));
        }
    }
}
