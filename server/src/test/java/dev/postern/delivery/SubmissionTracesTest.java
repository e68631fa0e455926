package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.recipients;
import static dev.postern.delivery.DeliveryFixture.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import dev.postern.trace.TraceAttempt;
import dev.postern.trace.TraceFilter;
import dev.postern.trace.TracePage;
import dev.postern.trace.TraceSearch;
import dev.postern.trace.TracedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the trace of a submission says, however it is delivered, and that a repetition is accepted once. */
class SubmissionTracesTest {
    private static final TracedMessage.Origin ORIGIN =
            new TracedMessage.Origin(new UUID(1, 1), "client", new UUID(2, 2));

    private static DeliveryFixture fixture(Engine engine, String... names) {
        DeliveryFixture fixture = new DeliveryFixture(engine, names);
        if (engine == Engine.SQLITE) {
            fixture.database.reportOneWriter();
        }
        return fixture;
    }

    private static Submission with(Submission one, UUID id, boolean save, Submission.@Nullable Repetition repetition) {
        return new Submission(id, one.sender(), one.what(), save, null, false, null, ORIGIN, repetition);
    }

    private static TracedMessage trace(DeliveryFixture fixture, Submission submission) {
        return Objects.requireNonNull(
                new TraceSearch(fixture.database).find(MailFixture.TENANT, submission.id()), "no trace");
    }

    private static Map<String, String> states(DeliveryFixture fixture, Submission submission) {
        return trace(fixture, submission).recipients().stream()
                .collect(Collectors.toMap(
                        one -> one.address().replace(DeliveryFixture.DOMAIN, ""),
                        one -> one.state()
                                + one.attempts().stream()
                                        .map(TraceAttempt::reply)
                                        .filter(Objects::nonNull)
                                        .map(reply -> " " + reply.substring(0, 10))
                                        .collect(Collectors.joining())));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeliveredMessageIsTracedFromItsBeginning(Engine engine) {
        try (var fixture = fixture(engine, "ann", "bob")) {
            Delivery node = fixture.node();
            Submission plain = fixture.submission("{'subject':'Hello'," + recipients("toRecipients", "Bob") + ","
                    + recipients("bccRecipients", "ann") + "}");
            Submission submission = with(plain, plain.id(), true, null);
            node.submissions().accept(submission);
            boolean inline = engine == Engine.SQLITE;
            assertEquals(
                    inline
                            ? Map.of("ann", "DELIVERED", "bob", "DELIVERED")
                            : Map.of("ann", "WAITING", "bob", "WAITING"),
                    states(fixture, submission));
            node.deliverDue();
            TracedMessage trace = trace(fixture, submission);
            assertEquals(Map.of("ann", "DELIVERED", "bob", "DELIVERED"), states(fixture, submission));
            assertEquals(1, trace.recipients().getFirst().attempts().size());
            assertEquals(ORIGIN, trace.origin());
            assertEquals("Hello", trace.subject());
            assertEquals("sender" + DeliveryFixture.DOMAIN, trace.sender());
            assertEquals(
                    fixture.items("ann", WellKnownFolder.INBOX)
                            .getFirst()
                            .message()
                            .summary()
                            .internetMessageId(),
                    trace.messageId());
            assertNull(trace.fromHost());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE, ann|nobody, ann=DELIVERED nobody=FAILED 550 5.1.10",
        "POSTGRES, ann|nobody, ann=DELIVERED nobody=FAILED 550 5.1.10",
        "SQLITE, ann|out@fabrikam.example, ann=DELIVERED out@fabrikam.example=WAITING",
        "POSTGRES, ann|out@fabrikam.example, ann=DELIVERED out@fabrikam.example=WAITING",
        "SQLITE, out@fabrikam.example, out@fabrikam.example=WAITING",
        "SQLITE, team, team=DELIVERED",
        "POSTGRES, team, team=DELIVERED",
        "SQLITE, gone|ann, ann=DELIVERED gone=FAILED 550 5.1.10",
        "POSTGRES, gone|ann, ann=DELIVERED gone=FAILED 550 5.1.10",
        "SQLITE, halfteam, gone=FAILED 550 5.1.10 halfteam=FAILED 550 5.1.10",
        "POSTGRES, halfteam, gone=FAILED 550 5.1.10 halfteam=FAILED 550 5.1.10",
    })
    void eachRecipientHasAState(Engine engine, String addresses, String states) {
        try (var fixture = fixture(engine, "ann", "bob", "gone")) {
            fixture.group("team", "ann", "bob");
            fixture.group("halfteam", "ann", "gone");
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("ann", "gone")));
            node.deliverDue();
            fixture.mail.remove(fixture.mailbox("gone"));
            Submission submission = fixture.submission(to(addresses.split("\\|")));
            node.submissions().accept(submission);
            node.deliverDue();
            assertEquals(
                    states,
                    states(fixture, submission).entrySet().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE, true, false", "SQLITE, false, false", "SQLITE, false, true",
        "POSTGRES, true, false", "POSTGRES, false, false", "POSTGRES, false, true"
    })
    void theSameIdIsAcceptedOnceAlsoAtTheSameTime(Engine engine, boolean save, boolean close) throws Exception {
        try (var fixture = fixture(engine, "ann");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Delivery node = fixture.node();
            Submission plain = fixture.submission(to("ann"));
            Instant since = fixture.mail.instant().minusSeconds(600);
            var repetition = new Submission.Repetition(List.of(new UUID(7, 1)), since, close);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                // around the end of a window, each of two ids is looked up by the other
                UUID id = close && i % 2 == 1 ? new UUID(7, 1) : plain.id();
                var other = close
                        ? new Submission.Repetition(List.of(new UUID(7, 1), plain.id()), since, true)
                        : repetition;
                all.add(threads.submit(() -> {
                    start.await();
                    node.submissions().accept(with(plain, id, save, other));
                    return true;
                }));
            }
            start.countDown();
            for (var one : all) {
                one.get();
            }
            node.deliverDue();
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(
                    save ? 1 : 0,
                    fixture.items("sender", WellKnownFolder.SENTITEMS).size());
            TracePage page = new TraceSearch(fixture.database)
                    .search(
                            new TraceFilter(
                                    MailFixture.TENANT, Instant.EPOCH, since.plusSeconds(9999), null, _ -> true),
                            null,
                            10);
            assertEquals(1, page.messages().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"SQLITE, true", "SQLITE, false", "POSTGRES, true", "POSTGRES, false"})
    void anEarlierIdCountsForALimitedTime(Engine engine, boolean close) {
        try (var fixture = fixture(engine, "ann")) {
            Delivery node = fixture.node();
            Submission first = fixture.submission(to("ann"));
            node.submissions().accept(with(first, first.id(), false, null));
            Instant accepted = fixture.mail.instant();
            List<UUID> ids = List.of(new UUID(7, 9), first.id());
            var recent = new Submission.Repetition(ids, accepted.minusMillis(1), close);
            var past = new Submission.Repetition(ids, accepted, close);
            node.submissions().accept(with(first, new UUID(8, 1), false, recent));
            node.deliverDue();
            assertEquals(1, fixture.inbox("ann"));
            node.submissions().accept(with(first, new UUID(8, 2), false, past));
            node.deliverDue();
            assertEquals(2, fixture.inbox("ann"));
            var others = new Submission.Repetition(List.of(new UUID(7, 9)), accepted.minusMillis(1), close);
            node.submissions().accept(with(first, new UUID(8, 3), false, others));
            node.deliverDue();
            assertEquals(3, fixture.inbox("ann"));
        }
    }
}
