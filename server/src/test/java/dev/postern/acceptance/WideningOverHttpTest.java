package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Changes of memberships and service principals that widen access are reported to their caller; those that do not are not. */
class WideningOverHttpTest {
    private static final String BEGINNING = "This widens access: ";
    private static TestPostern postern;
    private static Administration admin;

    @BeforeAll
    static void start() {
        postern = TestPostern.start();
        admin = postern.admin();
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static List<String> warnings(String cmdlet, Object... parameters) {
        return admin.invoke(cmdlet, parameters)
                .expect(200)
                .json()
                .path("@adminapi.warnings")
                .valueStream()
                .map(text -> text.asString())
                .filter(text -> text.startsWith(BEGINNING))
                .toList();
    }

    private static void quiet(String cmdlet, Object... parameters) {
        assertEquals(List.of(), warnings(cmdlet, parameters));
    }

    /** One warning, which contains these texts. */
    private static void loud(List<String> texts, String cmdlet, Object... parameters) {
        List<String> found = warnings(cmdlet, parameters);
        assertEquals(1, found.size(), found::toString);
        texts.forEach(text -> assertTrue(found.getFirst().contains(text), () -> text + " is not in " + found));
    }

    private static String deny(Administration.App app, String group) {
        return admin.cmdlet(
                        "New-ApplicationAccessPolicy",
                        "AppId",
                        app.appId(),
                        "PolicyScopeGroupId",
                        group,
                        "AccessRight",
                        "DenyAccess")
                .get(0)
                .get("Identity")
                .asString();
    }

    private static void quietMember(String change, String group, String member) {
        quiet(change + "-DistributionGroupMember", "Identity", group, "Member", member, "Confirm", false);
    }

    private static void loudMember(List<String> texts, String change, String group, String member) {
        loud(texts, change + "-DistributionGroupMember", "Identity", group, "Member", member, "Confirm", false);
    }

    @Test
    void theEndOfAMembershipUnderADenyAccessPolicy() {
        admin.sharedMailbox("chief");
        for (String group : List.of("board", "committee", "unrelated")) {
            admin.securityGroup(group);
        }
        Administration.App reader = admin.app("board reader", "Mail.Read");
        Administration.App bare = admin.app("board bare");
        Administration.App confined = admin.app("board confined", "Mail.Read");
        String scope = deny(reader, "board");
        deny(bare, "board");
        deny(confined, "board");
        admin.restrict(confined.appId(), "unrelated");
        List<String> reported =
                List.of("\"board reader\"", reader.appId(), "chief@contoso.example", "\"board\"", "DenyAccess");

        quietMember("Add", "board", "chief");
        loudMember(reported, "Remove", "board", "chief");
        // through a nested group
        quietMember("Add", "board", "committee");
        quietMember("Add", "committee", "chief");
        loudMember(reported, "Remove", "committee", "chief");
        quietMember("Add", "committee", "chief");
        loudMember(List.of("\"committee\"", "chief@contoso.example", reader.appId()), "Remove", "board", "committee");
        quietMember("Add", "board", "committee");
        loud(List.of("chief@contoso.example"), "Remove-DistributionGroup", "Identity", "committee", "Confirm", false);
        // still a member on another path, and then a scope that is gone, which counts for every mailbox
        admin.securityGroup("council");
        quietMember("Add", "board", "council");
        quietMember("Add", "council", "chief");
        quietMember("Add", "board", "chief");
        quietMember("Remove", "council", "chief");
        quiet("Remove-DistributionGroup", "Identity", "board", "Confirm", false);
        assertTrue(warnings("Remove-ApplicationAccessPolicy", "Identity", scope, "Confirm", false)
                .getFirst()
                .contains(reader.appId()));
    }

    @Test
    void aMemberOfTheScopeOfARestrictAccessPolicy() {
        admin.sharedMailbox("desk");
        admin.sharedMailbox("counter");
        for (String group : List.of("shops", "branches", "empty")) {
            admin.securityGroup(group);
        }
        admin.cmdlet(
                "New-DistributionGroup", "Name", "list", "Alias", "list", "PrimarySmtpAddress", "list@contoso.example");
        Administration.App seller = admin.app("seller", "Mail.Send");
        Administration.App bare = admin.app("shop bare");
        admin.restrict(seller.appId(), "shops");
        admin.restrict(bare.appId(), "shops");

        loudMember(
                List.of("\"seller\"", seller.appId(), "desk@contoso.example", "RestrictAccess"),
                "Add",
                "shops",
                "desk");
        quietMember("Add", "branches", "desk");
        // accessible already, empty, or through a group that does not count
        quietMember("Add", "shops", "branches");
        quietMember("Add", "shops", "empty");
        quietMember("Add", "list", "counter");
        quietMember("Add", "shops", "list");
        loudMember(List.of("counter@contoso.example", "\"shops\""), "Add", "branches", "counter");
        quietMember("Remove", "branches", "counter");
        // a user without a mailbox
        admin.http()
                .post(
                        "/v1.0/users",
                        admin.token(Administration.GRAPH),
                        "{\"accountEnabled\":true,\"displayName\":\"nobox\",\"mailNickname\":\"nobox\","
                                + "\"userPrincipalName\":\"nobox@contoso.example\","
                                + "\"passwordProfile\":{\"password\":\"not-stored-1\"}}")
                .expect(201);
        quiet("New-Mailbox", "Shared", true, "Name", "fresh", "PrimarySmtpAddress", "fresh@contoso.example");
    }

    @Test
    void aServicePrincipalThatIsEnabledAgain() {
        admin.sharedMailbox("target");
        admin.securityGroup("nothing");
        Administration.App app = admin.app("sleeper", "Mail.Read");
        Administration.App bare = admin.app("sleeping bare");
        Administration.App confined = admin.app("sleeping confined", "Mail.Read");
        admin.restrict(confined.appId(), "nothing");
        for (Administration.App one : List.of(app, bare, confined)) {
            assertEquals("", enable(one, false));
        }
        String warning = enable(app, true);
        assertTrue(
                warning.contains(BEGINNING) && warning.contains("enabled again") && warning.contains(app.appId()),
                warning);
        assertEquals("", enable(app, true));
        assertEquals("", enable(bare, true));
        assertEquals("", enable(confined, true));
    }

    private static String enable(Administration.App app, boolean enabled) {
        return admin.http()
                .send(
                        "PATCH",
                        "/v1.0/servicePrincipals/" + app.servicePrincipalId(),
                        admin.token(Administration.GRAPH),
                        "application/json",
                        "{\"accountEnabled\":" + enabled + "}")
                .expect(204)
                .header("Warning")
                .orElse("");
    }

    @Test
    void aRoleWithWhichAnApplicationCanGiveItselfAccess() {
        Administration.App app = admin.app("deputy");
        for (String role : List.of("Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All")) {
            String warning = grant(app, role);
            assertTrue(warning.contains(BEGINNING) && warning.contains(role) && warning.contains("deputy"), warning);
        }
        assertEquals("", grant(app, "User.Read.All"));
        assertEquals("", enable(app, false));
        String warning = enable(app, true);
        assertTrue(warning.contains("enabled again") && warning.contains("Application.ReadWrite.All"), warning);
    }

    @Test
    void roleAssignmentsAndTheirScopes() {
        admin.sharedMailbox("ledger");
        admin.sharedMailbox("archive");
        admin.securityGroup("clerks");
        admin.securityGroup("subclerks");
        Administration.App app = admin.app("bookkeeper");
        quiet("New-ServicePrincipal", "AppId", app.appId(), "ObjectId", app.servicePrincipalId());
        quiet("New-ManagementScope", "Name", "books", "RecipientRestrictionFilter", "Department -eq 'Books'");
        String role = "Application Mail.Read";
        quiet("New-ManagementRoleAssignment", "App", app.appId(), "Role", role, "CustomResourceScope", "books");
        List<String> reported =
                List.of("\"bookkeeper\"", app.appId(), "ledger@contoso.example", "Mail.Read", "\"books\"");
        loud(reported, "Set-User", "Identity", "ledger", "Department", "books");
        quiet("Set-User", "Identity", "ledger", "Department", "Books", "Title", "Ledger");
        quiet("Set-User", "Identity", "archive", "Department", "Cellar");
        // another assignment of the same permission widens nothing, one of another permission does
        quiet("New-ManagementRoleAssignment", "App", app.appId(), "Role", role, "CustomResourceScope", "books");
        loud(
                List.of("Mail.Send", "ledger@contoso.example", "\"sends books\""),
                "New-ManagementRoleAssignment",
                "App",
                app.appId(),
                "Role",
                "Application Mail.Send",
                "CustomResourceScope",
                "books",
                "Name",
                "sends books");
        quiet("Set-User", "Identity", "ledger", "Department", "");
        loud(
                List.of("archive@contoso.example", "Mail.Read, Mail.Send"),
                "Set-ManagementScope",
                "Identity",
                "books",
                "RecipientRestrictionFilter",
                "CustomAttribute3 -eq 'kept' -or Department -eq 'cellar'");
        loud(List.of("ledger@contoso.example"), "Set-Mailbox", "Identity", "ledger", "CustomAttribute3", "Kept");
        quiet("Set-Mailbox", "Identity", "ledger", "CustomAttribute3", "Kept", "CustomAttribute4", "x");
        quiet("Set-ManagementScope", "Identity", "books", "RecipientRestrictionFilter", "Department -eq 'cellar'");
        // a group that a filter names, a group as a scope, and the whole organization
        String name = admin.cmdlet("Get-DistributionGroup", "Identity", "clerks")
                .get(0)
                .get("DistinguishedName")
                .asString();
        quiet(
                "Set-ManagementScope",
                "Identity",
                "books",
                "RecipientRestrictionFilter",
                "MemberOfGroup -eq '" + name + "'");
        quietMember("Add", "clerks", "subclerks");
        quietMember("Add", "subclerks", "ledger");
        loudMember(List.of("ledger@contoso.example", app.appId(), "Mail.Send"), "Add", "clerks", "ledger");
        quietMember("Remove", "clerks", "ledger");
        loud(
                List.of("the group \"subclerks\"", "ledger@contoso.example"),
                "Set-ManagementRoleAssignment",
                "Identity",
                "sends books",
                "RecipientGroupScope",
                "subclerks");
        loudMember(List.of("archive@contoso.example", "Mail.Send"), "Add", "subclerks", "archive");
        loud(
                List.of("every mailbox", "\"bookkeeper\""),
                "New-ManagementRoleAssignment",
                "App",
                app.appId(),
                "Role",
                "Application Calendars.Read");
        quiet("Remove-ManagementRoleAssignment", "Identity", "sends books");
        // an existing scope contains a new mailbox, which is empty
        quiet("New-Mailbox", "Shared", true, "Name", "empty ledger", "PrimarySmtpAddress", "e@contoso.example");
        assertEquals("", enable(app, false));
        String warning = enable(app, true);
        assertTrue(warning.contains("enabled again") && warning.contains("Calendars.Read"), warning);
    }

    @Test
    void theMembersOfAnAdministrativeUnit() {
        String box = admin.sharedMailbox("unitbox");
        Administration.App app = admin.app("unit robot");
        quiet("New-ServicePrincipal", "AppId", app.appId(), "ObjectId", app.servicePrincipalId());
        String token = admin.token(Administration.GRAPH);
        String unit = admin.http()
                .post("/v1.0/directory/administrativeUnits", token, "{\"displayName\":\"East\"}")
                .expect(201)
                .json()
                .get("id")
                .asString();
        quiet(
                "New-ManagementRoleAssignment",
                "App",
                app.appId(),
                "Role",
                "Application Mail.Send",
                "RecipientAdministrativeUnitScope",
                unit);
        String members = "/v1.0/directory/administrativeUnits/" + unit + "/members/";
        String added = admin.http()
                .post(members + "$ref", token, "{\"@odata.id\":\"/v1.0/users/" + box + "\"}")
                .expect(204)
                .header("Warning")
                .orElse("");
        for (String text : List.of(BEGINNING, "East", "unitbox", app.appId(), "Mail.Send")) {
            assertTrue(added.contains(text), added);
        }
        assertEquals(
                "",
                admin.http()
                        .send("DELETE", members + box + "/$ref", token, "application/json", "")
                        .expect(204)
                        .header("Warning")
                        .orElse(""));
        // Graph's way to an attribute that a filter uses
        quiet("New-ManagementScope", "Name", "east", "RecipientRestrictionFilter", "City -eq 'East'");
        quiet(
                "New-ManagementRoleAssignment",
                "App",
                app.appId(),
                "Role",
                "Application Mail.Read",
                "CustomResourceScope",
                "east");
        String moved = admin.http()
                .send("PATCH", "/v1.0/users/" + box, token, "application/json", "{\"city\":\"east\"}")
                .expect(204)
                .header("Warning")
                .orElse("");
        assertTrue(moved.contains(BEGINNING) && moved.contains("Mail.Read"), moved);
    }

    private static String grant(Administration.App app, String role) {
        var graph = admin.http()
                .get(
                        "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')",
                        admin.token(Administration.GRAPH))
                .json();
        ObjectNode body = Json.object();
        body.put("principalId", app.servicePrincipalId());
        body.put("resourceId", graph.get("id").asString());
        graph.get("appRoles")
                .valueStream()
                .filter(one -> one.get("value").asString().equals(role))
                .forEach(one -> body.put("appRoleId", one.get("id").asString()));
        return admin.http()
                .post(
                        "/v1.0/servicePrincipals/" + app.servicePrincipalId() + "/appRoleAssignments",
                        admin.token(Administration.GRAPH),
                        Json.text(body))
                .expect(201)
                .header("Warning")
                .orElse("");
    }
}
