package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Triggers that poll a service, on both engines. */
class PollingTest {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private static String polling(WorkflowBench bench, String frequency, String more) {
        return TriggerRunTest.workflow("{'type':'Http','recurrence':{'frequency':'" + frequency
                + "','interval':10},'inputs':{'method':'GET','uri':'" + bench.address() + "/new'" + more + "}");
    }

    private static int runs(WorkflowBench bench) {
        return bench.get("/w/runs").path("value").size();
    }

    private static List<String> statuses(WorkflowBench bench) {
        return TriggerRunTest.histories(bench).stream()
                .map(one ->
                        one.path("status").asString() + " " + one.path("code").asString(""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyTheStatus200HasData(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> bench.seen.size() == 1
                    ? new Answer(202, Map.of("Location", bench.address() + "/later", "Retry-After", "3600"), "")
                    : new Answer(200, JSON, "{\"n\":7}");
            bench.put(
                    "w",
                    polling(bench, "Minute", ",'authentication':{'type':'Basic','username':'u','password':'hush'}}"));
            bench.run();
            assertEquals("/new", bench.seen.getFirst().path());
            assertEquals(0, runs(bench));
            bench.move(Duration.ofMinutes(10));
            assertEquals("/later", bench.seen.get(1).path());
            assertTrue(bench.seen.get(1).headers().containsKey("authorization"));
            bench.run();
            String run = bench.get("/w/runs").path("value").get(0).path("name").asString();
            JsonNode outputs = bench.action("w", run, "C").path("outputs");
            assertEquals(7, outputs.path("body").path("n").asInt());
            assertEquals(200, outputs.path("statusCode").asInt());
            bench.move(Duration.ofMinutes(10));
            assertEquals("/new", bench.seen.get(2).path());
            assertEquals(List.of("Succeeded ", "Succeeded ", "Skipped NoData"), statuses(bench));
            assertFalse(bench.get("/w/triggers/t/histories/" + run).toString().contains("hush"));
            // A manual run polls now.
            assertEquals(202, bench.send("POST", "/w/triggers/t/run", "").status());
            bench.run();
            assertEquals(4, bench.seen.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theServiceDecidesWhenItIsPolledNext(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(bench.seen.size() == 1 ? 202 : 200, Map.of("Retry-After", "45"), "");
            bench.put("w", polling(bench, "Second", "}"));
            bench.run();
            bench.move(Duration.ofSeconds(44));
            assertEquals(1, bench.seen.size());
            bench.move(Duration.ofSeconds(1));
            assertEquals(2, bench.seen.size());
            bench.move(Duration.ofSeconds(44));
            assertEquals(2, bench.seen.size());
            bench.move(Duration.ofSeconds(1));
            assertEquals(3, bench.seen.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFailedPollIsRetriedAndThenInTheHistory(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(503, Map.of(), "");
            bench.put("w", polling(bench, "Minute", ",'retryPolicy':{'type':'fixed','count':2,'interval':'PT30S'}}"));
            bench.run();
            bench.move(Duration.ofSeconds(30));
            bench.kill();
            bench.open();
            bench.start();
            assertEquals(List.of(), statuses(bench));
            bench.move(Duration.ofSeconds(30));
            assertEquals(3, bench.seen.size());
            assertEquals(
                    1,
                    bench.seen.stream()
                            .map(call -> call.headers().get("client-request-id"))
                            .distinct()
                            .count());
            assertEquals(List.of("Failed ServiceUnavailable"), statuses(bench));
            bench.behaviour = call -> new Answer(404, Map.of(), "");
            bench.move(Duration.ofMinutes(9));
            assertEquals(List.of("Failed NotFound", "Failed ServiceUnavailable"), statuses(bench));
            // Fires of the same time have no order.
            bench.clock.tick(Duration.ofSeconds(1));
            bench.put(
                    "w",
                    polling(
                            bench,
                            "Hour",
                            ",'authentication':{'type':'ManagedServiceIdentity','audience':"
                                    + "'https://contoso.example'}}"));
            bench.run();
            assertTrue(
                    statuses(bench).getFirst().startsWith("Failed AudienceHostMismatch"),
                    () -> statuses(bench).toString());
            assertEquals(4, bench.seen.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aConditionOnTheStatusDecidesInstead(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(bench.seen.size() == 1 ? 404 : 200, Map.of(), "");
            bench.put(
                    "w",
                    polling(
                            bench,
                            "Minute",
                            "},'conditions':[{'expression':'@equals(triggerOutputs()[`statusCode`],404)'}]"));
            bench.run();
            bench.move(Duration.ofMinutes(10));
            assertEquals(List.of("Skipped TriggerConditionNotMet", "Succeeded "), statuses(bench));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theItemsOfAResponseStartRuns(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.behaviour = call -> new Answer(200, JSON, "{\"value\":[1,2,3]}");
            bench.put("w", polling(bench, "Minute", "},'splitOn':'@triggerBody()?[`value`]'"));
            bench.run();
            bench.run();
            assertEquals(3, runs(bench));
            bench.send("POST", "/w/disable", "");
            bench.move(Duration.ofMinutes(10));
            assertEquals(1, bench.seen.size());
        }
    }
}
