package dev.postern.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The lists of applications, mailboxes and groups, and the uses of permissions. */
class DirectoryListsTest {
    private static final String MANAGEMENT = "https://management.azure.com";

    private ExchangeFixture fixture;
    private ServicePrincipal auditor;

    @BeforeEach
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        auditor = fixture.principal(fixture.tenant, "auditor");
        fixture.grant(fixture.tenant, auditor, Resource.MANAGEMENT, "Audit.Read.All");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private ExchangeFixture.Reply get(ServicePrincipal caller, String path, String query) {
        String token = fixture.token(fixture.tenant, caller, MANAGEMENT);
        return fixture.send("GET", path, query, "", Map.of("authorization", "Bearer " + token));
    }

    private JsonNode get(String path, String query) {
        ExchangeFixture.Reply reply = get(auditor, path, query);
        assertEquals(200, reply.status(), () -> path + "?" + query + " " + reply.json());
        return reply.json();
    }

    private void run(String cmdlet, String parameters) {
        ExchangeFixture.Reply reply = fixture.run(cmdlet, parameters);
        assertEquals(200, reply.status(), () -> cmdlet + " " + reply.json());
    }

    private void mailboxes(String... names) {
        Stream.of(names).forEach(name -> run("New-Mailbox", "{\"Shared\":true,\"Name\":\"" + name + "\"}"));
    }

    private static List<String> texts(JsonNode list, String name) {
        return list.valueStream().map(one -> one.path(name).asString("")).toList();
    }

    @Test
    void needTheRoleOfAnAuditor() {
        ServicePrincipal stranger = fixture.principal(fixture.tenant, "stranger");
        for (String path : List.of(
                "/postern/applications",
                "/postern/applications/stranger",
                "/postern/recipients",
                "/postern/recipients/x",
                "/postern/recipients/x/members",
                "/postern/access/use")) {
            assertEquals(403, get(stranger, path, "").status(), path);
        }
    }

    @Test
    void refuseWhatTheyDoNotUnderstand() {
        Map<String, Integer> refused = new LinkedHashMap<>();
        refused.put("/postern/recipients?kind=user", 400);
        refused.put("/postern/recipients?", 400);
        refused.put("/postern/recipients?kind=group&$skiptoken=x", 400);
        refused.put("/postern/recipients?kind=group&$top=0", 400);
        refused.put("/postern/applications?filter=x", 400);
        refused.put("/postern/applications/nothing?", 404);
        refused.put("/postern/recipients/nothing@contoso.example?", 404);
        refused.put("/postern/access/use?app=nothing", 404);
        refused.forEach((target, status) -> {
            String[] parts = target.split("\\?", -1);
            assertEquals(status, get(auditor, parts[0], parts[1]).status(), target);
        });
    }

    @Test
    void pagesHaveEveryMailboxOnceInTheOrderOfNames() {
        String[] names = Stream.iterate(0, n -> n + 1)
                .limit(23)
                .map(n -> (n % 2 == 0 ? "Box" : "box") + String.format("%02d", n))
                .toArray(String[]::new);
        mailboxes(names);
        List<String> read = new ArrayList<>();
        String query = "kind=mailbox&search=BOX&$top=5";
        for (int pages = 0; !query.isEmpty(); pages++) {
            assertTrue(pages < 5, "there is an end");
            JsonNode page = get("/postern/recipients", query);
            assertEquals(23, page.path("count").asInt(0));
            read.addAll(texts(page.path("value"), "name"));
            String next = page.path("@odata.nextLink").asString("");
            query = next.isEmpty() ? "" : next.substring(next.indexOf('?') + 1);
        }
        assertEquals(List.of(names), read);
    }

    @Test
    void searchesLookAtNamesAndAddressesWithoutCase() {
        run("New-Mailbox", "{\"Shared\":true,\"Name\":\"sales\",\"DisplayName\":\"Größe & Ärger\"}");
        run("Set-Mailbox", "{\"Identity\":\"sales\",\"EmailAddresses\":{\"add\":\"offers@contoso.example\"}}");
        Map<String, Integer> found = new LinkedHashMap<>();
        found.put("SALES", 1);
        found.put("%C3%84RGER", 1);
        found.put("gr%C3%B6%C3%9Fe", 1);
        found.put("offers", 1);
        found.put("%26", 1);
        found.put("offer.", 0);
        found.put("a-text-that-is-longer-than-any-name-or-address-of-this-mailbox", 0);
        found.forEach((text, count) -> assertEquals(
                count,
                get("/postern/recipients", "kind=mailbox&search=" + text)
                        .path("value")
                        .size(),
                text));
    }

    @Test
    void anApplicationIsConfinedOrReachesEveryMailboxOrNone() {
        mailboxes("kim");
        run("New-DistributionGroup", "{\"Name\":\"only\",\"Type\":\"Security\",\"Members\":[\"kim\"]}");
        ServicePrincipal nothing = fixture.principal(fixture.tenant, "nothing");
        ServicePrincipal directory = fixture.principal(fixture.tenant, "directory");
        fixture.grant(fixture.tenant, directory, Resource.GRAPH, "User.Read.All");
        ServicePrincipal wide = fixture.principal(fixture.tenant, "wide");
        fixture.grant(fixture.tenant, wide, Resource.GRAPH, "Mail.Read");
        ServicePrincipal narrow = fixture.principal(fixture.tenant, "narrow");
        fixture.grant(fixture.tenant, narrow, Resource.GRAPH, "Mail.Read");
        run(
                "New-ApplicationAccessPolicy",
                "{\"AppId\":\"" + narrow.appId()
                        + "\",\"AccessRight\":\"RestrictAccess\",\"PolicyScopeGroupId\":\"only\"}");
        ServicePrincipal everyRole = registered("everyRole");
        run(
                "New-ManagementRoleAssignment",
                "{\"App\":\"" + everyRole.appId() + "\",\"Role\":\"Application Mail.Read\"}");
        ServicePrincipal groupRole = registered("groupRole");
        run(
                "New-ManagementRoleAssignment",
                "{\"App\":\"" + groupRole.appId()
                        + "\",\"Role\":\"Application Mail.Read\",\"RecipientGroupScope\":\"only\"}");
        Map<ServicePrincipal, String> expected = new LinkedHashMap<>();
        expected.put(nothing, "none");
        expected.put(directory, "none");
        expected.put(wide, "every");
        expected.put(narrow, "confined");
        expected.put(everyRole, "every");
        expected.put(groupRole, "confined");
        expected.forEach((app, reach) -> assertEquals(
                reach,
                get("/postern/applications/" + app.appId(), "").path("reach").asString(""),
                app.displayName()));
        JsonNode whole = get("/postern/applications/narrow", "");
        assertEquals(List.of("Mail.Read"), texts(whole.path("permissions"), "permission"));
        assertEquals(
                "only",
                whole.path("policyList").path(0).path("scope").path("name").asString(""));
        assertEquals(
                "only",
                get("/postern/applications/groupRole", "")
                        .path("roleAssignmentList")
                        .path(0)
                        .path("scope")
                        .path("name")
                        .asString(""));
    }

    private ServicePrincipal registered(String name) {
        ServicePrincipal principal = fixture.principal(fixture.tenant, name);
        run(
                "New-ServicePrincipal",
                "{\"AppId\":\"" + principal.appId() + "\",\"ObjectId\":\"" + principal.id() + "\"}");
        return principal;
    }

    @Test
    void theListLeavesOutWhatEveryTenantHas() {
        JsonNode list = get("/postern/applications", "");
        assertTrue(texts(list.path("value"), "name").contains("auditor"));
        assertFalse(texts(list.path("value"), "name").contains("Microsoft Graph"));
        assertEquals(
                List.of("auditor"),
                texts(get("/postern/applications", "search=" + auditor.appId()).path("value"), "name"));
    }

    @Test
    void nestedMembersAreATreeWithoutEnd() {
        mailboxes("kim");
        run("New-DistributionGroup", "{\"Name\":\"g0\",\"Type\":\"Security\",\"Members\":[\"kim\"]}");
        for (int depth = 1; depth <= 9; depth++) {
            run(
                    "New-DistributionGroup",
                    "{\"Name\":\"g" + depth + "\",\"Type\":\"Security\",\"Members\":[\"g" + (depth - 1) + "\"]}");
        }
        run("Add-DistributionGroupMember", "{\"Identity\":\"g0\",\"Member\":\"g2\"}");
        JsonNode deep = get("/postern/recipients/g9@contoso.example/members", "")
                .path("value")
                .path(0);
        int levels = 0;
        while (deep.path("nested").size() > 0) {
            deep = deep.path("nested").path(0);
            levels++;
        }
        assertEquals(5, levels, "deeper ones are on their own pages");
        assertTrue(deep.path("more").asBoolean(false));
        JsonNode ring = get("/postern/recipients/g2@contoso.example/members", "")
                .path("value")
                .path(0);
        JsonNode again = ring.path("nested")
                .path(0)
                .path("nested")
                .valueStream()
                .filter(one -> one.path("name").asString("").equals("g2"))
                .findFirst()
                .orElseThrow();
        assertTrue(again.path("cycle").asBoolean(false));
        assertTrue(again.path("nested").isMissingNode());
    }

    @Test
    void theGroupsAboveAreShownWithTheirPath() {
        mailboxes("kim");
        run("New-DistributionGroup", "{\"Name\":\"inner\",\"Type\":\"Security\",\"Members\":[\"kim\"]}");
        run("New-DistributionGroup", "{\"Name\":\"outer\",\"Type\":\"Security\",\"Members\":[\"inner\"]}");
        run("Add-DistributionGroupMember", "{\"Identity\":\"inner\",\"Member\":\"outer\"}");
        JsonNode above = get("/postern/recipients/kim@contoso.example", "").path("memberOf");
        assertEquals(List.of("inner", "outer"), texts(above, "name"));
        assertEquals(List.of(), texts(above.path(0).path("path"), "name"));
        assertEquals(List.of("inner"), texts(above.path(1).path("path"), "name"));
    }

    @Test
    void theUsesOfAGroupArePoliciesRoleAssignmentsAndScopes() {
        mailboxes("kim");
        run("New-DistributionGroup", "{\"Name\":\"inner\",\"Type\":\"Security\",\"Members\":[\"kim\"]}");
        run("New-DistributionGroup", "{\"Name\":\"outer\",\"Type\":\"Security\",\"Members\":[\"inner\"]}");
        assertEquals(
                0,
                get("/postern/recipients/inner@contoso.example", "")
                        .path("uses")
                        .size());
        ServicePrincipal app = registered("app");
        run(
                "New-ApplicationAccessPolicy",
                "{\"AppId\":\"" + app.appId()
                        + "\",\"AccessRight\":\"RestrictAccess\",\"PolicyScopeGroupId\":\"outer\"}");
        run(
                "New-ManagementRoleAssignment",
                "{\"App\":\"" + app.appId()
                        + "\",\"Role\":\"Application Mail.Read\",\"RecipientGroupScope\":\"inner\"}");
        String name = fixture.run("Get-DistributionGroup", "{\"Identity\":\"inner\"}")
                .row()
                .path("DistinguishedName")
                .asString("");
        run(
                "New-ManagementScope",
                "{\"Name\":\"by group\",\"RecipientRestrictionFilter\":\"MemberOfGroup -eq '" + name + "'\"}");
        JsonNode uses = get("/postern/recipients/inner@contoso.example", "").path("uses");
        assertEquals(List.of("policy", "roleAssignment", "managementScope"), texts(uses, "use"));
        assertEquals("outer", uses.path(0).path("through").asString(""));
        assertEquals("app", uses.path(0).path("appName").asString(""));
    }

    @Test
    void onlyApplicationsThatUsedSomethingAreListed() {
        assertEquals(0, get("/postern/access/use", "").path("value").size());
        JsonNode one = get("/postern/access/use", "app=auditor").path("value").path(0);
        assertEquals("auditor", one.path("app").asString(""));
        assertFalse(one.has("lastUse"));
    }

    @Test
    void aRoomIsAMailbox() {
        run("New-Mailbox", "{\"Room\":true,\"Name\":\"room\"}");
        assertEquals(
                List.of(RecipientType.ROOM_MAILBOX.details()),
                texts(get("/postern/recipients", "kind=mailbox&search=room").path("value"), "type"));
    }
}
