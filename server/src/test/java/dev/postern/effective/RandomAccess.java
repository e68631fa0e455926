package dev.postern.effective;

import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.exchange.ExchangeFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Fills a tenant at random with everything that access depends on: nested groups, cycles, policies, role assignments, units. */
public final class RandomAccess {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    static final List<String> PERMISSIONS = List.of(
            "Mail.Read", "Mail.ReadWrite", "Mail.Send", "Calendars.Read", "MailboxSettings.ReadWrite", "User.Read.All");
    private static final List<String> ROLES = List.of(
            "Application Mail.Read",
            "Application Mail.Send",
            "Application Mail.ReadBasic",
            "Application Mail Full Access");
    private static final List<String> FILTERS = List.of(
            "CustomAttribute1 -eq 'a'",
            "CustomAttribute1 -ne 'a'",
            "DisplayName -like 'user1*'",
            "Alias -eq 'nothing'");
    private static final RecipientType[] MAILBOXES = {
        RecipientType.USER_MAILBOX, RecipientType.SHARED_MAILBOX, RecipientType.ROOM_MAILBOX
    };

    private final ExchangeFixture fixture;
    private final Random random;
    private final List<ObjectId> users = new ArrayList<>();
    private final List<ObjectId> groups = new ArrayList<>();
    private final List<ObjectId> units = new ArrayList<>();

    public RandomAccess(ExchangeFixture fixture, long seed) {
        this.fixture = fixture;
        this.random = new Random(seed);
    }

    private ObjectId id() {
        return new ObjectId(uuid());
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Fills the tenant. Returns its service principals. */
    public List<ServicePrincipal> fill(int mailboxes, int apps) {
        List<ServicePrincipal> principals = new ArrayList<>();
        for (int i = 0; i < apps; i++) {
            principals.add(fixture.principal(fixture.tenant, "app" + i));
        }
        fixture.directory.change(fixture.tenant.id(), TestCore.ACTOR, draft -> {
            for (int i = 0; i < mailboxes; i++) {
                users.add(user(draft, i));
            }
            for (int i = 0; i < mailboxes / 2 + 2; i++) {
                groups.add(group(draft, i));
            }
            for (int i = 0; i < 2; i++) {
                var unit = new AdministrativeUnit(id(), NOW, "unit" + i, Map.of());
                draft.put(unit);
                units.add(unit.id());
            }
            for (int i = 0; i < mailboxes * 2; i++) {
                draft.addMember(any(groups), random.nextInt(3) == 0 ? any(groups) : any(users));
                draft.addMember(any(units), random.nextInt(4) == 0 ? any(groups) : any(users));
            }
            principals.forEach(app -> access(draft, app));
            if (random.nextInt(3) == 0) {
                policy(draft, new AppSelector.Every());
            }
            return true;
        });
        return principals;
    }

    private Recipient recipient(RecipientType type, String alias) {
        return new Recipient(
                type,
                alias,
                alias,
                alias + "@" + fixture.tenant.defaultDomain(),
                List.of(),
                "S-1-5-21-1-2-3-" + (1000 + random.nextInt(Integer.MAX_VALUE - 1000)),
                uuid(),
                false,
                random.nextBoolean() ? Map.of("CustomAttribute1", random.nextBoolean() ? "a" : "B") : Map.of());
    }

    private ObjectId user(Draft draft, int number) {
        String alias = "user" + number;
        boolean has = random.nextInt(8) > 0;
        var user = new User(
                id(),
                NOW,
                alias,
                alias + "@" + fixture.tenant.defaultDomain(),
                true,
                recipient(has ? MAILBOXES[random.nextInt(MAILBOXES.length)] : RecipientType.MAIL_USER, alias),
                has ? new MailboxId(uuid()) : null,
                Map.of());
        draft.put(user);
        return user.id();
    }

    private ObjectId group(Draft draft, int number) {
        String alias = "group" + number;
        boolean security = random.nextInt(3) > 0;
        var group = new Group(
                id(),
                NOW,
                alias,
                alias,
                security,
                List.of(),
                recipient(security ? RecipientType.SECURITY_GROUP : RecipientType.DISTRIBUTION_GROUP, alias),
                List.of(),
                Map.of());
        draft.put(group);
        return group.id();
    }

    private void access(Draft draft, ServicePrincipal app) {
        DirectorySnapshot before = draft.before();
        ServicePrincipal graph = before.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph == null) {
            throw new IllegalStateException("The tenant has no Microsoft Graph");
        }
        for (AppRole role : graph.appRoles()) {
            if (PERMISSIONS.contains(role.value()) && random.nextInt(3) == 0) {
                draft.put(new AppRoleAssignment(
                        AppRoleAssignment.newId(app.id(), random), app.id(), graph.id(), role.id(), NOW));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            policy(draft, new AppSelector.One(app.appId()));
        }
        if (random.nextBoolean()) {
            var pointer = new ExchangeServicePrincipal(id(), NOW, app.appId(), app.id(), app.displayName());
            draft.put(pointer);
            for (int i = random.nextInt(4); i > 0; i--) {
                assignment(draft, pointer, i);
            }
        }
    }

    private void policy(Draft draft, AppSelector selector) {
        int kind = random.nextInt(10);
        ObjectId scope = kind == 0 ? id() : kind < 3 ? any(users) : any(groups);
        draft.put(new ApplicationAccessPolicy(
                new PolicyId(uuid()),
                selector,
                selector instanceof AppSelector.Every || random.nextInt(3) == 0
                        ? AccessRight.DENY_ACCESS
                        : AccessRight.RESTRICT_ACCESS,
                scope,
                "S-1-5-21-9-9-9-" + (1000 + random.nextInt(Integer.MAX_VALUE - 1000)),
                "scope",
                "scope",
                null,
                NOW));
    }

    private void assignment(Draft draft, ExchangeServicePrincipal pointer, int number) {
        ScopeType type = any(List.of(ScopeType.values()));
        ObjectId scope = switch (type) {
            case ORGANIZATION -> null;
            case GROUP -> any(groups);
            case ADMINISTRATIVE_UNIT -> any(units);
            case MANAGEMENT_SCOPE -> {
                var made = new ManagementScope(id(), NOW, pointer.displayName() + " scope" + number, any(FILTERS));
                draft.put(made);
                yield made.id();
            }
        };
        String name = pointer.displayName() + " assignment" + number;
        draft.put(new ManagementRoleAssignment(id(), NOW, name, any(ROLES), pointer.id(), type, scope));
    }
}
