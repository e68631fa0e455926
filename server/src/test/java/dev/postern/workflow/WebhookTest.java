package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import dev.postern.workflow.expression.JsonValues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Triggers that subscribe to a service, on both engines. */
class WebhookTest {
    private static String hooked(WorkflowBench bench, String more) {
        return TriggerRunTest.workflow("{'type':'HttpWebhook','inputs':{'subscribe':{'method':'POST','uri':'"
                + bench.address()
                + "/hooks','body':{'url':'@{listCallbackUrl()}'},'retryPolicy':{'type':'fixed','count':1,"
                + "'interval':'PT30S'}},'unsubscribe':{'method':'DELETE','uri':'" + bench.address()
                + "/hooks/@{triggerBody()?[`id`]}','headers':{'x-key':'hush'}}}" + more + "}");
    }

    /** Lets the service number its subscriptions. */
    private static void numbered(WorkflowBench bench) {
        bench.behaviour = call ->
                new Answer(201, Map.of("Content-Type", "application/json"), "{\"id\":" + bench.seen.size() + "}");
    }

    private static List<String> calls(WorkflowBench bench) {
        return bench.seen.stream()
                .map(call -> call.method() + " " + call.path())
                .toList();
    }

    private static long subscriptions(WorkflowBench bench) {
        return bench.database().read(sql -> sql.number("select count(*) from workflow_subscription"));
    }

    private static URI given(WorkflowBench.Seen call) {
        return URI.create(JsonValues.parse(call.body()).path("url").asString());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theServiceIsToldOnEveryChange(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            numbered(bench);
            bench.put("w", hooked(bench, ""));
            // Saving does not wait for the service.
            assertEquals(List.of(), calls(bench));
            bench.run();
            bench.put("w", hooked(bench, ""));
            bench.run();
            assertEquals(List.of("POST /hooks"), calls(bench));
            URI url = given(bench.seen.getFirst());
            assertTrue(url.toString().startsWith(bench.address() + "/workflows/"), url::toString);
            Response answer = bench.call(url, "POST", "{\"n\":1}");
            assertEquals(202, answer.status());
            bench.run();
            String run = TriggerRunTest.header(answer, "x-ms-workflow-run-id");
            assertEquals(
                    1,
                    bench.action("w", run, "C")
                            .path("outputs")
                            .path("body")
                            .path("n")
                            .asInt());
            assertEquals(
                    401,
                    bench.call(URI.create(url.toString().replace("sig=", "sig=x")), "POST", "")
                            .status());
            bench.send("POST", "/w/disable", "");
            bench.run();
            assertEquals(List.of("POST /hooks", "DELETE /hooks/1"), calls(bench));
            assertEquals("hush", bench.seen.getLast().headers().get("x-key"));
            assertEquals(404, bench.call(url, "POST", "{}").status());
            bench.send("POST", "/w/enable", "");
            bench.run();
            bench.put("w", hooked(bench, ",'metadata':{'changed':1}"));
            bench.run();
            bench.send("POST", "/w/triggers/t/reset", "");
            bench.run();
            bench.send("DELETE", "/w", "");
            bench.run();
            assertEquals(
                    List.of(
                            "POST /hooks",
                            "DELETE /hooks/1",
                            "POST /hooks",
                            "DELETE /hooks/3",
                            "POST /hooks",
                            "DELETE /hooks/5",
                            "POST /hooks",
                            "DELETE /hooks/7"),
                    sorted(bench));
            assertEquals(0, subscriptions(bench));
        }
    }

    /** Returns the calls in the order of the subscriptions: a new one may be made before the old one is ended. */
    private static List<String> sorted(WorkflowBench bench) {
        List<String> posts =
                calls(bench).stream().filter(call -> call.startsWith("POST")).toList();
        List<String> ends = calls(bench).stream()
                .filter(call -> call.startsWith("DELETE"))
                .sorted()
                .toList();
        assertEquals(posts.size(), ends.size(), () -> calls(bench).toString());
        return java.util.stream.IntStream.range(0, posts.size())
                .boxed()
                .flatMap(i -> java.util.stream.Stream.of(posts.get(i), "DELETE /hooks/" + (1 + 2 * i)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCrashDuringTheCallIsFollowedByTheSameCall(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            var arrived = new CountDownLatch(1);
            var never = new CountDownLatch(1);
            bench.behaviour = call -> {
                if (bench.seen.size() == 1) {
                    arrived.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return new Answer(201, Map.of("Content-Type", "application/json"), "{\"id\":5}");
            };
            bench.put("w", hooked(bench, ""));
            Thread caller = Thread.ofVirtual().start(bench::run);
            arrived.await();
            caller.interrupt();
            caller.join();
            bench.kill();
            bench.open();
            bench.start();
            bench.move(Duration.ofMinutes(5));
            assertEquals(List.of("POST /hooks", "POST /hooks"), calls(bench));
            assertEquals(
                    1,
                    bench.seen.stream()
                            .map(call -> call.headers().get("client-request-id"))
                            .distinct()
                            .count());
            // The deletion is on disk before the service is told.
            bench.send("DELETE", "/w", "");
            bench.kill();
            bench.open();
            bench.start();
            bench.run();
            assertEquals("DELETE /hooks/5", calls(bench).getLast());
            assertEquals(0, subscriptions(bench));
            never.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aServiceThatIsDownIsCalledAgain(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(503, Map.of(), "");
            bench.put("w", hooked(bench, ""));
            bench.run();
            assertEquals(List.of(), TriggerRunTest.histories(bench));
            bench.move(Duration.ofSeconds(30));
            assertEquals(2, bench.seen.size());
            var shown = TriggerRunTest.histories(bench);
            assertEquals("Failed", shown.getFirst().path("status").asString());
            assertEquals("ServiceUnavailable", shown.getFirst().path("code").asString());
            numbered(bench);
            bench.move(Duration.ofMinutes(59));
            assertEquals(2, bench.seen.size());
            bench.move(Duration.ofMinutes(1));
            assertEquals(3, bench.seen.size());
            bench.behaviour = call -> new Answer(500, Map.of(), "");
            bench.send("POST", "/w/disable", "");
            bench.run();
            assertEquals(4, bench.seen.size());
            bench.move(Duration.ofHours(23));
            assertEquals(1, subscriptions(bench));
            bench.move(Duration.ofHours(2));
            assertEquals(0, subscriptions(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingIsEndedThatTheServiceDoesNotKnow(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            numbered(bench);
            bench.put("w", hooked(bench, ""));
            bench.send("POST", "/w/disable", "");
            bench.run();
            assertEquals(List.of(), calls(bench));
            assertEquals(0, subscriptions(bench));
            bench.send("POST", "/w/enable", "");
            bench.run();
            assertEquals(1, calls(bench).size());
            String stored = bench.database()
                    .read(sql -> sql.list("select unsubscribe from workflow_subscription", row -> row.text(1)))
                    .toString();
            assertFalse(stored.contains("hush"), stored);
        }
    }
}
