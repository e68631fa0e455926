package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AccessEngine;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.Rule;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditRows;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.StringNode;

/** Guarantees on both engines: changes are atomic, unique values stay unique, and a change is in force at once and reaches other nodes. */
class DirectoryTest {
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));

    private Directory open(Database database) {
        return TestCore.on(database).clock(now::get).open().directory();
    }

    private Tenant contoso(Directory directory) {
        return directory.createTenant(
                new Tenant(new TenantId(UUID.randomUUID()), now.get(), List.of("contoso.example")), ACTOR);
    }

    private User user(String alias) {
        Recipient recipient = new Recipient(
                RecipientType.USER_MAILBOX,
                alias,
                alias,
                alias + "@contoso.example",
                List.of(),
                "S-1-5-21-1-2-3-" + alias.hashCode(),
                UUID.randomUUID(),
                false,
                Map.of());
        return new User(
                new ObjectId(UUID.randomUUID()),
                now.get(),
                alias,
                alias + "@contoso.example",
                true,
                recipient,
                new MailboxId(UUID.randomUUID()),
                Map.of("jobTitle", StringNode.valueOf("Engineer")));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatWasPutIsThereAfterReopening(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = contoso(directory);
            User adele = user("adele");
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(adele);
                return true;
            });
            DirectorySnapshot again = open(database).snapshot(tenant.id());
            assertEquals(adele, again.byAddress("ADELE@contoso.example"));
            assertEquals(adele, again.byPrincipalName("Adele@contoso.example"));
            ServicePrincipal graph = again.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
            assertNotNull(graph);
            assertTrue(graph.appRoles().stream().anyMatch(role -> role.value().equals("Mail.Send")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void twoNodesThatMakeTheSameTenantAgree(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory one = open(database);
            Directory other = open(database);
            Tenant first = contoso(one);
            assertEquals(first, contoso(other));
            assertEquals(1, other.tenants().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void addressesAreUniqueInATenant(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = contoso(directory);
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(user("adele"));
                return true;
            });
            long before = directory.snapshot(tenant.id()).revision();
            assertThrows(
                    DirectoryFailure.AddressTaken.class,
                    () -> directory.change(tenant.id(), ACTOR, draft -> {
                        draft.put(user("alex"));
                        draft.put(user("ADELE"));
                        return true;
                    }));
            DirectorySnapshot after = directory.snapshot(tenant.id());
            assertEquals(before, after.revision());
            assertNull(after.byAddress("alex@contoso.example"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void concurrentChangesOfTwoNodesAllHappen(Engine engine) throws Exception {
        try (Database database = Databases.open(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Directory one = open(database);
            Tenant tenant = contoso(one);
            Directory other = open(database);
            var changes = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < 8; i++) {
                Directory node = i % 2 == 0 ? one : other;
                String alias = "user" + i;
                changes.add(threads.submit(() -> node.change(tenant.id(), ACTOR, draft -> {
                    draft.put(user(alias));
                    return true;
                })));
            }
            for (Future<Boolean> change : changes) {
                assertTrue(change.get());
            }
            one.refresh();
            other.refresh();
            assertEquals(8, one.snapshot(tenant.id()).all(User.class).count());
            assertEquals(8, other.snapshot(tenant.id()).all(User.class).count());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPolicyIsInForceHereAtOnceAndThereAfterARefresh(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory here = open(database);
            Tenant tenant = contoso(here);
            Directory there = open(database);
            AppId app = new AppId(UUID.randomUUID());
            User adele = user("adele");
            User alex = user("alex");
            var policy = new ApplicationAccessPolicy(
                    new PolicyId(UUID.randomUUID()),
                    new AppSelector.One(app),
                    AccessRight.RESTRICT_ACCESS,
                    adele.id(),
                    "S-1-5-21-1-2-3-4",
                    "adele",
                    "adele",
                    null,
                    now.get());
            here.change(tenant.id(), ACTOR, draft -> {
                draft.put(adele);
                draft.put(alex);
                draft.put(policy);
                return true;
            });
            assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(here, tenant, app, alex));
            there.refresh();
            assertEquals(Rule.OUTSIDE_EVERY_SCOPE, rule(there, tenant, app, alex));
            assertEquals(Rule.RESTRICT_POLICY, rule(there, tenant, app, adele));
            here.change(tenant.id(), ACTOR, draft -> {
                draft.remove(policy);
                return true;
            });
            assertEquals(Rule.UNSCOPED, rule(here, tenant, app, alex));
        }
    }

    private static Rule rule(Directory directory, Tenant tenant, AppId app, User owner) {
        return AccessEngine.checkPolicy(directory.snapshot(tenant.id()).access(), app, owner.id())
                .rule();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNodeThatCannotConfirmRefuses(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = contoso(directory);
            now.updateAndGet(time -> time.plusSeconds(5));
            assertNotNull(directory.snapshot(tenant.id()));
            now.updateAndGet(time -> time.plusSeconds(1));
            assertThrows(DirectoryFailure.NotCurrent.class, () -> directory.snapshot(tenant.id()));
            directory.refresh();
            assertNotNull(directory.snapshot(tenant.id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void removingAGroupLeavesNoMembershipBehind(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = contoso(directory);
            User adele = user("adele");
            Group group = new Group(
                    new ObjectId(UUID.randomUUID()),
                    now.get(),
                    "Senders",
                    "senders",
                    true,
                    List.of(),
                    null,
                    List.of(),
                    Map.of());
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(adele);
                draft.put(group);
                return draft.addMember(group.id(), adele.id());
            });
            assertEquals(List.of(group.id()), directory.snapshot(tenant.id()).memberOf(adele.id()));
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.remove(group.id());
                return true;
            });
            for (Directory node : List.of(directory, open(database))) {
                assertEquals(List.of(), node.snapshot(tenant.id()).memberOf(adele.id()));
                assertNull(node.snapshot(tenant.id()).find(group.id()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyChangeIsAuditedInAWholeChain(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = contoso(directory);
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(user("adele"));
                return true;
            });
            AuditRows audit = new AuditRows(database);
            assertEquals(2, audit.ofTenant(tenant.id()).size());
            assertTrue(audit.isWhole(tenant.id()));
            database.write(sql -> sql.update("update tenant_audit set entry = replace(entry, 'put', 'got')"));
            assertTrue(!audit.isWhole(tenant.id()));
        }
    }
}
