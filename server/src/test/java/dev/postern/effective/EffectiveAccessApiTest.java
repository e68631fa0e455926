package dev.postern.effective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.graph.OperationTable;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The calls under /postern/access, and /postern/me/mailboxes. */
class EffectiveAccessApiTest {
    private ExchangeFixture fixture;
    private ServicePrincipal app;

    @BeforeEach
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        for (String name : List.of("Anna", "Bert", "Carl")) {
            run("New-Mailbox", "{'Shared':true,'Name':'" + name + "'}");
        }
        run("New-DistributionGroup", "{'Name':'team','Type':'Security'}");
        run("New-DistributionGroup", "{'Name':'outer','Type':'Security'}");
        run("Add-DistributionGroupMember", "{'Identity':'outer','Member':'team'}");
        run("Add-DistributionGroupMember", "{'Identity':'team','Member':'Anna'}");
        app = fixture.principal(fixture.tenant, "robot");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.ReadWrite");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Reply run(String cmdlet, String parameters) {
        Reply reply = fixture.run(cmdlet, parameters.replace('\'', '"'));
        assertEquals(200, reply.status(), () -> reply.json().toString());
        return reply;
    }

    private void confine() {
        run(
                "New-ApplicationAccessPolicy",
                "{'AppId':'" + app.appId()
                        + "','AccessRight':'RestrictAccess','PolicyScopeGroupId':'outer@contoso.example'}");
    }

    private Reply get(String path, String query, ServicePrincipal caller, String audience) {
        String token = fixture.token(fixture.tenant, caller, audience);
        return fixture.send("GET", path, query, "", Map.of("authorization", "Bearer " + token));
    }

    private Reply get(String path, String query) {
        return get(path, query, fixture.admin, "https://management.azure.com");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> cells(Reply reply) {
        assertEquals(200, reply.status(), () -> reply.json().toString());
        return reply.rows().stream()
                .map(row -> row.path("app").asString() + " "
                        + row.path("mailbox").asString().replace("@contoso.example", "") + " "
                        + row.path("permission").asString() + " "
                        + row.path("by").asString())
                .sorted()
                .toList();
    }

    @Test
    void theMatrixShowsBothSources() {
        confine();
        String granted = "robot Anna Mail.ReadWrite entra";
        assertEquals(List.of(granted, "robot Anna Mail.Send entra"), cells(get("/postern/access", "")));
        run("New-ServicePrincipal", "{'AppId':'" + app.appId() + "','ObjectId':'" + app.id() + "'}");
        run("New-ManagementScope", "{'Name':'c','RecipientRestrictionFilter':'Name -ne \\\"Bert\\\"'}");
        run(
                "New-ManagementRoleAssignment",
                "{'App':'" + app.appId() + "','Role':'Application Mail.Send','CustomResourceScope':'c'}");
        assertEquals(
                List.of(granted, "robot Anna Mail.Send both", "robot Carl Mail.Send rbac"),
                cells(get("/postern/access", "")));
        assertEquals(List.of(granted), cells(get("/postern/access", "permission=Mail.Read")));
        assertEquals(
                List.of("robot Carl Mail.Send rbac"),
                cells(get("/postern/access", "app=ROBOT&mailbox=" + encoded("Carl@contoso.example"))));
        JsonNode row = get("/postern/access", "app=" + app.appId()).row();
        assertEquals(
                List.of("app", "appId", "mailbox", "mailboxId", "permission", "by"), List.copyOf(row.propertyNames()));
        Reply summary = get("/postern/access/summary", "app=robot");
        assertEquals(2, summary.row().path("rules").size());
        assertEquals(
                "members of outer@contoso.example, that is Anna@contoso.example",
                summary.row().at("/rules/0/mailboxes").asString());
    }

    @Test
    void pagesHaveNextLinks() {
        var all = new ArrayList<String>();
        String query = "$top=1&permission=Mail.Send";
        while (!query.isEmpty()) {
            Reply page = get("/postern/access", query);
            assertTrue(page.rows().size() <= 1);
            all.addAll(cells(page));
            String next = page.json().path("@odata.nextLink").asString("");
            query = next.isEmpty() ? "" : next.substring(next.indexOf('?') + 1);
        }
        assertEquals(
                List.of("robot Anna Mail.Send entra", "robot Bert Mail.Send entra", "robot Carl Mail.Send entra"),
                all.stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "/postern/access, app=unknown, 404, Request_ResourceNotFound",
        "/postern/access, mailbox=unknown%40contoso.example, 404, ErrorInvalidUser",
        "/postern/access, $top=0, 400, InvalidRequestContent",
        "/postern/access, $top=x, 400, InvalidRequestContent",
        "/postern/access, $skiptoken=x, 400, InvalidRequestContent",
        "/postern/access, other=x, 400, InvalidRequestContent",
        "/postern/access, app=robot&app=robot, 400, InvalidRequestContent",
        "/postern/access, app=%ZZ, 400, InvalidRequestContent",
        "/postern/access/summary, mailbox=x, 400, InvalidRequestContent",
        "/postern/access/summary, counts=none, 400, InvalidRequestContent",
        "/postern/access/explain, app=robot, 400, InvalidRequestContent",
        "/postern/access/explain, app=robot&mailbox=Anna%40contoso.example, 400, InvalidRequestContent",
        "/postern/access/explain, app=robot&mailbox=none%40x.example&permission=Mail.Send, 404, ErrorInvalidUser",
        "/postern/access/explain, app=none&mailbox=Anna%40contoso.example&permission=Mail.Send, 404,"
                + " Request_ResourceNotFound",
        "/postern/access/explain, app=robot&mailbox=Anna%40contoso.example&operation=GET /x, 400,"
                + " InvalidRequestContent",
        "/postern/access, permission=Mail.Raed, 400, InvalidRequestContent",
        "/postern/access/explain, app=robot&mailbox=Anna%40contoso.example&permission=Mail.Raed, 400,"
                + " InvalidRequestContent",
        "/postern/access/explain, request=x, 400, InvalidRequestContent",
        "/postern/access/explain, request=00000000-0000-4000-8000-000000000000, 404, ResourceNotFound"
    })
    void whatIsWrongIsNamed(String path, String query, int status, String code) {
        Reply reply = get(path, query);
        assertEquals(status, reply.status(), () -> reply.json().toString());
        assertEquals(code, reply.json().at("/error/code").asString());
    }

    @ParameterizedTest
    @CsvSource({"/postern/access", "/postern/access/summary", "/postern/access/explain"})
    void onlyAuditorsMayRead(String path) {
        assertEquals(403, get(path, "", app, "https://management.azure.com").status());
        assertEquals(
                401, get(path, "", fixture.admin, "https://graph.microsoft.com").status());
    }

    private JsonNode explain(String mailbox, String more) {
        Reply reply = get(
                "/postern/access/explain", "app=robot&mailbox=" + encoded(mailbox + "@contoso.example") + "&" + more);
        assertEquals(200, reply.status(), () -> reply.json().toString());
        return reply.json();
    }

    @Test
    void anExplanationEndsWithTheCommandThatChangesIt() {
        confine();
        JsonNode denied = explain("Bert", "permission=Mail.Send");
        assertFalse(denied.path("allowed").booleanValue());
        assertEquals("Mail.Send", denied.path("permission").asString());
        assertTrue(denied.at("/entra/held").booleanValue());
        assertEquals("Denied", denied.at("/entra/policyVerdict").asString());
        assertEquals(
                "outer@contoso.example", denied.at("/entra/policies/0/scope").asString());
        assertEquals(0, denied.at("/entra/policies/0/path").size());
        assertEquals(403, denied.at("/refusal/status").asInt());
        assertEquals("Blocked by policy.", denied.at("/refusal/message").asString());
        assertEquals(
                "Add-DistributionGroupMember -Identity outer@contoso.example -Member Bert@contoso.example",
                denied.path("command").asString());
        assertTrue(denied.path("text").toString().contains("\\\"robot\\\" cannot use Mail.Send"));

        JsonNode allowed = explain("Anna", "operation=" + encoded("POST /users/{id}/sendMail"));
        assertTrue(allowed.path("allowed").booleanValue());
        assertTrue(allowed.path("refusal").isNull());
        assertEquals(
                "[\"Anna@contoso.example\",\"team@contoso.example\",\"outer@contoso.example\"]",
                allowed.at("/entra/policies/0/path").toString());
        assertEquals(
                "Remove-DistributionGroupMember -Identity team@contoso.example -Member Anna@contoso.example",
                allowed.path("command").asString());
        run("Remove-DistributionGroupMember", "{'Identity':'team','Member':'Anna','Confirm':false}");
        assertFalse(explain("Anna", "permission=Mail.Send").path("allowed").booleanValue());
    }

    @Test
    void namesOfPermissionsAreComparedWithoutCase() {
        assertEquals(3, get("/postern/access", "permission=mail.send").rows().size());
        JsonNode explained = explain("Anna", "permission=mail.send");
        assertTrue(explained.path("allowed").booleanValue());
        assertEquals("Mail.Send", explained.path("permission").asString());
    }

    /** The identity of a policy does not contain the right, so here it names two. */
    @Test
    void theNamedPolicyIsTheOneThatIsMeant() {
        confine();
        run(
                "New-ApplicationAccessPolicy",
                "{'AppId':'" + app.appId()
                        + "','AccessRight':'DenyAccess','PolicyScopeGroupId':'outer@contoso.example'}");
        JsonNode denied = explain("Anna", "permission=Mail.Send");
        assertFalse(denied.path("allowed").booleanValue());
        String command = denied.path("command").asString();
        String beginning = "Remove-ApplicationAccessPolicy -Identity ";
        assertTrue(command.startsWith(beginning), command);
        run(
                "Remove-ApplicationAccessPolicy",
                "{'Confirm':false,'Identity':'" + command.substring(beginning.length()) + "'}");
        assertTrue(explain("Anna", "permission=Mail.Send").path("allowed").booleanValue());
    }

    /** What the matrix shows can be selected. */
    @Test
    void everyPermissionForMailboxesIsKnown() {
        var permissions = new MailboxPermissions(OperationTable.load().mailboxOperations().stream()
                .map(one -> one.permissions())
                .toList());
        var graph = Objects.requireNonNull(fixture.snapshot().servicePrincipal(Resource.GRAPH.appId()));
        graph.appRoles().stream()
                .filter(role -> role.givesAccessToMailboxes())
                .forEach(role -> assertEquals(role.value(), permissions.find(fixture.snapshot(), role.value())));
    }

    /** Not the grant for every mailbox. */
    @Test
    void theGroupInAFilterIsTheFirstChoice() {
        ServicePrincipal planner = fixture.principal(fixture.tenant, "planner");
        run("New-ServicePrincipal", "{'AppId':'" + planner.appId() + "','ObjectId':'" + planner.id() + "'}");
        String name = run("Get-DistributionGroup", "{'Identity':'team'}")
                .row()
                .path("DistinguishedName")
                .asString();
        run(
                "New-ManagementScope",
                "{'Name':'t','RecipientRestrictionFilter':'MemberOfGroup -eq \\u0027" + name + "\\u0027'}");
        run(
                "New-ManagementRoleAssignment",
                "{'App':'" + planner.appId() + "','Role':'Application Mail.Read','CustomResourceScope':'t'}");
        Reply reply = get(
                "/postern/access/explain",
                "app=planner&mailbox=" + encoded("Bert@contoso.example") + "&permission=Mail.Read");
        assertEquals(
                "Add-DistributionGroupMember -Identity team@contoso.example -Member Bert@contoso.example",
                reply.json().path("command").asString());
    }

    @Test
    void aMissingGrantIsExplained() {
        JsonNode missing = explain("Anna", "permission=Calendars.Read");
        assertFalse(missing.path("allowed").booleanValue());
        assertFalse(missing.at("/entra/held").booleanValue());
        assertEquals("Granted", missing.at("/entra/policyVerdict").asString());
        assertTrue(missing.at("/refusal/message").asString().startsWith("Access is denied."));
        assertTrue(missing.path("command").asString().startsWith("New-MgServicePrincipalAppRoleAssignment"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        permission=Mail.Read                | Anna Bert Carl
        permission=Calendars.Read           | -
        search=ER                           | Bert
        search=contoso                      | Anna Bert Carl
        search=nothing                      | -
        permission=mail.send&search=carl    | Carl
        """)
    void anApplicationSearchesItsOwnMailboxes(String query, String expected) {
        List<String> found = get("/postern/me/mailboxes", query, app, "https://graph.microsoft.com").rows().stream()
                .map(row -> row.path("mailbox").asString("").replace("@contoso.example", ""))
                .sorted()
                .toList();
        assertEquals(expected.equals("-") ? List.of() : List.of(expected.split(" ")), found);
    }

    @Test
    void pagesOfASearchMeetAndMisspeltPermissionsAreRefused() {
        Reply first = get("/postern/me/mailboxes", "search=r&$top=1", app, "https://graph.microsoft.com");
        String next = first.json().path("@odata.nextLink").asString();
        assertTrue(next.contains("search=r"), next);
        Reply second =
                get("/postern/me/mailboxes", next.substring(next.indexOf('?') + 1), app, "https://graph.microsoft.com");
        assertEquals(
                List.of("Bert@contoso.example", "Carl@contoso.example"),
                Stream.concat(first.rows().stream(), second.rows().stream())
                        .map(row -> row.path("mailbox").asString(""))
                        .sorted()
                        .toList());
        assertEquals(
                400,
                get("/postern/me/mailboxes", "permission=Mail.Reed", app, "https://graph.microsoft.com")
                        .status());
    }

    @Test
    void anApplicationSeesItsOwnMailboxes() {
        confine();
        Reply own = get("/postern/me/mailboxes", "", app, "https://graph.microsoft.com");
        assertEquals(1, own.rows().size());
        assertEquals("Anna@contoso.example", own.row().path("mailbox").asString());
        assertEquals(
                "[\"Mail.ReadWrite\",\"Mail.Send\"]",
                own.row().path("permissions").toString());
        String old = fixture.token(fixture.tenant, app, "https://graph.microsoft.com");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Calendars.Read");
        Reply before = fixture.send("GET", "/postern/me/mailboxes", "", "", Map.of("authorization", "Bearer " + old));
        assertEquals(2, before.row().path("permissions").size(), "the token that is presented decides");
        assertEquals(
                3,
                get("/postern/me/mailboxes", "", app, "https://graph.microsoft.com")
                        .row()
                        .path("permissions")
                        .size());
        assertEquals(401, get("/postern/me/mailboxes", "").status());
        assertEquals(
                400,
                get("/postern/me/mailboxes", "$top=-1", app, "https://graph.microsoft.com")
                        .status());
        ServicePrincipal none = fixture.principal(fixture.tenant, "none");
        assertEquals(
                0,
                get("/postern/me/mailboxes", "", none, "https://graph.microsoft.com")
                        .rows()
                        .size());
    }
}
