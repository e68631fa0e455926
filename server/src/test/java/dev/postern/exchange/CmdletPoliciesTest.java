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
        try (House house = new House(engine)) {
            ServicePrincipal workflow = house.principal(house.tenant, "la-notify");
            house.grant(house.tenant, workflow, Resource.GRAPH, "Mail.Send");
            String app = workflow.appId().toString();
            house.run(
                    "New-Mailbox",
                    "{\"Shared\":true,\"Name\":\"LogicAppNotifications\",\"DisplayName\":\"Notifications\",\"Alias\":"
                            + "\"notify\",\"PrimarySmtpAddress\":\"notify@contoso.example\"}");
            house.run("New-Mailbox", "{\"Name\":\"Chief\"}");
            house.run(
                    "New-DistributionGroup",
                    "{\"Name\":\"Sales senders\",\"Alias\":\"sales-senders\",\"Type\":\"Security\","
                            + "\"PrimarySmtpAddress\":\"sales-senders@contoso.example\"}");
            house.run(
                    "Add-DistributionGroupMember",
                    "{\"Identity\":\"sales-senders@contoso.example\",\"Member\":\"notify@contoso.example\"}");
            House.Reply policy = house.run(
                    "New-ApplicationAccessPolicy",
                    "{\"AccessRight\":\"RestrictAccess\",\"AppId\":\"" + app
                            + "\",\"PolicyScopeGroupId\":\"sales-senders@contoso.example\",\"Description\":\"Restrict\"}");
            assertEquals(200, policy.status(), policy.json().toString());
            assertTrue(policy.warnings().isEmpty());
            assertEquals(Rule.RESTRICT_POLICY, rule(house, app, "notify@contoso.example"));
            assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(house, app, "chief@contoso.example"));
            assertEquals("Granted", test(house, app, "notify@contoso.example"));
            assertEquals("Denied", test(house, app, "chief@contoso.example"));
            // an object id instead of an app id: no policy names the application, so access is granted
            assertEquals("Granted", test(house, workflow.id().toString(), "chief@contoso.example"));
        }
    }

    private static String test(House house, String app, String mailbox) {
        return house.run("Test-ApplicationAccessPolicy", "{\"Identity\":\"" + mailbox + "\",\"AppId\":\"" + app + "\"}")
                .row()
                .path("AccessCheckResult")
                .asString();
    }

    private static Rule rule(House house, String app, String address) {
        User owner = (User) house.snapshot().byAddress(address);
        assertTrue(owner != null);
        return AccessEngine.checkPolicy(house.snapshot().access(), AppId.of(app), owner.id())
                .rule();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void policiesCreatedAndRemovedConcurrentlyAreAllApplied(Engine engine) throws Exception {
        try (House house = new House(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            house.run("New-DistributionGroup", "{\"Name\":\"Group\",\"Type\":\"Security\"}");
            List<Future<String>> making = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                making.add(threads.submit(() -> make(house)));
            }
            List<String> made = new ArrayList<>();
            for (Future<String> policy : making) {
                made.add(policy.get());
            }
            assertEquals(8, Set.copyOf(made).size());
            assertEquals(8, house.snapshot().policies().size());
            List<Future<Integer>> removing = new ArrayList<>();
            for (String identity : made.subList(0, 4)) {
                for (int twice = 0; twice < 2; twice++) {
                    removing.add(threads.submit(() -> house.run(
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
            assertEquals(4, house.snapshot().policies().size());
        }
    }

    private static String make(House house) {
        House.Reply reply = house.run(
                "New-ApplicationAccessPolicy",
                "{\"AccessRight\":\"RestrictAccess\",\"AppId\":\"" + UUID.randomUUID()
                        + "\",\"PolicyScopeGroupId\":\"Group\"}");
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.row().path("Identity").asString();
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, names = "SQLITE")
    void threeHundredPoliciesFitAndNoMore(Engine engine) {
        try (House house = new House(engine)) {
            house.run("New-DistributionGroup", "{\"Name\":\"Group\",\"Type\":\"Security\"}");
            assertEquals(200, many(house, 300).status());
            House.Reply refused = many(house, 1);
            assertEquals(400, refused.status());
            assertEquals("||The total size of App Access Policies exceeded the limit.", refused.detail());
            assertEquals(300, house.snapshot().policies().size());
            Set<String> sids = new HashSet<>();
            house.snapshot().policies().stream()
                    .map(ApplicationAccessPolicy::scopeSid)
                    .forEach(sids::add);
            assertEquals(1, sids.size());
        }
    }

    private static House.Reply many(House house, int count) {
        List<String> apps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            apps.add("\"" + UUID.randomUUID() + "\"");
        }
        return house.run(
                "New-ApplicationAccessPolicy",
                "{\"AccessRight\":\"DenyAccess\",\"PolicyScopeGroupId\":\"Group\",\"Description\":\" \",\"AppId\":["
                        + String.join(",", apps) + "]}");
    }
}
