package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.Decision;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of changes on three nodes: one makes them, one reads each of them, and one reads the whole
 * directory afterwards. All three must be equal. A failure prints its seed.
 */
class DirectoryChangesTest {
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private static final int CHANGES = 120;
    private static final int CHECKED_EVERY = 10;
    private static final List<String> PERMISSIONS = List.of("Mail.Read", "Mail.Send");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsDerivedIsWhatIsRead(Engine engine) {
        long seed = new SecureRandom().nextLong();
        try (Database database = Databases.open(engine)) {
            new Sequence(database, seed).run();
        }
    }

    private static final class Sequence {
        private final Database database;
        private final long seed;
        private final SplittableRandom random;
        private final DirectoryObjects objects;
        private final Directory changing;
        private final Tenant tenant;
        private final Directory reading;
        private final List<User> users = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private final List<ServicePrincipal> principals = new ArrayList<>();

        Sequence(Database database, long seed) {
            this.database = database;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.objects = new DirectoryObjects(seed);
            this.changing = open();
            this.tenant = changing.createTenant(
                    new Tenant(new TenantId(objects.id()), DirectoryObjects.CREATED, List.of("contoso.example")),
                    ACTOR);
            this.reading = open();
        }

        private Directory open() {
            return new Directory(
                    database,
                    new Audit(database, false),
                    () -> DirectoryObjects.CREATED,
                    Duration.ofSeconds(5),
                    false,
                    Long.MAX_VALUE);
        }

        void run() {
            for (int i = 0; i < 6; i++) {
                users.add(objects.user("user" + i));
                groups.add(objects.group(
                        "group" + i, i % 3 == 0 ? RecipientType.DISTRIBUTION_GROUP : RecipientType.SECURITY_GROUP));
                principals.add(objects.principal("app" + i));
            }
            for (int step = 0; step < CHANGES; step++) {
                changing.change(tenant.id(), ACTOR, draft -> {
                    for (int part = random.nextInt(3); part >= 0; part--) {
                        step(draft);
                    }
                    return true;
                });
                if (step % CHECKED_EVERY == 0) {
                    reading.refresh();
                    DirectorySnapshot expected = open().snapshot(tenant.id());
                    compare(expected, changing.snapshot(tenant.id()));
                    compare(expected, reading.snapshot(tenant.id()));
                }
            }
        }

        private void step(Draft draft) {
            switch (random.nextInt(8)) {
                case 0 -> putUser(draft, any(users));
                case 1 -> draft.put(any(groups));
                case 2 -> draft.put(any(principals));
                case 3, 4 -> membership(draft);
                case 5 -> policy(draft);
                case 6 -> grant(draft);
                default -> remove(draft);
            }
        }

        /** Some get a second address, some an address that another object had. */
        private void putUser(Draft draft, User user) {
            String address = "shared" + random.nextInt(3) + "@contoso.example";
            String alias = user.userPrincipalName().split("@")[0];
            DirectoryObject holder = draft.before().byAddress(address);
            if (holder instanceof User other && !other.id().equals(user.id()) && random.nextBoolean()) {
                draft.put(objects.user(other.id(), other.userPrincipalName().split("@")[0], List.of()));
            }
            try {
                draft.put(objects.user(user.id(), alias, random.nextBoolean() ? List.of(address) : List.of()));
            } catch (DirectoryFailure.AddressTaken e) {
                draft.put(objects.user(user.id(), alias, List.of()));
            }
        }

        private void membership(Draft draft) {
            ObjectId group = any(groups).id();
            ObjectId member =
                    random.nextInt(3) == 0 ? any(groups).id() : any(users).id();
            if (draft.now(group) != null && draft.now(member) != null && !draft.addMember(group, member)) {
                draft.removeMember(group, member);
            }
        }

        private void policy(Draft draft) {
            if (draft.before().policies().size() > 4) {
                draft.remove(draft.before().policies().iterator().next());
                return;
            }
            AppSelector app = random.nextInt(5) == 0
                    ? new AppSelector.Every()
                    : new AppSelector.One(any(principals).appId());
            draft.put(objects.policy(
                    app,
                    random.nextInt(3) == 0 ? AccessRight.DENY_ACCESS : AccessRight.RESTRICT_ACCESS,
                    any(groups).id()));
        }

        private void grant(Draft draft) {
            ServicePrincipal principal = any(principals);
            if (draft.now(principal.id()) == null) {
                return;
            }
            var known = draft.before().assignmentsOf(principal.id());
            if (known.size() > 2) {
                draft.remove(known.iterator().next());
            } else {
                draft.put(objects.grant(draft.before(), principal, any(PERMISSIONS)));
            }
        }

        private void remove(Draft draft) {
            ObjectId id = random.nextBoolean()
                    ? any(users).id()
                    : random.nextBoolean() ? any(groups).id() : any(principals).id();
            if (draft.now(id) != null) {
                draft.remove(id);
            }
        }

        private void compare(DirectorySnapshot expected, DirectorySnapshot actual) {
            assertEquals(expected.revision(), actual.revision(), this::seed);
            assertEquals(expected.facts().weight(), actual.facts().weight(), this::seed);
            for (var kind : List.of(User.class, Group.class, ServicePrincipal.class)) {
                assertEquals(expected.all(kind).toList(), actual.all(kind).toList(), this::seed);
            }
            for (User user : users) {
                assertEquals(
                        expected.byPrincipalName(user.userPrincipalName()),
                        actual.byPrincipalName(user.userPrincipalName()),
                        this::seed);
                assertEquals(expected.memberOf(user.id()), actual.memberOf(user.id()), this::seed);
                assertEquals(
                        expected.called(user.displayName(), null).toList(),
                        actual.called(user.displayName(), null).toList(),
                        this::seed);
            }
            for (int i = 0; i < 3; i++) {
                String address = "Shared" + i + "@contoso.example";
                assertEquals(expected.byAddress(address), actual.byAddress(address), this::seed);
                boolean held = actual.all(User.class)
                        .anyMatch(user -> user.recipient() != null
                                && user.recipient().addresses().anyMatch(address::equalsIgnoreCase));
                assertEquals(held, actual.byAddress(address) != null, this::seed);
            }
            for (Group group : groups) {
                assertEquals(expected.members(group.id()), actual.members(group.id()), this::seed);
                assertEquals(
                        List.copyOf(expected.policiesOn(group.id())),
                        List.copyOf(actual.policiesOn(group.id())),
                        this::seed);
            }
            assertEquals(List.copyOf(expected.policies()), List.copyOf(actual.policies()), this::seed);
            principals.forEach(principal -> decide(principal, expected, actual));
        }

        private void decide(ServicePrincipal principal, DirectorySnapshot expected, DirectorySnapshot actual) {
            assertEquals(
                    List.copyOf(expected.assignmentsOf(principal.id())),
                    List.copyOf(actual.assignmentsOf(principal.id())),
                    this::seed);
            assertEquals(
                    expected.servicePrincipalsOf("API://" + principal.displayName())
                            .toList(),
                    actual.servicePrincipalsOf("api://" + principal.displayName())
                            .toList(),
                    this::seed);
            Set<String> token = Set.copyOf(PERMISSIONS);
            for (User user : users) {
                var question =
                        new AccessQuestion(principal.appId(), principal.id(), token, Set.of("Mail.Send"), user.id());
                Decision decision = AccessEngine.decide(expected.access(), question);
                assertEquals(decision, AccessEngine.decide(actual.access(), question), this::seed);
            }
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private String seed() {
            return "seed " + seed;
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAddressMayGoFromOneToAnotherInOneChange(Engine engine) {
        var objects = new DirectoryObjects(5);
        try (Database database = Databases.open(engine)) {
            var directory = new Directory(
                    database,
                    new Audit(database, false),
                    () -> DirectoryObjects.CREATED,
                    Duration.ofSeconds(5),
                    false,
                    Long.MAX_VALUE);
            Tenant tenant = directory.createTenant(
                    new Tenant(new TenantId(objects.id()), DirectoryObjects.CREATED, List.of("contoso.example")),
                    ACTOR);
            ObjectId one = new ObjectId(objects.id());
            ObjectId other = new ObjectId(objects.id());
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(objects.user(one, "one", List.of("info@contoso.example")));
                draft.put(objects.user(other, "other", List.of("sales@contoso.example")));
                return true;
            });
            Directory reading = new Directory(
                    database,
                    new Audit(database, false),
                    () -> DirectoryObjects.CREATED,
                    Duration.ofSeconds(5),
                    false,
                    Long.MAX_VALUE);
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(objects.user(one, "one", List.of()));
                draft.put(objects.user(other, "other", List.of("info@contoso.example")));
                draft.put(objects.user(one, "one", List.of("sales@contoso.example")));
                return true;
            });
            reading.refresh();
            for (Directory node : List.of(directory, reading)) {
                DirectorySnapshot snapshot = node.snapshot(tenant.id());
                assertTrue(snapshot.byAddress("INFO@contoso.example") instanceof User user
                        && user.id().equals(other));
                assertTrue(snapshot.byAddress("sales@contoso.example") instanceof User user
                        && user.id().equals(one));
                assertFalse(snapshot.byAddress("one@contoso.example") == null);
            }
        }
    }
}
