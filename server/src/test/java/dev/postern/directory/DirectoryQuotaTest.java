package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** The memory of all directories and the lists of one object are limited, whatever route a change takes. */
class DirectoryQuotaTest {
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private static final long MAX_WEIGHT = 4 << 20;

    private final DirectoryObjects objects = new DirectoryObjects(7);

    private static Directory open(Database database) {
        return new Directory(
                database,
                new Audit(database, false),
                () -> DirectoryObjects.CREATED,
                Duration.ofSeconds(5),
                false,
                MAX_WEIGHT);
    }

    private Tenant tenant(Directory directory, String domain) {
        return directory.createTenant(
                new Tenant(new TenantId(objects.id()), DirectoryObjects.CREATED, List.of(domain)), ACTOR);
    }

    private User large(String name) {
        User user = objects.user(name);
        return new User(
                user.id(),
                user.createdAt(),
                user.displayName(),
                user.userPrincipalName(),
                true,
                user.recipient(),
                user.mailbox(),
                Map.of("officeLocation", JsonNodeFactory.instance.stringNode("x".repeat(200_000))));
    }

    private static void put(Directory directory, Tenant tenant, DirectoryObject object) {
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.put(object);
            return true;
        });
    }

    private static void remove(Directory directory, Tenant tenant, ObjectId id) {
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.remove(id);
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDirectoriesOfAllTenantsShareOneLimit(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant first = tenant(directory, "contoso.example");
            Tenant second = tenant(directory, "fabrikam.example");
            User last = large("u0");
            put(directory, first, last);
            int stored = 1;
            while (true) {
                User next = large("u" + stored);
                try {
                    put(directory, first, next);
                } catch (DirectoryFailure.QuotaExceeded e) {
                    assertNull(directory.snapshot(first.id()).find(next.id(), User.class));
                    break;
                }
                stored++;
            }
            assertTrue(stored >= 5 && stored <= 10, "stored " + stored);
            assertThrows(DirectoryFailure.QuotaExceeded.class, () -> put(directory, second, large("other")));
            put(directory, second, objects.user("small"));

            remove(directory, first, last.id());
            User again = large("again");
            put(directory, first, again);
            assertNotNull(directory.snapshot(first.id()).find(again.id(), User.class));
            // a node that reads a directory is never refused
            assertNotNull(open(database).snapshot(first.id()).find(again.id(), User.class));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsRemovedNoLongerCounts(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = tenant(directory, "contoso.example");
            long before = directory.snapshot(tenant.id()).facts().weight();
            User user = large("user");
            Group group = objects.group("group", RecipientType.SECURITY_GROUP);
            ServicePrincipal principal = objects.principal("app");
            directory.change(tenant.id(), ACTOR, draft -> {
                draft.put(user);
                draft.put(group);
                draft.put(principal);
                draft.put(objects.grant(draft.before(), principal, "Mail.Read"));
                return draft.addMember(group.id(), user.id());
            });
            long with = directory.snapshot(tenant.id()).facts().weight();
            assertTrue(with > before + 400_000, with + " after " + before);
            assertEquals(with, open(database).snapshot(tenant.id()).facts().weight());
            List.of(user.id(), group.id(), principal.id()).forEach(id -> remove(directory, tenant, id));
            assertEquals(before, directory.snapshot(tenant.id()).facts().weight());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theListsOfAnObjectHaveALimit(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Directory directory = open(database);
            Tenant tenant = tenant(directory, "contoso.example");
            put(directory, tenant, principal(1_200));
            DirectoryFailure refused =
                    assertThrows(DirectoryFailure.Invalid.class, () -> put(directory, tenant, principal(1_201)));
            assertTrue(String.valueOf(refused.getMessage()).contains("at most 1200"), refused::getMessage);
        }
    }

    private ServicePrincipal principal(int names) {
        ServicePrincipal one = objects.principal("app");
        return new ServicePrincipal(
                one.id(),
                one.appId(),
                one.createdAt(),
                one.displayName(),
                one.type(),
                true,
                false,
                IntStream.range(0, names).mapToObj(i -> "api://n" + i).toList(),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
    }
}
