package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.persistent.WorkListener;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Counts the work of a change: copied slots of nodes and visited entries. At 10,000 mailboxes it is the same as at
 * 1,000, apart from one more level of the maps.
 */
class DirectoryWorkTest {
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    /** At most some twenty maps change, each by the nodes on the path to a key, which have at most 64 slots. */
    private static final long MAX_COPIED = 20 * 4 * 64;
    /** The parts of the change itself. */
    private static final long MAX_VISITED = 20;

    private static final class Counter implements WorkListener {
        private long copied;
        private long visited;

        @Override
        public void copied(int slots) {
            copied += slots;
        }

        @Override
        public void visited() {
            visited++;
        }
    }

    private record Count(long copied, long visited) {}

    @Test
    void aChangeCostsWhatItChanges() {
        Map<String, Count> small = measure(1_000);
        Map<String, Count> large = measure(10_000);
        assertEquals(small.keySet(), large.keySet());
        assertTrue(Objects.requireNonNull(large.get("membership")).copied() > 0, large::toString);
        large.forEach((what, count) -> {
            assertTrue(count.copied() <= MAX_COPIED, () -> what + ": " + count);
            assertTrue(count.visited() <= MAX_VISITED, () -> what + ": " + count);
            Count before = small.get(what);
            assertTrue(
                    before != null && count.copied() <= 2 * before.copied() + 128,
                    () -> what + ": " + count + ", at 1,000 mailboxes " + before);
        });
    }

    @Test
    void theCounterSeesAScan() {
        try (Node node = new Node(500)) {
            Count scan = node.count(directory ->
                    directory.latest(node.tenant.id()).all(User.class).forEach(user -> {}));
            assertTrue(scan.visited() >= 500, scan::toString);
        }
    }

    private static Map<String, Count> measure(int mailboxes) {
        var counts = new LinkedHashMap<String, Count>();
        try (Node node = new Node(mailboxes)) {
            User member = node.users.get(mailboxes / 2);
            User created = node.objects.user("created");
            ApplicationAccessPolicy policy = node.objects.policy(
                    new AppSelector.One(node.app.appId()), AccessRight.RESTRICT_ACCESS, node.group.id());
            counts.put("membership", node.change(draft -> draft.addMember(node.group.id(), member.id())));
            counts.put("membership removed", node.change(draft -> draft.removeMember(node.group.id(), member.id())));
            counts.put("policy", node.change(draft -> draft.put(policy)));
            counts.put("policy removed", node.change(draft -> draft.remove(policy)));
            counts.put("large group under a DenyAccess policy", node.nested(AccessRight.DENY_ACCESS));
            counts.put("large group under a RestrictAccess policy", node.nested(AccessRight.RESTRICT_ACCESS));
            counts.put(
                    "grant",
                    node.change(draft -> draft.put(node.objects.grant(draft.before(), node.app, "Mail.Read"))));
            counts.put("mailbox", node.change(draft -> draft.put(created)));
            counts.put(
                    "mailbox renamed",
                    node.change(draft ->
                            draft.put(node.objects.user(created.id(), "renamed", List.of("created@contoso.example")))));
            counts.put("mailbox removed", node.change(draft -> draft.remove(created.id())));
            counts.put(
                    "other node's membership", node.elsewhere(draft -> draft.addMember(node.group.id(), member.id())));
            counts.put("other node's mailbox", node.elsewhere(draft -> draft.put(node.objects.user("elsewhere"))));
            Count refused = node.count(directory -> assertThrows(
                    DirectoryFailure.AddressTaken.class,
                    () -> directory.change(node.tenant.id(), ACTOR, draft -> {
                        draft.put(node.objects.user(member.userPrincipalName().split("@")[0]));
                        return true;
                    })));
            assertEquals(new Count(0, 0), refused);
        }
        return counts;
    }

    /** A directory whose maps all count their work, and another node on the same database. */
    private static final class Node implements AutoCloseable {
        private final Counter counter = new Counter();
        private final Database database = Databases.open(Engine.SQLITE);
        private final DirectoryObjects objects = new DirectoryObjects(1);
        private final Directory directory = open(counter);
        private final Tenant tenant = directory.createTenant(
                new Tenant(new TenantId(objects.id()), DirectoryObjects.CREATED, List.of("contoso.example")), ACTOR);
        private final Group group = objects.group("senders", RecipientType.SECURITY_GROUP);
        private final ServicePrincipal app = objects.principal("app");
        private final List<User> users = new ArrayList<>();
        private final Directory other;

        Node(int mailboxes) {
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.note("fill");
                draft.put(group);
                draft.put(app);
                return true;
            });
            for (int i = 0; i < mailboxes; i++) {
                users.add(objects.user("user" + i));
            }
            for (int from = 0; from < mailboxes; from += 1000) {
                List<User> some = users.subList(from, Math.min(mailboxes, from + 1000));
                directory.change(tenant.id(), ACTOR, draft -> {
                    some.forEach(user -> {
                        draft.put(user);
                        draft.addMember(group.id(), user.id());
                    });
                    return true;
                });
            }
            directory.change(
                    tenant.id(),
                    ACTOR,
                    draft -> draft.removeMember(
                            group.id(), users.get(mailboxes / 2).id()));
            other = open(WorkListener.NONE);
        }

        private Directory open(WorkListener work) {
            return new Directory(
                    database,
                    new Audit(database, false),
                    () -> DirectoryObjects.CREATED,
                    Duration.ofSeconds(5),
                    false,
                    Long.MAX_VALUE,
                    work);
        }

        Count count(Consumer<Directory> what) {
            long copied = counter.copied;
            long visited = counter.visited;
            what.accept(directory);
            return new Count(counter.copied - copied, counter.visited - visited);
        }

        Count change(Consumer<Draft> change) {
            return count(node -> node.change(tenant.id(), ACTOR, draft -> {
                change.accept(draft);
                return true;
            }));
        }

        /** The group with nearly all mailboxes leaves or joins the scope of a policy: its members are not scanned for the warning. */
        Count nested(AccessRight right) {
            Group scope = objects.group("scope" + right, RecipientType.SECURITY_GROUP);
            AppRoleAssignment grant = objects.grant(directory.latest(tenant.id()), app, "Mail.Send");
            ApplicationAccessPolicy policy = objects.policy(new AppSelector.One(app.appId()), right, scope.id());
            boolean leaves = right == AccessRight.DENY_ACCESS;
            change(draft -> {
                draft.put(scope);
                draft.put(policy);
                draft.put(grant);
                if (leaves) {
                    draft.addMember(scope.id(), group.id());
                }
            });
            Count count = change(draft -> {
                var _ = leaves ? draft.removeMember(scope.id(), group.id()) : draft.addMember(scope.id(), group.id());
                assertEquals(1, draft.widenings().size());
            });
            change(draft -> {
                draft.remove(policy);
                draft.remove(grant);
                draft.remove(scope.id());
            });
            return count;
        }

        /** The work of this node when it reads another node's change. */
        Count elsewhere(Consumer<Draft> change) {
            other.change(tenant.id(), ACTOR, draft -> {
                change.accept(draft);
                return true;
            });
            return count(Directory::refresh);
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
