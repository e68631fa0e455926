package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.audit.ShownEntry;
import dev.postern.relay.QueueAdministration.Change;
import dev.postern.relay.QueueAdministration.Result;
import dev.postern.store.Engine;
import dev.postern.trace.TraceSearch;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What administrators do with the queue, on both engines. */
class QueueAdministrationTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aHeldMessageWaitsUntilItIsReleased(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            RelayService relay = fixture.direct();
            fixture.send("a@fabrikam.example");
            UUID id = fixture.rows().getFirst().id();
            assertEquals(Result.IMPOSSIBLE, fixture.change(id, Change.RELEASE));
            assertEquals(Result.DONE, fixture.change(id, Change.HOLD));
            assertEquals(Result.IMPOSSIBLE, fixture.change(id, Change.HOLD));
            assertEquals(Result.IMPOSSIBLE, fixture.change(id, Change.RETRY));
            fixture.pass(Duration.ofDays(9));
            assertEquals(0, relay.relayDue());
            assertEquals(List.of(), fixture.subjects());
            assertTrue(fixture.rows().getFirst().held());
            fixture.hosts.reply("a@fabrikam.example", "451 4.3.0 later");
            assertEquals(Result.DONE, fixture.change(id, Change.RELEASE));
            assertEquals(1, relay.relayDue());
            // the period begins again
            fixture.pass(Duration.ofDays(1));
            assertEquals(1, relay.relayDue());
            assertEquals(List.of("a@fabrikam.example"), fixture.hosts.recipients());
            assertEquals(Result.UNKNOWN, fixture.change(id, Change.HOLD));
            assertEquals(0, fixture.messages());
            assertEquals(
                    6,
                    fixture.core.audit().byRequest(RelayFixture.TENANT, TestCore.ACTOR.requestId()).stream()
                            .map(ShownEntry::entry)
                            .filter(entry -> entry != null && entry.operation().equals("queue"))
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theTraceShowsAttemptsAndNoOtherChanges(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            RelayService relay = fixture.direct();
            fixture.hosts.reply("a@fabrikam.example", "451 4.3.0 later", "451 4.3.0 later");
            UUID submission = fixture.send("a@fabrikam.example");
            relay.relayDue();
            UUID id = fixture.rows().getFirst().id();
            assertEquals("WAITING 1", traced(fixture, submission));
            fixture.change(id, Change.HOLD);
            assertEquals("HELD 1", traced(fixture, submission));
            fixture.change(id, Change.RELEASE);
            assertEquals("WAITING 1", traced(fixture, submission));
            relay.relayDue();
            fixture.change(id, Change.RETRY);
            assertEquals("WAITING 2", traced(fixture, submission));
            fixture.change(id, Change.DROP);
            assertEquals("FAILED 3", traced(fixture, submission));
        }
    }

    /** The state of the only recipient, and the number of its attempts. */
    private static String traced(RelayFixture fixture, UUID submission) {
        TracedMessage message =
                Objects.requireNonNull(new TraceSearch(fixture.database).find(RelayFixture.TENANT, submission));
        TracedRecipient recipient = message.recipients().getFirst();
        return recipient.state() + " " + recipient.attempts().size();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRetryEndsThePauseOfItsDestination(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            RelayService relay = fixture.direct();
            fixture.hosts.away("fabrikam.example");
            fixture.send("a@fabrikam.example");
            fixture.send("b@fabrikam.example");
            assertEquals(1, relay.relayDue());
            fixture.hosts.back("fabrikam.example");
            assertEquals(0, relay.relayDue());
            assertEquals(Result.DONE, fixture.change(fixture.rows().getLast().id(), Change.RETRY));
            assertEquals(1, relay.relayDue());
            assertEquals(List.of("b@fabrikam.example"), fixture.hosts.recipients());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatWaitsForAHostSaysUntilWhenAndWhy(Engine engine) {
        for (boolean smarthost : List.of(true, false)) {
            try (var fixture = new RelayFixture(engine)) {
                String reason = "451 4.4.1 No host of the domain can be reached";
                fixture.hosts.reply("b@fabrikam.example", "451 4.3.0 later");
                RelayService relay = smarthost ? fixture.smarthost() : fixture.direct();
                fixture.send("b@fabrikam.example");
                relay.relayDue();
                fixture.hosts.away(smarthost ? "relay.contoso.example:25" : "fabrikam.example");
                fixture.send("a@fabrikam.example");
                fixture.pass(Duration.ofSeconds(90));
                assertEquals(1, relay.relayDue());
                fixture.send("c@fabrikam.example");
                fixture.send("d@fabrikam.example");
                UUID held = fixture.rows().getLast().id();
                fixture.change(held, Change.HOLD);
                List<RelayRow> rows = fixture.rows();
                assertEquals(4, rows.size());
                for (RelayRow row : rows) {
                    RelayRow found = fixture.core.queue().find(RelayFixture.TENANT, row.id());
                    assertEquals(row, found);
                    boolean waits = !row.id().equals(held);
                    assertEquals(waits, row.due().isAfter(fixture.instant()), row::toString);
                    assertEquals(
                            waits ? reason : null, row.recipients().getFirst().lastReply());
                    assertEquals(waits ? reason : null, row.lastReply());
                }
                Instant next = rows.getFirst().due();
                fixture.pass(Duration.between(fixture.instant(), next).minusMillis(1));
                assertEquals(0, relay.relayDue());
                fixture.pass(Duration.ofMillis(1));
                fixture.hosts.back("fabrikam.example");
                fixture.hosts.back("relay.contoso.example:25");
                assertTrue(relay.relayDue() >= 2);
                fixture.pass(Duration.ofHours(1));
                relay.relayDue();
                assertEquals(
                        List.of("a@fabrikam.example", "b@fabrikam.example", "c@fabrikam.example"),
                        fixture.hosts.recipients());
            }
        }
    }

    /** What was never tried has no reply of its own, but its report has the reason. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aReportOnAMessageThatWaitedForTheHostHasTheReason(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts.away("relay.contoso.example:25");
            RelayService relay = fixture.smarthost();
            fixture.send("a@fabrikam.example");
            relay.relayDue();
            fixture.send("b@fabrikam.example");
            for (int hour = 0; hour < 49; hour++) {
                fixture.pass(Duration.ofHours(1));
                relay.relayDue();
            }
            for (String subject : List.of("Delivery delayed: Hello", "Undeliverable: Hello")) {
                List<String> reports = fixture.details(subject);
                assertEquals(2, reports.size(), subject);
                for (String report : reports) {
                    assertTrue(
                            report.contains("Status: 4.4.1\r\n")
                                    && report.contains(
                                            "Diagnostic-Code: smtp; 451 4.4.1 No host of the domain can be reached"),
                            report);
                }
            }
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDroppedMessageIsGoneWithoutAReport(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            RelayService relay = fixture.direct();
            fixture.send("a@fabrikam.example", "b@adatum.example");
            List<RelayRow> rows = fixture.rows();
            fixture.hosts.before(() -> rows.forEach(row -> {
                boolean sending =
                        fixture.rows().stream().anyMatch(one -> one.id().equals(row.id()) && one.leased() != null);
                if (sending) {
                    assertEquals(Result.IMPOSSIBLE, fixture.change(row.id(), Change.DROP));
                }
            }));
            assertEquals(Result.DONE, fixture.change(rows.getFirst().id(), Change.DROP));
            assertEquals(1, fixture.messages());
            assertEquals(1, relay.relayDue());
            assertEquals(1, fixture.hosts.recipients().size());
            assertEquals(0, fixture.messages());
            fixture.send("a@fabrikam.example");
            assertEquals(Result.DONE, fixture.change(fixture.rows().getFirst().id(), Change.DROP));
            assertEquals(0, fixture.messages());
            assertEquals(List.of(), fixture.subjects());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsHeldDuringAnAttemptStaysHeldAfterIt(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            RelayService relay = fixture.direct();
            fixture.hosts.reply("a@fabrikam.example", "451 4.3.0 later");
            fixture.send("a@fabrikam.example");
            UUID id = fixture.rows().getFirst().id();
            fixture.hosts.before(() -> assertEquals(Result.DONE, fixture.change(id, Change.HOLD)));
            assertEquals(1, relay.relayDue());
            fixture.pass(Duration.ofHours(1));
            assertEquals(0, relay.relayDue());
            assertTrue(fixture.rows().getFirst().held());
        }
    }
}
