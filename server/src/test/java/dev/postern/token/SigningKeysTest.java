package dev.postern.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.secrets.Sealer;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes share keys, and key rotation fails no request. */
class SigningKeysTest {
    private static final String GRAPH = "https://graph.microsoft.com";
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    private final SecureRandom random = new SecureRandom();
    private final Sealer sealer = Sealers.fresh();

    private SigningKeys open(Database database) {
        return open(database, sealer);
    }

    private SigningKeys open(Database database, Sealer with) {
        SigningKeys keys = new SigningKeys(database, with, random, now::get);
        keys.start();
        return keys;
    }

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private static List<String> ids(SigningKeys keys) {
        return keys.published().stream().map(PublishedKey::id).toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nodesThatStartTogetherAgreeOnOneKeyAndKeepItAfterARestart(Engine engine) throws Exception {
        try (Database database = Databases.open(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var nodes = new ArrayList<Future<SigningKeys>>();
            for (int i = 0; i < 3; i++) {
                nodes.add(threads.submit(() -> open(database)));
            }
            var signers = new HashSet<String>();
            for (Future<SigningKeys> node : nodes) {
                signers.add(node.get().signer().id());
            }
            assertEquals(1, signers.size());
            assertEquals(signers, new HashSet<>(ids(open(database))));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aNewKeyIsPublishedBeforeItSignsAndTheOldOneStaysUntilItsTokensHaveExpired(Engine engine) {
        try (Database database = Databases.open(engine)) {
            SigningKeys keys = open(database);
            String first = keys.signer().id();
            String second = keys.rotate();
            assertEquals(second, keys.rotate());
            assertEquals(List.of(first, second), ids(keys));
            assertEquals(first, keys.signer().id());
            pass(SigningKeys.LEAD);
            assertEquals(second, keys.signer().id());
            assertNotNull(keys.verifier(first));
            pass(KeySet.KEPT.minusSeconds(1));
            assertNotNull(keys.verifier(first));
            pass(Duration.ofSeconds(1));
            assertNull(keys.verifier(first));
            keys.maintain();
            assertEquals(1, keys.current().keys().size());
            pass(SigningKeys.PERIOD);
            keys.maintain();
            keys.maintain();
            assertEquals(2, ids(keys).size());
        }
    }

    @Test
    void aRetiredKeyVerifiesNothingAndASuccessorSignsImmediately() {
        try (Database database = Databases.open(Engine.SQLITE)) {
            SigningKeys keys = open(database);
            SigningKeys other = open(database);
            String known = keys.signer().id();
            keys.retire(known);
            assertNull(keys.verifier(known));
            assertNotEquals(known, keys.signer().id());
            assertEquals(1, ids(keys).size());
            other.maintain();
            assertNull(other.verifier(known));
            assertEquals(keys.signer().id(), other.signer().id());
        }
    }

    @Test
    void anUnknownKeyIsLookedUpOnceSoThatInvalidTokensCauseFewLookups() {
        try (Database database = Databases.open(Engine.SQLITE)) {
            SigningKeys one = open(database);
            SigningKeys other = open(database);
            String fresh = one.rotate();
            assertNotNull(other.verifier(fresh));
            pass(SigningKeys.LEAD);
            assertNull(other.verifier("unknown"));
            String later = one.rotate();
            assertNull(other.verifier(later));
            pass(Duration.ofSeconds(3));
            assertNotNull(other.verifier(later));
        }
    }

    @Test
    void rotationFailsNoRequest() throws Exception {
        try (World world = new World(Engine.SQLITE, now::get, address -> new byte[0]);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var program = world.program(world.contoso, "Notifier");
            var node =
                    new TokenVerifier(open(world.database, world.sealer), world.directory, now::get, GraphNames.NONE);
            var running = new AtomicBoolean(true);
            // Only so that the tokens of clients do not expire within a test step; the keys change while clients run.
            var time = new ReentrantReadWriteLock(true);
            Callable<Integer> client = () -> {
                int good = 0;
                while (running.get() || good == 0) {
                    time.readLock().lock();
                    try {
                        String token = world.token(world.contoso, program.principal(), GRAPH)
                                .text();
                        world.verifier.verify(token, Resource.GRAPH);
                        node.verify(token, Resource.GRAPH);
                    } finally {
                        time.readLock().unlock();
                    }
                    good++;
                }
                return good;
            };
            String before =
                    world.token(world.contoso, program.principal(), GRAPH).text();
            List<Future<Integer>> clients = List.of(threads.submit(client), threads.submit(client));
            var signers = new HashSet<String>();
            for (int i = 0; i < 3; i++) {
                signers.add(world.keys.signer().id());
                world.keys.rotate();
                for (int step = 0; step < 25; step++) {
                    time.writeLock().lock();
                    try {
                        pass(Duration.ofHours(1));
                    } finally {
                        time.writeLock().unlock();
                    }
                    world.keys.maintain();
                }
                if (i == 0) {
                    assertThrows(TokenRefused.class, () -> world.verifier.verify(before, Resource.GRAPH));
                }
            }
            running.set(false);
            for (Future<Integer> one : clients) {
                assertTrue(one.get() > 0);
            }
            assertEquals(3, signers.size());
        }
    }

    @Test
    void aTokenOfTheOldKeyIsValidUntilItExpires() {
        try (World world = new World(Engine.SQLITE, now::get, address -> new byte[0])) {
            var program = world.program(world.contoso, "Notifier");
            world.keys.rotate();
            pass(SigningKeys.LEAD.minusMinutes(1));
            String token =
                    world.token(world.contoso, program.principal(), GRAPH).text();
            String old = world.keys.signer().id();
            pass(Duration.ofMinutes(30));
            assertNotEquals(old, world.keys.signer().id());
            assertNotNull(world.verifier.verify(token, Resource.GRAPH));
            world.keys.retire(old);
            assertThrows(TokenRefused.class, () -> world.verifier.verify(token, Resource.GRAPH));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAlteredOrSwappedKeyDoesNotSign(Engine engine) {
        for (String tampering : List.of(
                "update signing_key set private_key = (select private_key from signing_key where generation = 2)"
                        + " where generation = 1",
                "update signing_key set certificate = (select certificate from signing_key where generation = 2)"
                        + " where generation = 1",
                "update signing_key set generation = 9 where generation = 1")) {
            try (Database database = Databases.open(engine)) {
                SigningKeys keys = open(database);
                String first = keys.signer().id();
                String second = keys.rotate();
                database.write(sql -> sql.update(tampering));
                SigningKeys after = open(database);
                assertNotEquals(first, after.signer().id());
                assertNotEquals(second, after.signer().id());
                assertTrue(after.signer().isOwn());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachNodeSignsWithItsOwnKeyForAsLongAsItRuns(Engine engine) {
        try (Database database = Databases.open(engine)) {
            SigningKeys one = open(database);
            SigningKeys other = open(database, Sealers.fresh());
            String ofOne = one.signer().id();
            String ofOther = other.signer().id();
            assertNotEquals(ofOne, ofOther);
            one.refresh();
            assertEquals(List.of(ofOne, ofOther), ids(one));
            // A key of another node is no successor: it stays valid longer than with a successor.
            pass(KeySet.KEPT.plusDays(1));
            one.maintain();
            other.maintain();
            assertEquals(ofOne, one.signer().id());
            assertNotNull(other.verifier(ofOne));
            // The other node has stopped: its last key is removed too, when nothing it signed can be valid any more.
            for (int day = 0; day < 70; day++) {
                pass(Duration.ofDays(1));
                one.maintain();
            }
            assertNull(one.verifier(ofOther));
            assertTrue(one.current().keys().stream().allMatch(SigningKey::isOwn));
            // It returns after that time and signs immediately.
            other.maintain();
            pass(Duration.ofSeconds(3));
            assertNotNull(one.verifier(other.signer().id()));
        }
    }
}
