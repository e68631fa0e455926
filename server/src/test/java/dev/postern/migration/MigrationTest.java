package dev.postern.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AppSelector;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.AccessMatrix;
import dev.postern.effective.MailboxPermissions;
import dev.postern.effective.MatrixFilter;
import dev.postern.effective.MatrixRow;
import dev.postern.effective.RandomAccess;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.gate.Operation;
import dev.postern.graph.OperationTable;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The script is executed as it is printed; then exactly the differences that were announced exist, and no application gained access. */
class MigrationTest {
    private static final Set<String> REASONS = Set.of(
            "nested-group",
            "distribution-list",
            "deny-access",
            "every-application",
            "unresolved-scope",
            "no-role-for-permission");
    private static final MailboxPermissions PERMISSIONS =
            new MailboxPermissions(OperationTable.load().mailboxOperations().stream()
                    .map(Operation::permissions)
                    .toList());

    /** Each cell, without what gives access. */
    private static Set<String> cells(ExchangeFixture fixture) {
        List<MatrixRow> rows = new AccessMatrix(fixture.snapshot())
                .page(MatrixFilter.ALL, null, 1_000_000)
                .rows();
        return rows.stream()
                .flatMap(row -> PERMISSIONS.satisfying("Mail.ReadBasic").contains(row.permission())
                        ? List.of(
                                cell(row, row.permission()),
                                cell(row, "Mail.ReadBasic"),
                                cell(row, "Mail.ReadBasic.All"))
                                .stream()
                        : List.of(cell(row, row.permission())).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String cell(MatrixRow row, String permission) {
        return row.appId() + " " + row.mailbox() + " " + permission;
    }

    private static void run(ExchangeFixture fixture, JsonNode step) {
        String cmdlet = step.path("cmdlet").asString();
        if (cmdlet.equals("Remove-MgServicePrincipalAppRoleAssignment")) {
            String id = step.at("/parameters/AppRoleAssignmentId").asString();
            fixture.directory.change(fixture.tenant.id(), TestCore.ACTOR, draft -> {
                AppRoleAssignment found = Objects.requireNonNull(draft.before().assignment(id), id);
                draft.remove(found);
                return true;
            });
            return;
        }
        Reply reply = fixture.run(cmdlet, step.path("parameters").toString());
        assertEquals(200, reply.status(), () -> step + " " + reply.json());
    }

    private static JsonNode plan(ExchangeFixture fixture) {
        return new MigrationPlanner(fixture.snapshot(), PERMISSIONS).plan(null).json();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theScriptDoesWhatItsProofSays(long seed) {
        try (var fixture = new ExchangeFixture(seed == 1 ? Engine.POSTGRES : Engine.SQLITE)) {
            new RandomAccess(fixture, seed).fill(12, 12);
            JsonNode plan = plan(fixture);
            assertTrue(plan.path("script").size() + plan.path("notExpressed").size() > 0);
            plan.path("differences").forEach(one -> reason(one));
            plan.path("notExpressed").forEach(one -> reason(one));
            Set<String> before = cells(fixture);
            boolean removing = false;
            for (JsonNode step : plan.path("script")) {
                boolean removes = step.path("cmdlet").asString().startsWith("Remove-");
                assertTrue(removes || !removing, "A step that adds after one that removes");
                removing = removes;
                run(fixture, step);
                Set<String> gained = cells(fixture);
                gained.removeAll(before);
                assertEquals(Set.of(), gained, step::toString);
            }
            assertEquals(List.of(), plan.path("differences").valueStream().toList());
            assertEquals(before, cells(fixture));
            // all policies are gone or named
            Set<String> named = plan.path("notExpressed")
                    .valueStream()
                    .map(one -> one.path("policy").asString())
                    .collect(Collectors.toSet());
            fixture.snapshot()
                    .policies()
                    .forEach(one -> assertTrue(named.contains(one.identity(fixture.tenant)), one::toString));
        }
    }

    private static void reason(JsonNode one) {
        String reason = one.path("reason").asString();
        assertTrue(REASONS.contains(reason.split(":")[0]), reason);
    }

    /** A tenant with people in a nested group, a denied one, a single mailbox, and a basic permission. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPlainTenantMigratesWithoutDifferences(Engine engine) {
        try (var fixture = new ExchangeFixture(engine)) {
            for (String name : List.of("Anna", "Bert", "Carl", "Dora")) {
                ok(fixture, "New-Mailbox", "{'Shared':true,'Name':'" + name + "'}");
            }
            ok(fixture, "New-DistributionGroup", "{'Name':'inner','Type':'Security','Members':['Anna','Bert']}");
            ok(fixture, "New-DistributionGroup", "{'Name':'outer','Type':'Security','Members':['inner','Carl']}");
            ok(fixture, "New-DistributionGroup", "{'Name':'barred','Type':'Security','Members':['Bert']}");
            ServicePrincipal app = fixture.principal(fixture.tenant, "robot");
            fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.ReadBasic.All");
            fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
            policy(fixture, app, "RestrictAccess", "outer");
            policy(fixture, app, "DenyAccess", "barred");
            ServicePrincipal free = fixture.principal(fixture.tenant, "free");
            fixture.grant(fixture.tenant, free, Resource.GRAPH, "Mail.Send");
            Set<String> before = cells(fixture);
            JsonNode plan = plan(fixture);
            assertEquals(0, plan.path("differences").size(), plan::toString);
            assertEquals(0, plan.path("notExpressed").size(), plan::toString);
            assertTrue(plan.path("notes").toString().contains("inner@contoso.example"));
            assertEquals(
                    List.of(
                            "New-ServicePrincipal",
                            "New-ManagementScope",
                            "New-ManagementRoleAssignment",
                            "New-ManagementRoleAssignment",
                            "Remove-MgServicePrincipalAppRoleAssignment",
                            "Remove-MgServicePrincipalAppRoleAssignment",
                            "Remove-ApplicationAccessPolicy",
                            "Remove-ApplicationAccessPolicy"),
                    plan.path("script")
                            .valueStream()
                            .map(step -> step.path("cmdlet").asString())
                            .toList());
            plan.path("script").forEach(step -> run(fixture, step));
            assertEquals(before, cells(fixture));
            assertEquals(0, plan(fixture).path("script").size(), "nothing is left to do");
            assertTrue(fixture.snapshot().policies().isEmpty());
        }
    }

    private static void policy(ExchangeFixture fixture, ServicePrincipal app, String right, String scope) {
        ok(
                fixture,
                "New-ApplicationAccessPolicy",
                "{'AppId':'" + app.appId() + "','AccessRight':'" + right + "','PolicyScopeGroupId':'" + scope + "'}");
    }

    private static void ok(ExchangeFixture fixture, String cmdlet, String parameters) {
        Reply reply = fixture.run(cmdlet, parameters.replace('\'', '"'));
        assertEquals(200, reply.status(), () -> reply.json().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"unresolved-scope", "every-application", "no-role-for-permission", "deny-orphaned"})
    void whatCannotBeExpressedStays(String kind) {
        try (var fixture = new ExchangeFixture(Engine.SQLITE)) {
            ok(fixture, "New-Mailbox", "{'Shared':true,'Name':'Anna'}");
            ok(fixture, "New-DistributionGroup", "{'Name':'team','Type':'Security','Members':['Anna']}");
            ok(fixture, "New-DistributionGroup", "{'Name':'old','Type':'Security','Members':['Anna']}");
            ServicePrincipal app = fixture.principal(fixture.tenant, "robot");
            fixture.grant(
                    fixture.tenant,
                    app,
                    Resource.GRAPH,
                    kind.equals("no-role-for-permission") ? "Calendars.ReadBasic.All" : "Mail.Send");
            switch (kind) {
                case "every-application" ->
                    ok(
                            fixture,
                            "New-ApplicationAccessPolicy",
                            "{'AppId':'*','AccessRight':'RestrictAccess','PolicyScopeGroupId':'team'}");
                case "deny-orphaned" -> {
                    policy(fixture, app, "RestrictAccess", "team");
                    policy(fixture, app, "DenyAccess", "old");
                }
                case "unresolved-scope" -> {
                    policy(fixture, app, "RestrictAccess", "team");
                    policy(fixture, app, "RestrictAccess", "old");
                }
                default -> policy(fixture, app, "RestrictAccess", "team");
            }
            ok(fixture, "Remove-DistributionGroup", "{'Identity':'old','Confirm':false}");
            Set<String> before = cells(fixture);
            JsonNode plan = plan(fixture);
            String wanted = kind.equals("deny-orphaned") ? "unresolved-scope" : kind;
            assertTrue(plan.path("notExpressed").size() > 0);
            plan.path("notExpressed")
                    .forEach(one -> assertTrue(one.path("reason").asString().startsWith(wanted + ":"), one::toString));
            plan.path("script").forEach(step -> run(fixture, step));
            assertEquals(before, cells(fixture));
            if (kind.equals("every-application")) {
                assertTrue(
                        fixture.snapshot().policies().stream().allMatch(one -> one.app() instanceof AppSelector.Every));
                assertTrue(fixture.snapshot().assignmentsOf(app.id()).isEmpty());
                JsonNode again = plan(fixture);
                assertEquals(
                        0,
                        again.path("script").size() + again.path("notExpressed").size(),
                        again::toString);
                assertTrue(again.path("notes").toString().contains("every application change nothing any more"));
                // a new application is confined by it
                ServicePrincipal later = fixture.principal(fixture.tenant, "later");
                fixture.grant(fixture.tenant, later, Resource.GRAPH, "Calendars.ReadBasic.All");
                ok(fixture, "New-Mailbox", "{'Shared':true,'Name':'Bert'}");
                assertEquals(1, plan(fixture).path("notExpressed").size());
            }
        }
    }
}
