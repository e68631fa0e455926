package dev.postern.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.audit.PermissionUse;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.effective.MailboxPermissions;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Findings of a tenant that is large for the budget of steps. With {@code -Dadvice.mailboxes} and {@code -Dadvice.applications} it measures
 * a larger one.
 */
class AccessAdviceSizeTest {
    private static final int MAILBOXES = Integer.getInteger("advice.mailboxes", 300);
    private static final int APPLICATIONS = Integer.getInteger("advice.applications", 20);
    private static final int GROUP = 50;

    private final ExchangeFixture fixture = new ExchangeFixture(Engine.SQLITE);
    private final List<ServicePrincipal> apps = new ArrayList<>();

    @Test
    void whatIsNotExaminedIsSaid() {
        try (fixture) {
            fill();
            DirectorySnapshot directory = fixture.snapshot();
            long begun = System.nanoTime();
            AccessAdvice.Page all = advice(directory, 3_000_000).page(0, 10_000);
            if (MAILBOXES > 10_000) {
                System.out.println(all.findings().size() + " findings in " + (System.nanoTime() - begun) / 1_000_000
                        + " ms, incomplete: " + all.incomplete());
                return;
            }
            assertEquals(Set.of(), all.incomplete());
            assertEquals(APPLICATIONS / 4, count(all, FindingKind.UNSCOPED_GRANT));
            assertEquals(APPLICATIONS / 4, count(all, FindingKind.NESTED_LIST_DOES_NOT_COUNT));
            assertEquals(APPLICATIONS / 4, count(all, FindingKind.EMPTY_SCOPE));
            AccessAdvice.Page few = advice(directory, 100).page(0, 10_000);
            assertTrue(few.incomplete().contains("nested-list-does-not-count"), few.incomplete()::toString);
            assertTrue(few.incomplete().contains("empty-scope"), few.incomplete()::toString);
            assertEquals(APPLICATIONS / 4, count(few, FindingKind.UNSCOPED_GRANT));
        }
    }

    private static AccessAdvice advice(DirectorySnapshot directory, int steps) {
        return new AccessAdvice(
                directory, new MailboxPermissions(List.of()), PermissionUse.UNKNOWN, Instant.EPOCH, steps);
    }

    private static long count(AccessAdvice.Page page, FindingKind kind) {
        return page.findings().stream().filter(one -> one.kind() == kind).count();
    }

    /** A quarter of the applications each: unscoped, confined to a group with a list in it, to a filter that matches nothing, to a group. */
    private void fill() {
        for (int i = 0; i < APPLICATIONS; i++) {
            ServicePrincipal app = fixture.principal(fixture.tenant, "app" + i);
            apps.add(app);
            if (i % 4 != 2) {
                fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
            }
        }
        fixture.directory.change(fixture.tenant.id(), TestCore.ACTOR, draft -> {
            List<ObjectId> mailboxes = new ArrayList<>();
            for (int i = 0; i < MAILBOXES; i++) {
                var user = new User(
                        id(),
                        Instant.EPOCH,
                        "u" + i,
                        "u" + i + "@contoso.example",
                        true,
                        recipient(RecipientType.USER_MAILBOX, "u" + i),
                        new MailboxId(UUID.randomUUID()),
                        Map.of());
                draft.put(user);
                mailboxes.add(user.id());
            }
            var scope = new ManagementScope(id(), Instant.EPOCH, "none", "Department -eq 'none'");
            draft.put(scope);
            for (int i = 0; i < APPLICATIONS; i++) {
                ServicePrincipal app = apps.get(i);
                if (i % 4 == 2) {
                    var pointer = new ExchangeServicePrincipal(id(), Instant.EPOCH, app.appId(), app.id(), "x");
                    draft.put(pointer);
                    draft.put(new ManagementRoleAssignment(
                            id(),
                            Instant.EPOCH,
                            "a" + i,
                            "Application Mail.Read",
                            pointer.id(),
                            ManagementRoleAssignment.ScopeType.MANAGEMENT_SCOPE,
                            scope.id()));
                } else if (i % 4 != 0) {
                    Group group = group(RecipientType.SECURITY_GROUP, "g" + i);
                    Group inner = group(
                            i % 4 == 1 ? RecipientType.DISTRIBUTION_GROUP : RecipientType.SECURITY_GROUP, "i" + i);
                    draft.put(group);
                    draft.put(inner);
                    draft.addMember(group.id(), mailboxes.get(i % MAILBOXES));
                    draft.addMember(group.id(), inner.id());
                    for (int n = 0; n < GROUP; n++) {
                        draft.addMember(inner.id(), mailboxes.get((i * GROUP + n) % MAILBOXES));
                    }
                    draft.put(new ApplicationAccessPolicy(
                            new PolicyId(UUID.randomUUID()),
                            new AppSelector.One(app.appId()),
                            AccessRight.RESTRICT_ACCESS,
                            group.id(),
                            "S-" + i,
                            "g",
                            "g",
                            null,
                            Instant.EPOCH));
                }
            }
            return true;
        });
    }

    private static ObjectId id() {
        return new ObjectId(UUID.randomUUID());
    }

    private static Group group(RecipientType type, String name) {
        return new Group(
                id(),
                Instant.EPOCH,
                name,
                name,
                type == RecipientType.SECURITY_GROUP,
                List.of(),
                recipient(type, name),
                List.of(),
                Map.of());
    }

    private static Recipient recipient(RecipientType type, String name) {
        return new Recipient(
                type,
                name,
                name,
                name + "@contoso.example",
                List.of(),
                "S-1-5-21-" + name,
                UUID.randomUUID(),
                false,
                Map.of());
    }
}
