package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.client.MailSending;
import dev.postern.smtp.client.OutgoingMail;
import dev.postern.smtp.client.SendResult;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The threads of a service, on both engines. */
class RelayServiceTest {
    private static final int MESSAGES = 100;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void sendsWhatArrivesWithLimitedSessions(Engine engine) throws InterruptedException {
        try (var fixture = new RelayFixture(engine)) {
            var done = new CountDownLatch(MESSAGES);
            var open = new AtomicInteger();
            var most = new AtomicInteger();
            fixture.hosts.during((destination, mail) -> {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                try {
                    return fixture.hosts.replies(destination, mail);
                } finally {
                    open.decrementAndGet();
                    done.countDown();
                }
            });
            for (int i = 0; i < MESSAGES / 2; i++) {
                fixture.send("p" + i + "@fabrikam.example");
            }
            try (RelayService relay = fixture.smarthost()) {
                relay.start();
                for (int i = MESSAGES / 2; i < MESSAGES; i++) {
                    fixture.send("p" + i + "@adatum.example");
                }
                assertTrue(done.await(60, TimeUnit.SECONDS));
            }
            assertEquals(MESSAGES, fixture.hosts.recipients().size());
            assertEquals(MESSAGES, new HashSet<>(fixture.hosts.recipients()).size());
            assertTrue(most.get() <= 4, most::toString);
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSlowDialogueDelaysNoOtherMessageToTheSameHost(Engine engine) throws InterruptedException {
        for (boolean direct : List.of(true, false)) {
            try (var fixture = new RelayFixture(engine)) {
                var asked = new CountDownLatch(1);
                var others = new CountDownLatch(3);
                fixture.hosts.during((destination, mail) -> {
                    SendResult result = fixture.hosts.replies(destination, mail);
                    if (!mail.recipients().getFirst().address().startsWith("slow")) {
                        others.countDown();
                        return result;
                    }
                    asked.countDown();
                    try {
                        assertTrue(others.await(60, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return result;
                });
                fixture.send("slow@fabrikam.example");
                try (RelayService relay = direct ? fixture.direct() : fixture.smarthost()) {
                    relay.start();
                    assertTrue(asked.await(60, TimeUnit.SECONDS));
                    for (int i = 0; i < 3; i++) {
                        fixture.send("p" + i + "@fabrikam.example");
                    }
                    assertTrue(others.await(60, TimeUnit.SECONDS));
                }
                assertEquals(4, fixture.hosts.recipients().size());
                assertEquals(0, fixture.messages());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageThatEndsAtSeveralHostsAtOnceIsRemoved(Engine engine) throws InterruptedException {
        try (var fixture = new RelayFixture(engine)) {
            var done = new CountDownLatch(3 * 40);
            fixture.hosts.during((destination, mail) -> {
                try {
                    return fixture.hosts.replies(destination, mail);
                } finally {
                    done.countDown();
                }
            });
            for (int i = 0; i < 40; i++) {
                fixture.hosts.reply("c" + i + "@dead.example", "550 5.1.1 no");
                fixture.send("a" + i + "@fabrikam.example", "b" + i + "@adatum.example", "c" + i + "@dead.example");
            }
            try (RelayService relay = fixture.direct()) {
                relay.start();
                assertTrue(done.await(60, TimeUnit.SECONDS));
            }
            assertEquals(80, fixture.hosts.recipients().size());
            assertEquals(40, fixture.subjects().size());
            assertEquals(List.of(), fixture.rows());
            assertEquals(0, fixture.messages());
        }
    }

    /** A host that never replies, until its connection is closed. */
    private record Silent(ScriptedHosts hosts, CountDownLatch asked, CountDownLatch cut) implements MailSending {
        @Override
        public SendResult send(dev.postern.smtp.client.Destination destination, OutgoingMail mail, Duration limit) {
            asked.countDown();
            try {
                assertTrue(cut.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            hosts.away(ScriptedHosts.name(destination));
            return hosts.replies(destination, mail);
        }

        @Override
        public void close() {
            cut.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void closingItCutsDialoguesAndKeepsTheirMessages(Engine engine) throws InterruptedException {
        try (var fixture = new RelayFixture(engine)) {
            fixture.send("a@fabrikam.example");
            var silent = new Silent(fixture.hosts, new CountDownLatch(1), new CountDownLatch(1));
            try (RelayService relay = fixture.core.relay(
                    new RelayService.Way(new RelayRoute.Direct(), silent, DkimSigning.NONE, 4, RelayFixture.TIMES))) {
                relay.start();
                assertTrue(silent.asked().await(60, TimeUnit.SECONDS));
                assertEquals(1, relay.counters().snapshot().sessions());
            }
            RelayRow left = fixture.rows().getFirst();
            assertEquals(null, left.leased());
            assertEquals(1, left.attempts());
            fixture.hosts.back("fabrikam.example");
            fixture.pass(Duration.ofHours(1));
            assertEquals(1, fixture.direct().relayDue());
            assertEquals(List.of("a@fabrikam.example"), fixture.hosts.recipients());
        }
    }
}
