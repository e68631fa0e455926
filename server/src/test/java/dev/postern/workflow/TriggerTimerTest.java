package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** When triggers with a recurrence fire, on both engines. */
class TriggerTimerTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMissedRecurrenceIsInTheHistory(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    TriggerRunTest.workflow("{'type':'Recurrence','recurrence':{'frequency':'Hour','interval':1}}"));
            bench.run();
            bench.move(Duration.ofMinutes(90));
            List<JsonNode> shown = TriggerRunTest.histories(bench);
            assertEquals(
                    List.of("RecurrenceMissed", ""),
                    shown.stream().map(one -> one.path("code").asString("")).toList());
            JsonNode trigger = bench.get("/w/triggers/t").path("properties");
            assertEquals(
                    "2026-11-23T12:00:00Z", trigger.path("nextExecutionTime").asString());
            assertEquals(
                    "2026-11-23T11:30:00Z", trigger.path("lastExecutionTime").asString());
            assertEquals("Enabled", trigger.path("state").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTriggerStartsAgainAndContinuesWhereAnotherIs(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            String hourly = "{'type':'Recurrence','recurrence':{'frequency':'Hour','interval':1}}";
            bench.put("w", TriggerRunTest.workflow(hourly));
            bench.run();
            bench.move(Duration.ofMinutes(20));
            bench.put("v", TriggerRunTest.workflow(hourly));
            bench.run();
            assertEquals(200, bench.send("POST", "/w/triggers/t/reset", "").status());
            bench.run();
            assertEquals(2, TriggerRunTest.histories(bench).size());
            assertEquals("2026-11-23T11:20:00Z", next(bench, "w"));
            bench.move(Duration.ofMinutes(10));
            bench.put("u", TriggerRunTest.workflow(hourly));
            String id = bench.get("/w/triggers/t").path("id").asString();
            assertEquals(
                    200,
                    bench.send("POST", "/u/triggers/t/setState", "{\"source\":{\"id\":\"" + id + "\"}}")
                            .status());
            assertEquals("2026-11-23T11:20:00Z", next(bench, "u"));
            bench.put("r", TriggerRunTest.workflow("{'type':'Request'}"));
            assertEquals(
                    400,
                    bench.send(
                                    "POST",
                                    "/r/triggers/t/setState",
                                    "{\"source\":{\"flowName\":\"w\",\"triggerName\":\"t\"}}")
                            .status());
            assertEquals(
                    404,
                    bench.send("POST", "/u/triggers/t/setState", "{\"source\":{\"flowName\":\"none\"}}")
                            .status());
            assertEquals(200, bench.send("POST", "/r/triggers/t/reset", "").status());
        }
    }

    private static String next(WorkflowBench bench, String workflow) {
        return bench.get("/" + workflow + "/triggers/t")
                .path("properties")
                .path("nextExecutionTime")
                .asString();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void missedWindowsAreMadeUpFor(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            String window = "{'type':'SlidingWindow','recurrence':{'frequency':'Hour','interval':1,'startTime':"
                    + "'2026-11-23T08:00:00Z'},'inputs':{'delay':'PT10M'}}";
            bench.put("w", TriggerRunTest.workflow(window));
            bench.run();
            assertEquals(List.of("08:00-09:00"), windows(bench));
            bench.move(Duration.ofMinutes(9));
            assertEquals(1, windows(bench).size());
            bench.move(Duration.ofMinutes(1));
            assertEquals(List.of("08:00-09:00", "09:00-10:00"), windows(bench));
            bench.kill();
            bench.clock.set(Instant.parse("2026-11-23T12:30:00Z"));
            bench.open();
            bench.start();
            bench.run();
            assertEquals(4, windows(bench).size());
            bench.send("POST", "/w/disable", "");
            bench.move(Duration.ofHours(2));
            assertEquals(4, windows(bench).size());
            bench.send("POST", "/w/enable", "");
            bench.run();
            assertEquals(
                    List.of("08:00-09:00", "09:00-10:00", "10:00-11:00", "11:00-12:00", "12:00-13:00", "13:00-14:00"),
                    windows(bench));
            assertEquals("2026-11-23T15:10:00Z", next(bench, "w"));
        }
    }

    private static List<String> windows(WorkflowBench bench) {
        // The runs that the timers started are due only now.
        bench.run();
        return bench.get("/w/runs")
                .path("value")
                .valueStream()
                .map(run -> TriggerRunTest.output(bench, run.path("name").asString())
                        .path("body"))
                .map(body -> body.path("windowStartTime").asString().substring(11, 16) + "-"
                        + body.path("windowEndTime").asString().substring(11, 16))
                .sorted()
                .toList();
    }
}
