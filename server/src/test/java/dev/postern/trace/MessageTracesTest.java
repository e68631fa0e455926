package dev.postern.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.DuplicateKey;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of traces on both engines: adding, recording, searching, removing. */
class MessageTracesTest {
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));
    private static final TenantId OTHER = new TenantId(new UUID(1, 2));
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final TracedMessage.Origin ORIGIN =
            new TracedMessage.Origin(new UUID(5, 5), "0f8fad5b-d9cb-469f-a165-70867728950e", new UUID(6, 6));

    private final MessageTraces traces = new MessageTraces();

    private static TracedMessage message(TenantId tenant, int number, String... recipients) {
        return new TracedMessage(
                tenant,
                new UUID(9, number),
                NOW.plusSeconds(number),
                number == 1 ? ORIGIN : null,
                "<" + number + "@contoso.example>",
                "from@contoso.example",
                "subject " + number,
                100L + number,
                number == 2 ? "mail.fabrikam.example" : null,
                List.of(recipients).stream().map(TracedRecipient::waiting).toList());
    }

    private void add(Database database, TracedMessage... messages) {
        for (TracedMessage message : messages) {
            database.write(sql -> {
                traces.add(sql, message);
                return true;
            });
        }
    }

    private void record(Database database, TracedMessage message, int second, TracedStep... steps) {
        database.write(sql -> {
            traces.record(sql, message.tenant(), message.id(), NOW.plusSeconds(second), List.of(steps));
            return true;
        });
    }

    private static TracedMessage find(Database database, TracedMessage message) {
        return Objects.requireNonNull(new TraceSearch(database).find(message.tenant(), message.id()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageIsFoundAsItWasAdded(Engine engine) {
        try (Database database = Databases.open(engine)) {
            TracedMessage one = message(TENANT, 1, "a@contoso.example");
            TracedMessage two = message(TENANT, 2, "b@contoso.example", "c@contoso.example");
            add(database, one, two);
            TraceSearch search = new TraceSearch(database);
            assertEquals(one, find(database, one));
            assertEquals(two, find(database, two));
            assertNull(search.find(OTHER, one.id()));
            assertEquals(
                    List.of(one), search.byRequest(TENANT, ORIGIN.requestId().toString(), 10));
            assertEquals(List.of(one), search.byRequest(TENANT, "0F8FAD5B-D9CB-469F-A165-70867728950E", 10));
            assertEquals(List.of(), search.byRequest(OTHER, ORIGIN.requestId().toString(), 10));
            assertEquals(List.of(), search.byRequest(TENANT, "other", 10));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageIsAddedOnce(Engine engine) {
        try (Database database = Databases.open(engine)) {
            add(database, message(TENANT, 1, "a@contoso.example"), message(OTHER, 1, "b@contoso.example"));
            TracedMessage again = message(TENANT, 1, "other@contoso.example");
            assertThrows(DuplicateKey.class, () -> add(database, again));
            int[] added = database.write(sql -> {
                var pipeline = sql.pipeline();
                var result = traces.add(pipeline, List.of(again, message(TENANT, 2)));
                pipeline.run();
                return result.get();
            });
            assertEquals(List.of(0, 1), IntStream.of(added).boxed().toList());
            assertEquals(
                    "a@contoso.example",
                    find(database, again).recipients().getFirst().address());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void stepsAreRecordedForTheirRecipients(Engine engine) {
        try (Database database = Databases.open(engine)) {
            TracedMessage one = message(TENANT, 1, "a@contoso.example", "b@fabrikam.example");
            add(database, one);
            record(database, one, 1, new TracedStep("A@contoso.example", TraceState.DELIVERED, null, null));
            record(database, one, 2, new TracedStep("b@fabrikam.example", TraceState.WAITING, "mx", "451 later"));
            record(database, one, 3, new TracedStep("b@fabrikam.example", TraceState.SENT, "mx", "250 ok"));
            record(database, one, 4, new TracedStep("member@contoso.example", TraceState.FAILED, null, "554 full"));
            record(database, message(TENANT, 2), 5, new TracedStep("x@contoso.example", TraceState.SENT, null, null));
            record(database, one, 6);
            assertEquals(
                    List.of(
                            TracedRecipient.delivered("a@contoso.example", NOW.plusSeconds(1)),
                            new TracedRecipient(
                                    "b@fabrikam.example",
                                    TraceState.SENT,
                                    List.of(
                                            new TraceAttempt(NOW.plusSeconds(2), "mx", "451 later"),
                                            new TraceAttempt(NOW.plusSeconds(3), "mx", "250 ok"))),
                            new TracedRecipient(
                                    "member@contoso.example",
                                    TraceState.FAILED,
                                    List.of(new TraceAttempt(NOW.plusSeconds(4), null, "554 full")))),
                    find(database, one).recipients());
            assertNull(new TraceSearch(database).find(TENANT, message(TENANT, 2).id()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void concurrentStepsAreAllRecorded(Engine engine) throws Exception {
        try (Database database = Databases.open(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String[] addresses =
                    IntStream.range(0, 8).mapToObj(i -> i + "@fabrikam.example").toArray(String[]::new);
            TracedMessage one = message(TENANT, 1, addresses);
            add(database, one);
            CountDownLatch start = new CountDownLatch(1);
            var all = new ArrayList<java.util.concurrent.Future<?>>();
            for (String address : addresses) {
                all.add(threads.submit(() -> {
                    start.await();
                    record(database, one, 1, new TracedStep(address, TraceState.SENT, "mx", "250"));
                    return true;
                }));
            }
            start.countDown();
            for (var each : all) {
                each.get();
            }
            assertEquals(
                    8,
                    find(database, one).recipients().stream()
                            .filter(recipient -> recipient.state() == TraceState.SENT)
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void recipientsAttemptsAndTextsAreLimited(Engine engine) {
        try (Database database = Databases.open(engine)) {
            TracedMessage few = message(TENANT, 1, "a@contoso.example");
            TracedMessage many = message(
                    TENANT,
                    2,
                    IntStream.range(0, 501)
                            .mapToObj(i -> i + "@fabrikam.example")
                            .toArray(String[]::new));
            add(database, few, many);
            for (int i = 1; i <= 25; i++) {
                record(
                        database,
                        few,
                        i,
                        new TracedStep("a@contoso.example", TraceState.WAITING, "h", "r".repeat(i * 30)));
                record(database, many, i, new TracedStep("0@fabrikam.example", TraceState.WAITING, null, "451"));
            }
            record(database, many, 1, new TracedStep("500@fabrikam.example", TraceState.SENT, null, null));
            List<TraceAttempt> attempts =
                    find(database, few).recipients().getFirst().attempts();
            assertEquals(20, attempts.size());
            assertEquals(NOW.plusSeconds(1), attempts.getFirst().at());
            assertEquals(NOW.plusSeconds(7), attempts.get(1).at());
            assertEquals("r".repeat(500), attempts.getLast().reply());
            assertEquals(500, find(database, many).recipients().size());
            assertEquals(
                    2, find(database, many).recipients().getFirst().attempts().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void pagesAreReadFromTheNewest(Engine engine) {
        try (Database database = Databases.open(engine)) {
            for (int i = 0; i < 450; i++) {
                add(database, message(TENANT, i, i % 2 + "@contoso.example"));
            }
            add(database, message(OTHER, 1, "0@contoso.example"));
            TraceSearch search = new TraceSearch(database);
            TraceFilter even = new TraceFilter(
                    TENANT,
                    NOW.plusSeconds(10),
                    NOW.plusSeconds(400),
                    null,
                    one -> one.recipients().getFirst().address().startsWith("0"));
            var found = new ArrayList<Long>();
            TracePage page = search.search(even, null, 7);
            for (;
                    page.next() != null;
                    page = search.search(
                            even, TracePage.Key.read(page.next().text()).orElseThrow(), 7)) {
                page.messages().forEach(one -> found.add(one.size() - 100));
            }
            page.messages().forEach(one -> found.add(one.size() - 100));
            assertEquals(
                    IntStream.rangeClosed(5, 200).mapToObj(i -> 410L - 2L * i).toList(), found);
            TraceFilter named = new TraceFilter(TENANT, NOW, NOW.plusSeconds(500), "<7@contoso.example>", _ -> true);
            assertEquals(
                    List.of(message(TENANT, 7, "1@contoso.example")),
                    search.search(named, null, 7).messages());
            assertEquals(List.of(), TracePage.Key.read("1.x").stream().toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oldTracesAreRemoved(Engine engine) {
        try (Database database = Databases.open(engine)) {
            for (int i = 0; i < 520; i++) {
                add(database, message(TENANT, i));
            }
            add(database, message(OTHER, 1), message(OTHER, 600));
            TraceSweep sweep = new TraceSweep(database);
            assertEquals(511, sweep.removeBefore(NOW.plusSeconds(510)));
            assertEquals(0, sweep.removeBefore(NOW.plusSeconds(510)));
            assertNull(new TraceSearch(database).find(TENANT, new UUID(9, 509)));
            assertEquals(message(TENANT, 510), find(database, message(TENANT, 510)));
            assertEquals(message(OTHER, 600), find(database, message(OTHER, 600)));
        }
    }
}
