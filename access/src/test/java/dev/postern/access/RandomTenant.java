package dev.postern.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A small random tenant and questions to it. Small, because the interesting cases are collisions: groups in cycles, one mailbox
 * in several scopes, policies for {@code *} beside others, scopes that do not exist. The same seed gives the same tenant.
 */
final class RandomTenant {
    /** A question; without an owner it is about an address that names no mailbox. */
    record Question(
            AppId app,
            ObjectId principal,
            Set<String> token,
            Set<String> sufficient,
            @Nullable ObjectId owner) {}

    private static final List<String> PERMISSIONS = List.of("Mail.Read", "Mail.ReadWrite", "Mail.Send");

    final Facts facts = new Facts();
    private final SplittableRandom random;
    private final List<ObjectId> objects = new ArrayList<>();
    private final List<AppId> apps = new ArrayList<>();
    private final List<ObjectId> principals = new ArrayList<>();
    private final List<ObjectId> scopes = new ArrayList<>();

    RandomTenant(long seed) {
        random = new SplittableRandom(seed);
        facts.requireScope = chance(15);
        recipients();
        memberships();
        callers();
        policies();
        scopes();
        principals.forEach(principal -> facts.roles.put(principal, roles()));
    }

    List<ObjectId> objects() {
        return objects;
    }

    Question question() {
        int caller = random.nextInt(apps.size());
        ObjectId principal = chance(4) ? any(principals) : principals.get(caller);
        Set<String> token = new HashSet<>(facts.grantsOf(principal));
        if (chance(30)) {
            token.add(any(PERMISSIONS));
        }
        if (chance(20)) {
            token.remove(any(PERMISSIONS));
        }
        Set<String> sufficient = someOf(PERMISSIONS, 50);
        return new Question(
                apps.get(caller),
                chance(2) ? newObject() : principal,
                token,
                sufficient,
                chance(8) ? null : any(objects));
    }

    private void recipients() {
        int count = 3 + random.nextInt(10);
        for (int i = 0; i < count; i++) {
            ObjectId object = newObject();
            objects.add(object);
            int kind = random.nextInt(100);
            if (kind < 35) {
                facts.kinds.put(object, RecipientKind.USER);
            } else if (kind < 75) {
                facts.kinds.put(object, RecipientKind.SECURITY_GROUP);
            } else if (kind < 87) {
                facts.kinds.put(object, RecipientKind.DISTRIBUTION_GROUP);
            } else if (kind < 95) {
                facts.kinds.put(object, RecipientKind.OTHER);
            } // else: a deleted object that something still names
        }
    }

    private void memberships() {
        int density = 3 + random.nextInt(35);
        for (ObjectId group : objects) {
            if (facts.kinds.get(group) != RecipientKind.USER) {
                someOf(objects, density).forEach(member -> facts.member(group, member));
            }
        }
    }

    private void callers() {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            AppId app = new AppId(newId());
            ObjectId principal = newObject();
            apps.add(app);
            principals.add(principal);
            facts.callers.put(principal, new Facts.Caller(app, !chance(8)));
            someOf(PERMISSIONS, 70).forEach(permission -> facts.grant(principal, permission));
        }
    }

    private void scopes() {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            ObjectId scope = newObject();
            scopes.add(scope);
            facts.scopes.put(scope, someOf(objects, 40));
        }
        scopes.add(newObject());
    }

    /** Up to three role assignments. Some scopes do not exist. */
    List<RoleAssignment> roles() {
        var roles = new ArrayList<RoleAssignment>();
        for (int i = random.nextInt(7); i > 3; i--) {
            ResourceScope scope = switch (random.nextInt(8)) {
                case 0 -> new ResourceScope.Organization();
                case 1, 2 -> new ResourceScope.GroupMembers(any(objects));
                case 3, 4 -> new ResourceScope.AdministrativeUnit(any(scopes));
                default -> new ResourceScope.ManagementScope(any(scopes));
            };
            roles.add(new RoleAssignment("role-" + random.nextInt(1_000_000), someOf(PERMISSIONS, 60), scope));
        }
        return roles;
    }

    private void policies() {
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            AppSelector app = chance(20) ? new AppSelector.Every() : new AppSelector.One(any(apps));
            AccessRight right = chance(70) ? AccessRight.RESTRICT_ACCESS : AccessRight.DENY_ACCESS;
            facts.policies.add(new AccessPolicy(new PolicyId(newId()), app, right, any(objects)));
        }
    }

    private <T> Set<T> someOf(List<T> all, int percent) {
        Set<T> some = new HashSet<>();
        for (T one : all) {
            if (chance(percent)) {
                some.add(one);
            }
        }
        return some;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private ObjectId newObject() {
        return new ObjectId(newId());
    }

    private UUID newId() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
