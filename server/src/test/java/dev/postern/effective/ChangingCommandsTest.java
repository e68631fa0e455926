package dev.postern.effective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which command an explanation names for an application that has role assignments: the one that opens no other mailbox. */
class ChangingCommandsTest {
    private static final String BERT = "Bert@contoso.example";

    private ExchangeFixture fixture;
    private ServicePrincipal app;

    @BeforeEach
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        for (String name : List.of("Anna", "Bert", "Carl")) {
            run("New-Mailbox", "{'Shared':true,'Name':'" + name + "'}");
        }
        run("Set-User", "{'Identity':'Anna','Department':'Sales','City':'Ulm'}");
        run("Set-User", "{'Identity':'Bert','City':'Ulm'}");
        run("Set-Mailbox", "{'Identity':'Anna','CustomAttribute7':'on call'}");
        app = fixture.principal(fixture.tenant, "planner");
        run("New-ServicePrincipal", "{'AppId':'" + app.appId() + "','ObjectId':'" + app.id() + "'}");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void run(String cmdlet, String parameters) {
        Reply reply = fixture.run(cmdlet, parameters.replace('\'', '"'));
        assertEquals(200, reply.status(), () -> reply.json().toString());
    }

    private void scoped(String filter) {
        run(
                "New-ManagementScope",
                "{'Name':'the team','RecipientRestrictionFilter':'" + filter.replace("`", "\\u0027") + "'}");
        assign("'CustomResourceScope':'the team'");
    }

    private void assign(String scope) {
        run(
                "New-ManagementRoleAssignment",
                "{'App':'" + app.appId() + "','Role':'Application Mail.Read'," + scope + "}");
    }

    private JsonNode explain(String mailbox, String permission) {
        String query = "app=planner&mailbox=" + URLEncoder.encode(mailbox, StandardCharsets.UTF_8) + "&permission="
                + permission;
        String token = fixture.token(fixture.tenant, fixture.admin, "https://management.azure.com");
        Reply reply =
                fixture.send("GET", "/postern/access/explain", query, "", Map.of("authorization", "Bearer " + token));
        assertEquals(200, reply.status(), () -> reply.json().toString());
        assertFalse(reply.json().path("allowed").booleanValue());
        return reply.json();
    }

    private String command(String mailbox, String permission) {
        return explain(mailbox, permission).path("command").asString("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Department -eq `Sales`                        | Set-User -Identity Bert@contoso.example -Department Sales
        Department -eq `Sales` -and City -eq `Ulm`    | Set-User -Identity Bert@contoso.example -Department Sales
        CustomAttribute7 -eq `on call`                | Set-Mailbox -Identity Bert@contoso.example -CustomAttribute7 'on call'
        UsageLocation -eq `DE` -or City -eq `Bonn`    | Set-User -Identity Bert@contoso.example -City Bonn
        """)
    void aPropertyBringsAMailboxIntoAScope(String filter, String command) {
        scoped(filter);
        JsonNode explained = explain(BERT, "Mail.Read");
        assertEquals(command, explained.path("command").asString());
        assertEquals(
                "This command would change the answer: " + command,
                explained.path("text").valueStream().toList().getLast().asString());
    }

    /** What no cmdlet sets, and what a single one does not change. */
    @ParameterizedTest
    @CsvSource({
        "Department -like `S*`",
        "-not (City -eq `Ulm`)",
        "UsageLocation -eq `DE`",
        "RecipientTypeDetails -eq `UserMailbox`",
        "Department -eq `Sales` -and City -eq `Bonn`"
    })
    void theGrantForAllNamesItsReach(String filter) {
        scoped(filter);
        List<JsonNode> text =
                explain(BERT, "Mail.Read").path("text").valueStream().toList();
        String command = text.get(text.size() - 2).asString();
        assertEquals(
                "This command would change the answer: New-MgServicePrincipalAppRoleAssignment",
                command.substring(0, command.indexOf(" -ServicePrincipalId")));
        assertEquals(
                "\"planner\" would then reach every mailbox (3 in all).",
                text.getLast().asString());
    }

    @ParameterizedTest
    @CsvSource({
        "Mail.Send, Application Mail.Send",
        "Mail.ReadWrite, Application Mail.ReadWrite",
        "Calendars.Read, Application Calendars.Read"
    })
    void anotherRoleIsGivenOnTheSameScope(String permission, String role) {
        scoped("Department -eq `Sales`");
        assertEquals(
                "New-ManagementRoleAssignment -App " + app.appId() + " -Role '" + role
                        + "' -CustomResourceScope 'the team'",
                command("Anna@contoso.example", permission));
        assertEquals(
                "New-MgServicePrincipalAppRoleAssignment",
                command(BERT, permission).split(" ", 2)[0],
                "one command cannot change both the scope and the role");
    }

    @Test
    void aGroupIsNamedAsAScope() {
        run("New-DistributionGroup", "{'Name':'team','Type':'Security'}");
        run("Add-DistributionGroupMember", "{'Identity':'team','Member':'Anna'}");
        assign("'RecipientGroupScope':'team@contoso.example'");
        assertEquals(
                "New-ManagementRoleAssignment -App " + app.appId()
                        + " -Role 'Application Mail.Send' -RecipientGroupScope team@contoso.example",
                command("Anna@contoso.example", "Mail.Send"));
        assertEquals(
                "Add-DistributionGroupMember -Identity team@contoso.example -Member " + BERT,
                command(BERT, "Mail.Read"));
    }

    @Test
    void theRemovalOfAPolicyNamesItsReach() {
        run("New-DistributionGroup", "{'Name':'team','Type':'Security'}");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Read");
        run(
                "New-ApplicationAccessPolicy",
                "{'AppId':'" + app.appId() + "','AccessRight':'RestrictAccess','PolicyScopeGroupId':'team'}");
        run("Remove-DistributionGroup", "{'Identity':'team','Confirm':false}");
        JsonNode explained = explain(BERT, "Mail.Read");
        assertEquals(
                "Remove-ApplicationAccessPolicy",
                explained.path("command").asString().split(" ", 2)[0]);
        assertEquals(
                "\"planner\" would then reach every mailbox (3 in all).",
                explained.path("text").valueStream().toList().getLast().asString());
    }
}
