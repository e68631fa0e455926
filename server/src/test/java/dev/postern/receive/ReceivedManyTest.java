package dev.postern.receive;

import static dev.postern.receive.ReceivingFixture.LMTP;
import static dev.postern.receive.ReceivingFixture.TRUSTED;
import static dev.postern.receive.ReceivingFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many recipients of one message, and many messages at the same time. */
class ReceivedManyTest {
    private static final String SENDER = "ann@elsewhere.example";

    private static byte[] message(int number) {
        return bytes("From: ann@elsewhere.example\nMessage-ID: <" + number + "@elsewhere.example>\nSubject: " + number
                + "\n\n" + ("x".repeat(76) + "\n").repeat(25));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageToFiveHundredMailboxesIsOnceInEach(Engine engine) {
        try (var fixture = new ReceivingFixture(Databases.open(engine))) {
            List<String> all = IntStream.range(0, 500)
                    .mapToObj(i -> "p" + i + "@contoso.example")
                    .toList();
            for (int i = 0; i < 500; i++) {
                fixture.person("p" + i);
            }
            fixture.send(LMTP, SENDER, all, message(0));
            long before = System.nanoTime();
            List<String> replies = fixture.send(LMTP, SENDER, all, message(1));
            System.out.println("500 mailboxes, " + engine + ": " + (System.nanoTime() - before) / 1_000_000 + " ms");
            assertEquals(500, replies.size());
            assertTrue(replies.stream().allMatch(reply -> reply.startsWith("250 ")));
            all.forEach(address -> assertEquals(2, fixture.inbox(address).size()));
            fixture.send(LMTP, SENDER, all, message(1));
            assertEquals(1000, fixture.mail.database.<Long>read(sql -> sql.number("select count(*) from message")));
            assertEquals(2, fixture.traced.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void messagesOfManySessionsAreStoredOnceEach(Engine engine) throws Exception {
        int sessions = 16;
        int each = Integer.getInteger("received.each", 20);
        try (var fixture = new ReceivingFixture(Databases.open(engine));
                var threads = Executors.newFixedThreadPool(sessions)) {
            for (int i = 0; i < 20; i++) {
                fixture.person("p" + i);
            }
            Duration before = cpu();
            var running = new ArrayList<Future<?>>();
            for (int session = 0; session < sessions; session++) {
                // two sessions send the same messages at the same time
                int first = session / 2 * each;
                running.add(threads.submit(() -> {
                    for (int i = first; i < first + each; i++) {
                        List<String> to = List.of("p" + i % 20 + "@contoso.example");
                        String reply =
                                fixture.send(TRUSTED, SENDER, to, message(i)).getFirst();
                        assertTrue(reply.startsWith("250 "), reply);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            double used = cpu().minus(before).toNanos() / 1e6 / sessions / each;
            System.out.printf("%d messages, %s: %.3f ms of CPU each%n", sessions * each, engine, used);
            assertEquals(
                    sessions / 2L * each,
                    fixture.mail.database.<Long>read(sql -> sql.number("select count(*) from message")));
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }
}
