package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Arrays of which each item starts a run, on both engines. */
class SplitTest {
    private static final String SPLITTING = "{'type':'Request','splitOn':'@triggerBody()?[`value`]'";

    private static String items(int count) {
        return "{\"value\":["
                + IntStream.range(0, count).mapToObj(i -> "{\"n\":" + i + "}").collect(Collectors.joining(",")) + "]}";
    }

    /** The number in the body of each run. */
    private static List<Integer> started(WorkflowBench bench) {
        return bench
                .database()
                .read(sql ->
                        sql.list("select trigger_record from workflow_run order by run_name desc", row -> row.text(1)))
                .stream()
                .map(record -> dev.postern.workflow.expression.JsonValues.parse(record)
                        .path("outputs")
                        .path("body")
                        .path("n")
                        .asInt())
                .toList();
    }

    /** Runs everything that is due; the scheduler takes only some timers at a time. */
    private static void runAll(WorkflowBench bench) {
        for (int i = 0; i < 30; i++) {
            bench.run();
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachItemStartsARun(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", TriggerRunTest.workflow(SPLITTING + "}"));
            URI callback = bench.callback("w", "t");
            Response answer = bench.call(callback, "POST", items(3));
            assertEquals(202, answer.status());
            assertEquals("3", TriggerRunTest.header(answer, "postern-run-count"));
            bench.run();
            bench.run();
            assertEquals(numbers(3), started(bench));
            JsonNode runs = bench.get("/w/runs").path("value");
            String run = runs.get(0).path("name").asString();
            assertEquals("Succeeded", bench.status("w", run));
            assertEquals(
                    "{\"n\":2}",
                    bench.action("w", run, "C").path("outputs").path("body").toString());
            // One row for the array, and one for each item.
            assertEquals(4, TriggerRunTest.histories(bench).size());
            String history = TriggerRunTest.header(answer, "x-ms-trigger-history-name");
            JsonNode whole = bench.get("/w/triggers/t/histories/" + history).path("properties");
            assertEquals(3, whole.path("outputs").path("body").path("value").size());
            // An item that is repeated is not split again.
            bench.clock.tick(Duration.ofSeconds(1));
            assertEquals(
                    202,
                    bench.send("POST", "/w/triggers/t/histories/" + run + "/resubmit", "")
                            .status());
            bench.run();
            assertEquals(4, started(bench).size());
            bench.send("POST", "/w/triggers/t/histories/" + history + "/resubmit", "");
            bench.run();
            assertEquals(7, started(bench).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anArrayMayBeEmptyButNotMissing(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", TriggerRunTest.workflow(SPLITTING + "}"));
            URI callback = bench.callback("w", "t");
            Response empty = bench.call(callback, "POST", items(0));
            assertEquals(202, empty.status());
            assertEquals("0", TriggerRunTest.header(empty, "postern-run-count"));
            bench.clock.tick(Duration.ofSeconds(1));
            assertEquals(400, bench.call(callback, "POST", "{}").status());
            bench.put("w", TriggerRunTest.workflow(SPLITTING + ",'runtimeConfiguration':{'concurrency':{'runs':5}}}"));
            bench.clock.tick(Duration.ofSeconds(1));
            assertEquals(400, bench.call(callback, "POST", items(101)).status());
            bench.run();
            assertEquals(List.of(), started(bench));
            List<JsonNode> shown = TriggerRunTest.histories(bench);
            assertEquals(
                    List.of("Failed", "Failed", "Skipped"),
                    shown.stream().map(one -> one.path("status").asString()).toList());
            assertTrue(shown.getFirst().toString().contains("the limit is '100'"), shown::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCallerOfASplitTriggerDoesNotWaitForAResponse(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put(
                    "w",
                    "{'triggers':{'t':" + SPLITTING
                            + "}},'actions':{'R':{'type':'Response','inputs':{'statusCode':200}}}}");
            assertEquals(
                    202, bench.call(bench.callback("w", "t"), "POST", items(2)).status());
            bench.run();
            assertEquals(numbers(2), started(bench));
        }
    }

    /** The process ends after two pieces, and again after the third. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCrashNeitherLosesNorRepeatsAnItem(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", TriggerRunTest.workflow(SPLITTING + "}"));
            bench.call(bench.callback("w", "t"), "POST", items(450));
            bench.kill();
            bench.open();
            bench.start();
            assertEquals(List.of(), started(bench));
            for (int broken : new int[] {200, 300}) {
                change(bench, "'x' || content", broken);
                runAll(bench);
                assertEquals(numbers(broken), started(bench));
                bench.kill();
                bench.open();
                change(bench, "substr(content, 2)", broken);
                bench.start();
                bench.clock.tick(Duration.ofMinutes(1));
            }
            runAll(bench);
            assertEquals(numbers(450), started(bench));
            assertEquals(
                    450L,
                    bench.database()
                            .read(sql -> sql.number("select count(*) from workflow_run where status = 'Succeeded'"))
                            .longValue());
            assertEquals(
                    0L,
                    bench.database()
                            .read(sql -> sql.number("select count(*) from workflow_split"))
                            .longValue());
        }
    }

    /** Makes a piece unreadable, so that its transaction fails, or readable again. */
    private static void change(WorkflowBench bench, String content, int first) {
        int changed = bench.database()
                .write(sql ->
                        sql.update("update workflow_split set content = " + content + " where first_item = ?", first));
        assertEquals(1, changed);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLargeArrayWaitsForRoom(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", TriggerRunTest.workflow(SPLITTING + "}"));
            URI callback = bench.callback("w", "t");
            bench.call(callback, "POST", items(250));
            bench.database()
                    .write(sql ->
                            sql.update("insert into workflow_run (tenant_id, workflow_id, run_name, version, status,"
                                    + " trigger_name, trigger_record, correlation_id, tracking_id, started_at) select"
                                    + " w.tenant_id, w.workflow_id, 'a' || n.i, w.version, 'Waiting', 'none',"
                                    + " '{\"outputs\":{\"body\":{\"n\":-1}}}', w.workflow_id, 'a', 0 from workflow w,"
                                    + " (with recursive c(i) as (select 1 union all select i + 1 from c where i < 850)"
                                    + " select i from c) n"));
            assertEquals(202, bench.call(callback, "POST", items(0)).status());
            runAll(bench);
            assertEquals(100, started(bench).stream().filter(n -> n >= 0).count());
            bench.database().write(sql -> sql.update("delete from workflow_run where trigger_name = 'none'"));
            bench.clock.tick(Duration.ofSeconds(1));
            runAll(bench);
            assertEquals(numbers(250), started(bench));
        }
    }
}
