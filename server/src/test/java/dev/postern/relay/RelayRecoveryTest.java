package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.Core;
import dev.postern.delivery.FailingDatabase.Crash;
import dev.postern.delivery.FailingDatabase.Failure;
import dev.postern.store.DatabaseUnavailable;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each recipient is sent or failed exactly once, whatever fails; only a crash during a dialogue sends a message twice. */
class RelayRecoveryTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCrashAtAnyStepLosesNothing(Engine engine) {
        for (Failure how : List.of(Failure.CRASH_BEFORE, Failure.CRASH_AFTER)) {
            try (var fixture = new RelayFixture(engine)) {
                fixture.hosts
                        .reply("b@fabrikam.example", "550 5.1.1 no", "550 5.1.1 no", "550 5.1.1 no")
                        .reply("c@adatum.example", "250 2.0.0 ok");
                fixture.send("a@fabrikam.example", "b@fabrikam.example", "c@adatum.example");
                int crashes = 0;
                for (boolean crashed = true; crashed; ) {
                    Core node = fixture.node(true);
                    RelayService relay = fixture.direct(node);
                    relay.recover();
                    fixture.pass(RelayQueue.LEASE.plusSeconds(1));
                    // the first writes are those of a claim and of an outcome
                    fixture.database.fail(how, crashes % 4);
                    try {
                        relay.relayDue();
                        crashed = false;
                    } catch (Crash e) {
                        crashes++;
                    }
                    assertTrue(crashes < 20);
                }
                assertTrue(crashes > 0);
                int twice = fixture.hosts.recipients().size() - new HashSet<>(fixture.hosts.recipients()).size();
                assertTrue(twice <= crashes, () -> fixture.hosts.recipients().toString());
                assertEquals(Set.of("a@fabrikam.example", "c@adatum.example"), Set.copyOf(fixture.hosts.recipients()));
                assertEquals(List.of("Undeliverable: Hello"), fixture.subjects());
                assertEquals(0, fixture.messages());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anOutcomeThatTheDatabaseDoesNotTakeIsStoredLater(Engine engine) {
        for (Failure how : List.of(Failure.ROLLED_BACK, Failure.UNKNOWN_AND_GONE, Failure.UNKNOWN_BUT_THERE)) {
            try (var fixture = new RelayFixture(engine)) {
                RelayService relay = fixture.direct();
                fixture.hosts.reply("b@fabrikam.example", "550 5.1.1 no");
                fixture.send("a@fabrikam.example", "b@fabrikam.example");
                fixture.hosts.before(() -> fixture.database.fail(how, 0));
                relay.relayDue();
                assertTrue(fixture.database.failed());
                relay.relayDue();
                fixture.pass(Duration.ofHours(1));
                relay.relayDue();
                assertEquals(List.of("a@fabrikam.example"), fixture.hosts.recipients());
                assertEquals(List.of("Undeliverable: Hello"), fixture.subjects());
                assertEquals(0, fixture.messages());
            }
        }
    }

    /** A database that takes claims, and outcomes only from some threads. */
    private static Runnable refusing(Predicate<Thread> refused) {
        return () -> {
            boolean outcome = StackWalker.getInstance()
                    .walk(frames -> frames.anyMatch(one -> one.getClassName().equals(RelaySettling.class.getName())));
            if (outcome && refused.test(Thread.currentThread())) {
                throw new DatabaseUnavailable("planned", new IllegalStateException());
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingElseIsSentToAHostWhileAnOutcomeIsNotStored(Engine engine) {
        for (boolean ends : List.of(true, false)) {
            try (var fixture = new RelayFixture(engine)) {
                for (int i = 0; i < 30; i++) {
                    fixture.send("p" + i + "@fabrikam.example", "p" + i + "@adatum.example");
                }
                RelayService relay = fixture.direct();
                fixture.database.beforeWrites(refusing(_ -> true));
                for (int i = 0; i < 10; i++) {
                    relay.relayDue();
                    fixture.pass(Duration.ofSeconds(20));
                    relay.renew();
                }
                assertEquals(2, fixture.hosts.recipients().size());
                fixture.database.beforeWrites(() -> {});
                if (ends) {
                    // the process ends before the database is back
                    relay = fixture.direct(fixture.node(true));
                    relay.recover();
                    fixture.pass(RelayQueue.LEASE.plusSeconds(1));
                }
                relay.relayDue();
                assertEquals(ends ? 62 : 60, fixture.hosts.recipients().size());
                assertEquals(60, new HashSet<>(fixture.hosts.recipients()).size());
                assertEquals(0, fixture.messages());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void closingItStoresWhatTheDatabaseDidNotTakeBefore(Engine engine) throws InterruptedException {
        try (var fixture = new RelayFixture(engine)) {
            for (int i = 0; i < 30; i++) {
                fixture.send("p" + i + "@fabrikam.example");
            }
            // only the thread that closes it is taken an outcome
            Thread closing = Thread.currentThread();
            fixture.database.beforeWrites(refusing(thread -> thread != closing));
            var sent = new CountDownLatch(1);
            fixture.hosts.before(sent::countDown);
            try (RelayService relay = fixture.direct()) {
                relay.start();
                assertTrue(sent.await(60, TimeUnit.SECONDS));
            }
            fixture.database.beforeWrites(() -> {});
            int before = fixture.hosts.recipients().size();
            assertTrue(before >= 1 && before <= 4, () -> before + " were sent");
            assertEquals(30 - before, fixture.rows().size());
            assertEquals(30 - before, fixture.direct(fixture.node(true)).relayDue());
            assertEquals(30, new HashSet<>(fixture.hosts.recipients()).size());
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aClaimIsRenewedDuringADialogueAndLostWithoutRenewal(Engine engine) {
        for (boolean renewed : List.of(true, false)) {
            try (var fixture = new RelayFixture(engine)) {
                RelayService first = fixture.direct();
                RelayService other = fixture.direct(fixture.node(true));
                fixture.send("a@fabrikam.example");
                List<Integer> others = new ArrayList<>();
                fixture.hosts.before(() -> {
                    fixture.hosts.before(() -> {});
                    for (int i = 0; i < 4; i++) {
                        fixture.pass(RelayQueue.LEASE.dividedBy(2));
                        if (renewed) {
                            first.renew();
                        }
                        others.add(other.relayDue());
                    }
                });
                first.relayDue();
                assertEquals(renewed ? List.of(0, 0, 0, 0) : List.of(0, 0, 1, 0), others);
                assertEquals(renewed ? 1 : 2, fixture.hosts.recipients().size());
                assertEquals(0, fixture.messages());
                assertEquals(List.of(), fixture.subjects());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theClaimsOfAnEarlierProcessAreReleasedWithSqlite(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.send("a@fabrikam.example");
            fixture.hosts.before(() -> {
                throw new Crash();
            });
            assertThrows(Crash.class, fixture.direct()::relayDue);
            fixture.hosts.before(() -> {});
            RelayService next = fixture.direct(fixture.node(true));
            next.recover();
            assertEquals(engine == Engine.SQLITE ? 1 : 0, next.relayDue());
            fixture.pass(RelayQueue.LEASE.plusSeconds(1));
            next.relayDue();
            assertEquals(List.of("a@fabrikam.example"), fixture.hosts.recipients());
        }
    }

    /** A model that knows nothing about rows: for each recipient the replies that its host will give. */
    @ParameterizedTest
    @CsvSource({"SQLITE, 1", "SQLITE, 2", "SQLITE, 3", "POSTGRES, 4", "POSTGRES, 5"})
    void eachRecipientEndsOnce(Engine engine, long seed) {
        Random random = new Random(seed);
        try (var fixture = new RelayFixture(engine)) {
            List<String> sent = new ArrayList<>();
            List<String> failed = new ArrayList<>();
            List<String> domains = List.of("fabrikam.example", "adatum.example", "dead.example");
            fixture.hosts.away("dead.example");
            for (int message = 0; message < 25; message++) {
                List<String> to = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(5); i++) {
                    String address = "p" + message + "-" + i + "@" + domains.get(random.nextInt(3));
                    to.add(address);
                    List<String> replies = new ArrayList<>();
                    for (int later = random.nextInt(3); later > 0; later--) {
                        replies.add("451 4.3.0 later");
                    }
                    boolean refused = random.nextInt(3) == 0;
                    replies.add(refused ? "550 5.7.1 refused" : "250 2.0.0 ok");
                    fixture.hosts.reply(address, replies.toArray(String[]::new));
                    (refused || address.endsWith("@dead.example") ? failed : sent).add(address);
                }
                fixture.send(to.toArray(String[]::new));
            }
            RelayService relay = fixture.direct();
            RelayService other = fixture.direct(fixture.node(true));
            for (int round = 0; round < 200; round++) {
                (random.nextBoolean() ? relay : other).relayDue();
                List<RelayRow> rows = fixture.rows();
                if (!rows.isEmpty() && random.nextInt(4) == 0) {
                    RelayRow one = rows.get(random.nextInt(rows.size()));
                    fixture.change(
                            one.id(),
                            one.held()
                                    ? QueueAdministration.Change.RELEASE
                                    : random.nextBoolean()
                                            ? QueueAdministration.Change.RETRY
                                            : QueueAdministration.Change.HOLD);
                }
                fixture.pass(Duration.ofMinutes(random.nextInt(60)));
            }
            for (int day = 0; day < 6; day++) {
                fixture.rows().stream()
                        .filter(RelayRow::held)
                        .forEach(row -> fixture.change(row.id(), QueueAdministration.Change.RELEASE));
                fixture.pass(Duration.ofDays(1));
                relay.relayDue();
            }
            Collections.sort(sent);
            Collections.sort(failed);
            assertEquals(sent, fixture.hosts.recipients());
            List<String> reported = fixture.details("Undeliverable: Hello").stream()
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("Final-Recipient: rfc822; "))
                    .map(line -> line.substring("Final-Recipient: rfc822; ".length()))
                    .sorted()
                    .toList();
            assertEquals(failed, reported);
            assertEquals(List.of(), fixture.rows());
            assertEquals(0, fixture.messages());
            assertFalse(sent.isEmpty() || failed.isEmpty());
        }
    }
}
