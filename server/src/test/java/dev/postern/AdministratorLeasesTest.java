package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditRows;
import dev.postern.directory.Application;
import dev.postern.directory.BuiltInAdministrator;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.management.AdministratorSecrets;
import dev.postern.settings.SettingsReader;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.token.NewSecret;
import dev.postern.token.Signer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The administrator's secrets are valid only while their server runs, and only the server appoints the administrator. */
class AdministratorLeasesTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SecureRandom random = new SecureRandom();

    private final class World implements AutoCloseable {
        private final Database database;
        private final Directory directory;
        private final TenantId tenant = new TenantId(UUID.randomUUID());

        World(Engine engine) {
            database = Databases.open(engine);
            directory = open();
            directory.createTenant(
                    new Tenant(tenant, now.get(), List.of("contoso.example")), Actor.server(UUID.randomUUID()));
        }

        Directory open() {
            return TestCore.on(database)
                    .clock(now::get)
                    .maxUnconfirmed(Duration.ofDays(3650))
                    .open()
                    .directory();
        }

        AdministratorLeases leases(String node) {
            return new AdministratorLeases(directory, node, now::get, random);
        }

        Application application() {
            var snapshot = directory.snapshot(tenant);
            return Objects.requireNonNull(snapshot.application(
                    Objects.requireNonNull(snapshot.administrator()).appId()));
        }

        List<PasswordCredential> secrets() {
            return application().credentials().passwords();
        }

        boolean opens(String secret) {
            return secrets().stream()
                    .anyMatch(one -> one.hash().matches(secret) && now.get().isBefore(one.end()));
        }

        void maintain(Application application) {
            directory.maintain(tenant, draft -> {
                draft.put(application);
                return true;
            });
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSecretIsValidWhileItsServerRuns(Engine engine) {
        try (World world = new World(engine)) {
            AdministratorLeases one = world.leases("one");
            AdministratorLeases.Lease mine = one.take(world.tenant);
            AdministratorLeases other = world.leases("other");
            AdministratorLeases.Lease theirs = other.take(world.tenant);
            assertEquals(mine.appId(), theirs.appId());
            assertNotEquals(mine.secret(), theirs.secret());
            assertTrue(world.opens(mine.secret()) && world.opens(theirs.secret()));
            assertEquals(
                    START.plus(Duration.ofHours(24)), world.secrets().getFirst().end());

            assertEquals(
                    List.of(
                            new AdministratorSecrets.Node("one", START, true),
                            new AdministratorSecrets.Node("other", START, false)),
                    one.nodes(world.tenant).stream()
                            .sorted(java.util.Comparator.comparing(AdministratorSecrets.Node::name))
                            .toList());

            long before = world.directory.snapshot(world.tenant).revision();
            now.set(START.plus(Duration.ofMinutes(59)));
            one.renew(AdministratorLeasesTest::unexpected);
            assertEquals(before, world.directory.snapshot(world.tenant).revision(), "renewed too early");
            for (int hour = 1; hour <= 30; hour++) {
                now.set(START.plus(Duration.ofHours(hour)));
                one.renew(AdministratorLeasesTest::unexpected);
                assertTrue(world.opens(mine.secret()), "after " + hour + " hours");
            }
            assertFalse(world.opens(theirs.secret()), "a server that does not renew loses its secret");
            assertEquals(1, world.secrets().size(), "and what is over is taken away");
            assertEquals(1, one.nodes(world.tenant).size(), "nor is it shown as a node");
            assertEquals(
                    new AdministratorSecrets.Node("one", now.get(), false),
                    other.nodes(world.tenant).getFirst());

            var back = new AtomicReference<AdministratorLeases.Lease>();
            other.renew((tenant, lease) -> back.set(lease));
            assertFalse(world.opens(theirs.secret()), "it may have been revoked in the meantime");
            theirs = back.get();
            assertTrue(world.opens(theirs.secret()), "one that comes back has another");
            AdministratorLeases.Lease next = world.leases("one").take(world.tenant);
            assertFalse(world.opens(mine.secret()), "a start replaces what the last one left");
            assertTrue(world.opens(next.secret()) && world.opens(theirs.secret()));
            other.close();
            assertFalse(world.opens(theirs.secret()), "a stop gives it back");
            assertTrue(world.opens(next.secret()));
        }
    }

    private static void unexpected(TenantId tenant, AdministratorLeases.Lease lease) {
        throw new AssertionError("replaced by " + lease);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRevokedSecretIsNotRestored(Engine engine) {
        try (World world = new World(engine)) {
            AdministratorLeases one = world.leases("one");
            AdministratorLeases other = world.leases("other");
            AdministratorLeases.Lease mine = one.take(world.tenant);
            AdministratorLeases.Lease theirs = other.take(world.tenant);
            List<AdministratorSecrets.Shown> shown = one.list(world.tenant);
            assertEquals(
                    List.of("one", "other"),
                    shown.stream()
                            .map(AdministratorSecrets.Shown::node)
                            .sorted()
                            .toList());
            UUID key = shown.stream()
                    .filter(secret -> secret.node().equals("other"))
                    .findFirst()
                    .orElseThrow()
                    .keyId();
            Actor actor = Actor.server(UUID.randomUUID());
            assertFalse(one.revoke(world.tenant, UUID.randomUUID(), actor));
            assertTrue(one.revoke(world.tenant, key, actor));
            assertFalse(one.revoke(world.tenant, key, actor));
            assertFalse(world.opens(theirs.secret()));
            now.set(START.plus(Duration.ofHours(2)));
            other.renew(AdministratorLeasesTest::unexpected);
            now.set(START.plus(Duration.ofHours(30)));
            other.renew(AdministratorLeasesTest::unexpected);
            assertFalse(world.opens(theirs.secret()), "the server that had it must not bring it back");
            assertTrue(one.list(world.tenant).stream()
                    .noneMatch(secret -> secret.keyId().equals(key)));
            assertNotEquals(mine.secret(), theirs.secret());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void rotatingReplacesOnlyTheOwnSecret(Engine engine) {
        try (World world = new World(engine)) {
            AdministratorLeases one = world.leases("one");
            AdministratorLeases other = world.leases("other");
            AdministratorLeases.Lease before = one.take(world.tenant);
            AdministratorLeases.Lease theirs = other.take(world.tenant);
            UUID request = UUID.randomUUID();
            AdministratorLeases.Lease after = one.rotate(world.tenant, Actor.server(request));
            assertFalse(world.opens(before.secret()));
            assertTrue(world.opens(after.secret()) && world.opens(theirs.secret()));
            assertEquals(
                    request,
                    new AuditRows(world.database)
                            .ofTenant(world.tenant)
                            .getLast()
                            .actor()
                            .requestId(),
                    "the change is audited as the caller's");
        }
    }

    @Test
    void aServerThatStopsLeavesNoSecret(@TempDir Path folder) {
        var settings = SettingsReader.read(
                Optional.empty(),
                Map.of(),
                Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        for (int start = 0; start < 2; start++) {
            Postern.start(settings, InstantSource.system()).close();
            try (Core core = TestCore.on(new SqliteDatabase(folder.resolve("postern.db"), StatementListener.NONE))
                    .open()) {
                Directory directory = core.directory();
                var snapshot = directory.snapshot(directory.tenants().getFirst().id());
                AppId app = Objects.requireNonNull(snapshot.administrator()).appId();
                assertEquals(
                        Credentials.NONE,
                        Objects.requireNonNull(snapshot.application(app)).credentials());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void secretsOfOthersAreRemovedAtTheStart(Engine engine) {
        try (World world = new World(engine)) {
            AdministratorLeases.Lease kept = world.leases("other").take(world.tenant);
            world.leases("crashed").take(world.tenant);
            now.set(START.plus(Duration.ofHours(23)));
            String old = "admin.json of " + UUID.randomUUID();
            var secrets = new java.util.ArrayList<>(world.secrets());
            secrets.removeIf(one -> "lease of server crashed".equals(one.displayName()));
            for (Duration life : List.of(Duration.ofDays(730), Duration.ofHours(2))) {
                secrets.add(
                        NewSecret.of(old, START, now.get().plus(life), random).credential());
                secrets.add(
                        NewSecret.of(null, START, now.get().plus(life), random).credential());
            }
            secrets.add(NewSecret.of("lease of server forged", START, now.get().plus(Duration.ofDays(730)), random)
                    .credential());
            Application application = world.application();
            world.maintain(application.withCredentials(new Credentials(
                    secrets, List.of(new Signer().credential(START, START.plus(Duration.ofDays(365)))), List.of())));
            ServicePrincipal principal = Objects.requireNonNull(
                    world.directory.snapshot(world.tenant).administrator());
            world.directory.maintain(world.tenant, draft -> {
                draft.put(marked(principal.id(), principal.appId(), START, false));
                draft.before().assignments().stream()
                        .filter(one -> one.principal().equals(principal.id()))
                        .forEach(draft::remove);
                return true;
            });

            AdministratorLeases.Lease mine = world.leases("one").take(world.tenant);
            assertEquals(2, world.secrets().size());
            assertTrue(world.opens(kept.secret()) && world.opens(mine.secret()));
            assertEquals(List.of(), world.application().credentials().keys());
            var after = world.directory.snapshot(world.tenant);
            assertTrue(Objects.requireNonNull(after.administrator()).accountEnabled());
            assertEquals(
                    11,
                    after.assignments().stream()
                            .filter(one -> one.principal().equals(principal.id()))
                            .count());
        }
    }

    private static ServicePrincipal marked(ObjectId id, AppId app, Instant made, boolean enabled) {
        return new ServicePrincipal(
                id,
                app,
                made,
                "forged",
                ServicePrincipalType.APPLICATION,
                enabled,
                false,
                List.of(app.toString()),
                List.of(BuiltInAdministrator.MARK),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
    }

    /** Sets the marker on an ordinary principal, as only direct database access or an old version could. */
    private static void forge(World world, ServicePrincipal principal, Instant made) {
        String doc = Objects.requireNonNull(world.database.<@Nullable String>read(sql -> sql.one(
                "select doc from directory_object where tenant_id = ? and object_id = ?",
                row -> row.text(1),
                world.tenant.value(),
                principal.id().value())));
        String forged = doc.replace("\"alternativeNames\":[]", "\"alternativeNames\":[\"postern:administrator\"]")
                .replaceFirst("\"createdAt\":[^,]+", "\"createdAt\":\"" + made + "\"");
        assertNotEquals(doc, forged);
        world.database.write(sql -> sql.update(
                "update directory_object set doc = ? where tenant_id = ? and object_id = ?",
                forged,
                world.tenant.value(),
                principal.id().value()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aForgedMarkerAppointsNoAdministrator(Engine engine) {
        try (World world = new World(engine)) {
            AppId real = world.leases("one").take(world.tenant).appId();
            AppId app = new AppId(UUID.randomUUID());
            ServicePrincipal forger = new ServicePrincipal(
                    new ObjectId(UUID.randomUUID()),
                    app,
                    START.plusSeconds(60),
                    "forger",
                    ServicePrincipalType.APPLICATION,
                    true,
                    false,
                    List.of(app.toString()),
                    List.of(),
                    List.of(),
                    Credentials.NONE,
                    null,
                    List.of(),
                    Map.of());
            world.directory.change(world.tenant, Actor.server(UUID.randomUUID()), draft -> {
                draft.put(forger);
                draft.put(new Application(
                        new ObjectId(UUID.randomUUID()),
                        app,
                        START,
                        "forger",
                        List.of(),
                        List.of(),
                        Credentials.NONE,
                        List.of(),
                        Map.of()));
                return true;
            });
            forge(world, forger, START.minus(Duration.ofDays(1)));
            Directory anew = world.open();
            assertEquals(
                    real,
                    new AdministratorLeases(anew, "two", now::get, random)
                            .take(world.tenant)
                            .appId());
            ServicePrincipal after =
                    Objects.requireNonNull(anew.snapshot(world.tenant).find(forger.id(), ServicePrincipal.class));
            assertEquals(List.of(), after.alternativeNames());
            assertEquals(
                    List.of(),
                    Objects.requireNonNull(anew.snapshot(world.tenant).application(app))
                            .credentials()
                            .passwords());

            // a database of an older version has no record; there the first marked application is the administrator
            world.database.write(sql ->
                    sql.update("update tenant set administrator_id = null where tenant_id = ?", world.tenant.value()));
            forge(world, forger, START.plusSeconds(60));
            assertEquals(
                    real,
                    new AdministratorLeases(world.open(), "three", now::get, random)
                            .take(world.tenant)
                            .appId());
        }
    }
}
