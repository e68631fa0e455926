package dev.postern.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.Decision;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the audit says about the use of permissions, from the sentences of real decisions. */
class PermissionUseTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Set<String> BOTH = Set.of("Mail.Read", "Mail.ReadWrite");

    /** A core with an application that has a grant and a role assignment. */
    private static final class Used implements AutoCloseable {
        private final TestCore core;
        private final Tenant tenant;
        private final User anna;
        private final User bert;
        private final Group team;
        private final ServicePrincipal app;
        private final ObjectId assignment = new ObjectId(UUID.randomUUID());
        private final PolicyId policy = new PolicyId(UUID.randomUUID());

        Used(Engine engine) {
            core = new TestCore(
                    TestCore.on(Databases.open(engine)).clock(() -> NOW).open());
            tenant = core.tenant("contoso.example");
            anna = user("anna");
            bert = user("bert");
            team = core.group(tenant, "team", anna.id());
            Group others = core.group(tenant, "others", bert.id());
            app = core.principal(tenant, "robot");
            core.grant(tenant, app, Resource.GRAPH.appId(), "Mail.ReadWrite");
            core.directory().change(tenant.id(), TestCore.ACTOR, draft -> {
                draft.put(new ApplicationAccessPolicy(
                        policy,
                        new AppSelector.One(app.appId()),
                        AccessRight.RESTRICT_ACCESS,
                        team.id(),
                        "S-1",
                        "team",
                        "team",
                        null,
                        NOW));
                var pointer = new ExchangeServicePrincipal(
                        new ObjectId(UUID.randomUUID()), NOW, app.appId(), app.id(), "robot");
                draft.put(pointer);
                draft.put(new ManagementRoleAssignment(
                        assignment,
                        NOW,
                        "one",
                        "Application Mail.Read",
                        pointer.id(),
                        ManagementRoleAssignment.ScopeType.GROUP,
                        others.id()));
                return true;
            });
        }

        User user(String name) {
            return core.user(tenant, RecipientType.USER_MAILBOX, name, name, new MailboxId(UUID.randomUUID()));
        }

        /** A request that was decided so many days ago. */
        void request(User mailbox, Set<String> sufficient, int days) {
            Decision decision = AccessEngine.decide(
                    core.snapshot(tenant).access(),
                    new AccessQuestion(app.appId(), app.id(), Set.of("Mail.ReadWrite"), sufficient, mailbox.id()));
            core.core
                    .audit()
                    .append(new AuditEntry(
                            tenant.id(),
                            mailbox.mailbox(),
                            NOW.minus(Duration.ofDays(days)),
                            new Actor(app.appId(), app.id(), UUID.randomUUID()),
                            "GET /users/{id}/messages",
                            "x",
                            decision.verdict().text().toLowerCase(Locale.ROOT),
                            decision.rule().name(),
                            null,
                            decision.explanation()));
        }

        PermissionUse use() {
            return core.core.audit().use(tenant.id());
        }

        @Override
        public void close() {
            core.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void usesAreReadFromDecisions(Engine engine) {
        try (var used = new Used(engine)) {
            assertEquals(NOW, used.use().since(), "the tenant was created then");
            assertEquals(Set.of(), used.use().scopes());
            used.request(used.bert, Set.of("Mail.ReadWrite"), 3);
            PermissionUse refused = used.use();
            assertFalse(refused.hasUsed(used.app.appId(), "Mail.ReadWrite"), "it was refused");
            assertEquals(Set.of(), refused.mailboxes(used.app.appId()));
            assertEquals(Set.of(used.team.id()), refused.scopes());
            assertEquals(NOW.minus(Duration.ofDays(3)), refused.since());
            used.request(used.bert, BOTH, 2);
            PermissionUse byRole = used.use();
            assertEquals(
                    Set.of(used.assignment.toString()), byRole.assignments().keySet());
            assertFalse(byRole.hasUsed(used.app.appId(), "Mail.Read"), "it is not granted in Entra");
            used.request(used.anna, BOTH, 1);
            PermissionUse all = used.use();
            assertTrue(all.hasUsed(used.app.appId(), "Mail.ReadWrite"));
            assertEquals(
                    Set.of(Objects.requireNonNull(used.anna.mailbox()), Objects.requireNonNull(used.bert.mailbox())),
                    all.mailboxes(used.app.appId()));
            Tenant other = used.core.tenant("fabrikam.example");
            assertEquals(
                    Set.of(),
                    used.core.core.audit().use(other.id()).permissions().keySet(),
                    "another tenant sees nothing of it");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theScopeOfARemovedPolicyIsKnown(Engine engine) {
        try (var used = new Used(engine)) {
            used.core.directory().change(used.tenant.id(), TestCore.ACTOR, draft -> {
                draft.remove(Objects.requireNonNull(draft.before().policy(used.policy)));
                return true;
            });
            assertEquals(Set.of(used.team.id()), used.use().scopes());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theSearchIsBounded(Engine engine) {
        try (var used = new Used(engine)) {
            List<AuditEntry> many = IntStream.range(0, 1_001)
                    .mapToObj(i -> new AuditEntry(
                            used.tenant.id(),
                            new MailboxId(new UUID(0, i % 25)),
                            NOW.minus(Duration.ofHours(2 + i)),
                            new Actor(used.app.appId(), used.app.id(), UUID.randomUUID()),
                            "GET /users/{id}/messages",
                            "x",
                            "granted",
                            "UNSCOPED",
                            null,
                            "Granted with " + (i == 1_000 ? "Mail.Send" : "Mail.Read") + " by assignment x: so."))
                    .toList();
            many.forEach(used.core.core.audit()::later);
            used.core.core.audit().flush();
            PermissionUse bounded = PermissionUseScan.read(used.core.database(), used.tenant.id(), 1_000);
            assertEquals(NOW.minus(Duration.ofHours(1_001)), bounded.since());
            assertFalse(bounded.hasUsed(used.app.appId(), "Mail.Send"));
            PermissionUse all = used.use();
            assertEquals(NOW.minus(Duration.ofHours(1_002)), all.since());
            assertTrue(all.hasUsed(used.app.appId(), "Mail.Send"));
            assertEquals(Set.of(), all.mailboxes(used.app.appId()), "25 are too many to be listed");
        }
    }
}
