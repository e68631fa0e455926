package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessEngine;
import dev.postern.access.AppId;
import dev.postern.access.Rule;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies end to end, with the condition that they are in force when the cmdlet returns, also under load. */
class CmdletPoliciesTest {
    /** The scenario that the product was designed for, as far as it consists of cmdlets. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void theScenario(Engine engine) {
        try (ExchangeFixture fixture = new ExchangeFixture(engine)) {
            ServicePrincipal workflow = fixture.principal(fixture.tenant, "la-notify");
            fixture.grant(fixture.tenant, workflow, Resource.GRAPH, "Mail.Send");
            String app = workflow.appId().toString();
            fixture.run(
                    "New-Mailbox",
                    "{\"Shared\":true,\"Name\":\"LogicAppNotifications\",\"DisplayName\":\"Notifications\",\"Alias\":"
                            + "\"notify\",\"PrimarySmtpAddress\":\"notify@contoso.example\"}");
            fixture.run("New-Mailbox", "{\"Name\":\"Chief\"}");
            fixture.run(
                    "New-DistributionGroup",
                    "{\"Name\":\"Sales senders\",\"Alias\":\"sales-senders\",\"Type\":\"Security\","
                            + "\"PrimarySmtpAddress\":\"sales-senders@contoso.example\"}");
            fixture.run(
                    "Add-DistributionGroupMember",
                    "{\"Identity\":\"sales-senders@contoso.example\",\"Member\":\"notify@contoso.example\"}");
            ExchangeFixture.Reply policy = fixture.run(
                    "New-ApplicationAccessPolicy",
                    "{\"AccessRight\":\"RestrictAccess\",\"AppId\":\"" + app
                            + "\",\"PolicyScopeGroupId\":\"sales-senders@contoso.example\",\"Description\":\"Restrict\"}");
            assertEquals(200, policy.status(), policy.json().toString());
            assertTrue(policy.warnings().isEmpty());
            assertEquals(Rule.RESTRICT_POLICY, rule(fixture, app, "notify@contoso.example"));
            assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(fixture, app, "chief@contoso.example"));
            assertEquals("Granted", test(fixture, app, "notify@contoso.example"));
            assertEquals("Denied", test(fixture, app, "chief@contoso.example"));
            // an object id instead of an app id: no policy names the application, so access is granted
            assertEquals("Granted", test(fixture, workflow.id().toString(), "chief@contoso.example"));
        }
    }

    private static String test(ExchangeFixture fixture, String app, String mailbox) {
        return fixture.run(
                        "Test-ApplicationAccessPolicy", "{\"Identity\":\"" + mailbox + "\",\"AppId\":\"" + app + "\"}")
                .row()
                .path("AccessCheckResult")
                .asString();
    }

    private static Rule rule(ExchangeFixture fixture, String app, String address) {
        User owner = (User) fixture.snapshot().byAddress(address);
        assertTrue(owner != null);
        return AccessEngine.checkPolicy(fixture.snapshot().access(), AppId.of(app), owner.id())
                .rule();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void policiesCreatedAndRemovedConcurrentlyAreAllApplied(Engine engine) throws Exception {
        try (ExchangeFixture fixture = new ExchangeFixture(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            fixture.run("New-DistributionGroup", "{\"Name\":\"Group\",\"Type\":\"Security\"}");
            List<Future<String>> making = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                making.add(threads.submit(() -> make(fixture)));
            }
            List<String> made = new ArrayList<>();
            for (Future<String> policy : making) {
                made.add(policy.get());
            }
            assertEquals(8, Set.copyOf(made).size());
            assertEquals(8, fixture.snapshot().policies().size());
            List<Future<Integer>> removing = new ArrayList<>();
            for (String identity : made.subList(0, 4)) {
                for (int twice = 0; twice < 2; twice++) {
                    removing.add(threads.submit(() -> fixture.run(
                                    "Remove-ApplicationAccessPolicy",
                                    "{\"Identity\":\"" + identity.replace("\\", "\\\\") + "\"}")
                            .status()));
                }
            }
            int removed = 0;
            for (Future<Integer> status : removing) {
                removed += status.get() == 200 ? 1 : 0;
            }
            assertEquals(4, removed);
            assertEquals(4, fixture.snapshot().policies().size());
        }
    }

    private static String make(ExchangeFixture fixture) {
        ExchangeFixture.Reply reply = fixture.run(
                "New-ApplicationAccessPolicy",
                "{\"AccessRight\":\"RestrictAccess\",\"AppId\":\"" + UUID.randomUUID()
                        + "\",\"PolicyScopeGroupId\":\"Group\"}");
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.row().path("Identity").asString();
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "SQLITE")
    void thousandsOfPoliciesFit(Engine engine) {
        try (ExchangeFixture fixture = new ExchangeFixture(engine)) {
            fixture.run("New-DistributionGroup", "{\"Name\":\"Group\",\"Type\":\"Security\"}");
            assertEquals(200, many(fixture, 2_000).status());
            ExchangeFixture.Reply one = many(fixture, 1);
            assertEquals(200, one.status());
            assertEquals(2_001, fixture.snapshot().policies().size());
            String identity = one.row().path("Identity").asString();
            assertEquals(
                    1,
                    fixture.run(
                                    "Get-ApplicationAccessPolicy",
                                    "{\"Identity\":\"" + identity.replace("\\", "\\\\") + "\"}")
                            .rows()
                            .size());
            ExchangeFixture.Reply refused = fixture.run(
                    "New-ApplicationAccessPolicy",
                    "{\"AccessRight\":\"DenyAccess\",\"PolicyScopeGroupId\":\"Group\",\"AppId\":\"*\",\"Description\":\""
                            + "x".repeat(1_025) + "\"}");
            assertEquals(400, refused.status());
            assertEquals(2_001, fixture.snapshot().policies().size());
            Set<String> sids = new HashSet<>();
            fixture.snapshot().policies().stream()
                    .map(ApplicationAccessPolicy::scopeSid)
                    .forEach(sids::add);
            assertEquals(1, sids.size());
        }
    }

    private static ExchangeFixture.Reply many(ExchangeFixture fixture, int count) {
        List<String> apps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            apps.add("\"" + UUID.randomUUID() + "\"");
        }
        return fixture.run(
                "New-ApplicationAccessPolicy",
                "{\"AccessRight\":\"DenyAccess\",\"PolicyScopeGroupId\":\"Group\",\"Description\":\" \",\"AppId\":["
                        + String.join(",", apps) + "]}");
    }
}
