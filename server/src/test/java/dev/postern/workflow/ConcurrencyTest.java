package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Limits of the runs of a trigger, on both engines. The runs call a service that lets them go on when the test says so. */
class ConcurrencyTest {
    private static String limited(WorkflowBench bench, String trigger, String limit) {
        return "{'triggers':{'t':{" + trigger + "," + limit
                + "}},'actions':{'H':{'type':'Http','inputs':{'method':'POST','uri':'" + bench.address()
                + "/','body':'@triggerBody()'}}}}";
    }

    private static String runs(int runs, int waiting) {
        return "'runtimeConfiguration':{'concurrency':{'runs':" + runs + ",'maximumWaitingRuns':" + waiting + "}}";
    }

    /** Lets the service answer 429, so that the runs wait until it is opened. */
    private static AtomicBoolean gate(WorkflowBench bench) {
        var open = new AtomicBoolean();
        bench.behaviour =
                call -> open.get() ? new Answer(200, Map.of(), "") : new Answer(429, Map.of("Retry-After", "60"), "");
        return open;
    }

    private static List<String> statuses(WorkflowBench bench) {
        return bench.get("/w/runs")
                .path("value")
                .valueStream()
                .map(run -> run.path("properties").path("status").asString())
                .toList()
                .reversed();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void runsOverTheLimitWaitAndStartInOrder(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            AtomicBoolean open = gate(bench);
            bench.put("w", limited(bench, "'type':'Request'", runs(2, 3)));
            URI callback = bench.callback("w", "t");
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        202, bench.call(callback, "POST", "{\"n\":" + i + "}").status());
                bench.clock.tick(Duration.ofMillis(10));
            }
            Response full = bench.call(callback, "POST", "{}");
            assertEquals(429, full.status());
            assertEquals(
                    "WorkflowRunQueueFull",
                    WorkflowBench.json(full).path("error").path("code").asString());
            String reason =
                    WorkflowBench.json(full).path("error").path("message").asString();
            assertEquals(
                    "The trigger 't' has 2 runs that have not ended and 3 that wait, which are the limits of its"
                            + " concurrency. Try again later.",
                    reason);
            bench.run();
            assertEquals(List.of("Running", "Running", "Waiting", "Waiting", "Waiting"), statuses(bench));
            assertEquals(2, bench.seen.size());
            bench.kill();
            bench.open();
            bench.start();
            bench.run();
            assertEquals(List.of("Running", "Running", "Waiting", "Waiting", "Waiting"), statuses(bench));
            // A cancelled run makes room for the oldest that waits.
            String first =
                    bench.get("/w/runs").path("value").get(4).path("name").asString();
            assertEquals(
                    200, bench.send("POST", "/w/runs/" + first + "/cancel", "").status());
            bench.run();
            assertEquals(List.of("Cancelled", "Running", "Running", "Waiting", "Waiting"), statuses(bench));
            assertEquals("{\"n\":2}", bench.seen.getLast().body());
            open.set(true);
            for (int i = 0; i < 4; i++) {
                bench.move(Duration.ofMinutes(1));
            }
            assertEquals(List.of("Cancelled", "Succeeded", "Succeeded", "Succeeded", "Succeeded"), statuses(bench));
            assertEquals(
                    List.of("{\"n\":3}", "{\"n\":4}"),
                    bench.seen.stream()
                            .map(WorkflowBench.Seen::body)
                            .filter(body -> body.contains("3") || body.contains("4"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRecurrenceIsSkippedWhenTheQueueIsFull(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            gate(bench);
            bench.put(
                    "w",
                    limited(bench, "'type':'Recurrence','recurrence':{'frequency':'Minute','interval':1}", runs(1, 1)));
            bench.run();
            bench.move(Duration.ofMinutes(1));
            bench.move(Duration.ofMinutes(1));
            assertEquals(List.of("Running", "Waiting"), statuses(bench));
            List<JsonNode> shown = TriggerRunTest.histories(bench);
            assertEquals(
                    List.of("Skipped", "Succeeded", "Succeeded"),
                    shown.stream().map(one -> one.path("status").asString()).toList());
            assertEquals("WorkflowRunQueueFull", shown.getFirst().path("code").asString());
            String reason = shown.getFirst().path("error").path("message").asString();
            assertTrue(reason.startsWith("The trigger 't' has 1 runs that have not ended and 1 that wait"), reason);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSingleInstanceRunsOneAtATime(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            AtomicBoolean open = gate(bench);
            bench.put("w", limited(bench, "'type':'Request'", "'operationOptions':'SingleInstance'"));
            URI callback = bench.callback("w", "t");
            bench.call(callback, "POST", "1");
            bench.clock.tick(Duration.ofMillis(10));
            bench.call(callback, "POST", "2");
            bench.run();
            assertEquals(List.of("Running", "Waiting"), statuses(bench));
            // Without the limit, a waiting run starts at the next look.
            bench.put("w", limited(bench, "'type':'Request'", "'metadata':{}"));
            bench.kill();
            bench.open();
            bench.start();
            bench.run();
            assertEquals(List.of("Running", "Running"), statuses(bench));
            open.set(true);
            bench.move(Duration.ofMinutes(1));
            assertEquals(List.of("Succeeded", "Succeeded"), statuses(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theItemsOfAnArrayWaitInOrder(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(200, Map.of(), "");
            bench.put("w", limited(bench, "'type':'Request','splitOn':'@triggerBody()'", runs(1, 100)));
            bench.call(bench.callback("w", "t"), "POST", "[0,1,2,3,4,5,6,7,8,9,10,11]");
            for (int i = 0; i < 15; i++) {
                bench.move(Duration.ofSeconds(1));
            }
            assertEquals(
                    List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"),
                    bench.seen.stream().map(WorkflowBench.Seen::body).toList());
        }
    }

    /** Many callers at a time, on PostgreSQL through two nodes with their own connections. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void concurrentCallersCannotExceedTheLimit(Engine engine) throws Exception {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            gate(bench);
            bench.put("w", limited(bench, "'type':'Request'", runs(3, 5)));
            URI callback = bench.callback("w", "t");
            @Nullable Database other = engine == Engine.POSTGRES ? bench.connect() : null;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var nodes = List.of(bench.workflows(), other == null ? bench.workflows() : bench.node(other));
                var calls = new ArrayList<Callable<Integer>>();
                for (int i = 0; i < 40; i++) {
                    WorkflowService node = nodes.get(i % 2);
                    calls.add(() -> WorkflowBench.call(node, callback, "POST", "{}", Map.of())
                            .status());
                }
                int accepted = 0;
                for (var answer : threads.invokeAll(calls)) {
                    accepted += answer.get() == 202 ? 1 : 0;
                }
                assertEquals(8, accepted);
                List<String> statuses = statuses(bench);
                assertEquals(3, statuses.stream().filter("Running"::equals).count());
                assertEquals(5, statuses.stream().filter("Waiting"::equals).count());
                assertEquals(8, TriggerRunTest.histories(bench).size());
            } finally {
                if (other != null) {
                    other.close();
                }
            }
        }
    }
}
