package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Response;
import dev.postern.store.Engine;
import dev.postern.workflow.WorkflowBench.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Definitions that would exhaust a server: they are refused, or they end, and other workflows start meanwhile. */
@Tag("alone")
class HostileWorkflowsTest {
    private static final String MANUAL = "'triggers':{'manual':{'type':'Request','kind':'Http'}}";
    private static final int ATTEMPTS = 5;

    /** What runs for as long as it may; the names are those of the workflows. */
    private static final Map<String, String> LONG = Map.of(
            "loops-in-loops",
            loop("A", loop("B", loop("C", "'D':{'type':'Compose','inputs':'x'}"))),
            "endless-until",
            "'U':{'type':'Until','expression':'@false','limit':{'count':5000,'timeout':'P30D'},'actions':{"
                    + "'V':{'type':'Until','expression':'@false','limit':{'count':5000},'actions':{}}}}",
            "growing-variable",
            "'I':{'type':'InitializeVariable','inputs':{'variables':[{'name':'a','type':'Array'}]}},"
                    + "'F':{'type':'Foreach','foreach':'@range(1,100000)','operationOptions':'Sequential',"
                    + "'runAfter':{'I':['Succeeded']},'actions':{"
                    + "'P':{'type':'AppendToArrayVariable','inputs':{'name':'a','value':'" + "x".repeat(500) + "'}},"
                    + "'Q':{'type':'Compose','inputs':'@variables(`a`)','runAfter':{'P':['Succeeded']}}}}",
            "wide",
            IntStream.range(0, 500)
                    .mapToObj(i -> "'A" + i + "':{'type':'Compose','inputs':'@range(1,20000)'}")
                    .collect(Collectors.joining(",")));

    private static String loop(String name, String actions) {
        return "'" + name + "':{'type':'Foreach','foreach':'@range(1,1000)','runtimeConfiguration':{'concurrency':"
                + "{'repetitions':50}},'actions':{" + actions + "}}";
    }

    private static String definition(String actions) {
        return "{" + MANUAL + ",'actions':{" + actions + "}}";
    }

    private static String nested(int depth) {
        String actions = "'L':{'type':'Compose','inputs':1}";
        for (int i = 0; i < depth; i++) {
            actions = "'S" + i + "':{'type':'Scope','actions':{" + actions + "}}";
        }
        return actions;
    }

    private static String many(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "'A" + i + "':{'type':'Compose','inputs':1}")
                .collect(Collectors.joining(","));
    }

    @Test
    void whatExceedsALimitIsRefused() {
        try (WorkflowBench bench = new WorkflowBench(Engine.SQLITE)) {
            bench.start();
            Map<String, String> refused = Map.of(
                    nested(9),
                    "nested",
                    many(501),
                    "500",
                    "'U':{'type':'Until','expression':'@false','limit':{'count':5001},'actions':{}}",
                    "5001",
                    "'U':{'type':'Until','expression':'@false','limit':{'timeout':'P9Y'},'actions':{}}",
                    "P9Y",
                    "'F':{'type':'Foreach','foreach':[],'actions':{},'runtimeConfiguration':{'concurrency':"
                            + "{'repetitions':51}}}",
                    "51");
            refused.forEach((actions, reason) -> {
                JsonNode error = bench.put("refused", definition(actions)).path("error");
                assertEquals("InvalidTemplate", error.path("code").asString(), error::toString);
                assertTrue(error.path("message").asString().contains(reason), error::toString);
            });
            JsonNode tooDeep = bench.put("refused", definition(nested(90))).path("error");
            assertEquals("InvalidRequestContent", tooDeep.path("code").asString(), tooDeep::toString);
            for (String allowed : new String[] {nested(8), many(500)}) {
                assertTrue(bench.put("allowed", definition(allowed)).has("id"));
                String run = bench.fire("allowed", "manual");
                assertEquals("Succeeded", bench.status("allowed", run));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void otherWorkflowsStartMeanwhile(Engine engine) throws InterruptedException {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.kill();
            bench.open(true);
            bench.start();
            var called = new LinkedBlockingQueue<String>();
            bench.behaviour = call -> {
                called.add(call.path());
                return new Answer(200, Map.of(), "");
            };
            bench.put(
                    "small",
                    definition("'H':{'type':'Http','inputs':{'method':'GET','uri':'" + bench.address() + "/small'}}"));
            long alone = best(bench, called);
            LONG.forEach((name, actions) -> {
                assertTrue(bench.put(name, definition(actions)).has("id"), name);
                for (int i = 0; i < 3; i++) {
                    start(bench, name);
                }
            });
            long took = best(bench, called);
            // On a busy machine a start takes long even without them.
            long limit = Math.max(Duration.ofSeconds(1).toNanos(), 20 * alone);
            assertTrue(took < limit, () -> took / 1_000_000 + " ms, alone " + alone / 1_000_000 + " ms");
        }
    }

    /** The shortest time in nanoseconds from starting a run until its first call arrives. */
    private static long best(WorkflowBench bench, BlockingQueue<String> called) throws InterruptedException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS; i++) {
            long begin = System.nanoTime();
            start(bench, "small");
            assertEquals("/small", called.poll(30, TimeUnit.SECONDS));
            best = Math.min(best, System.nanoTime() - begin);
        }
        return best;
    }

    /** Loops inside loops could otherwise fill the disk. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunHasALimitedNumberOfActions(Engine engine) {
        try (WorkflowBench bench = new WorkflowBench(engine)) {
            bench.start();
            bench.put("w", definition(loop("A", loop("B", "'C':{'type':'Compose','inputs':1}"))));
            start(bench, "w");
            bench.database().write(sql -> sql.update("update workflow_run set sequence = 1999000"));
            bench.run();
            JsonNode run = bench.get("/w/runs").at("/value/0/properties");
            assertEquals("Failed", run.path("status").asString(), run::toString);
            assertEquals("RunActionLimitExceeded", run.path("code").asString(), run::toString);
            bench.put("small", definition(many(3)));
            assertEquals("Succeeded", bench.status("small", bench.fire("small", "manual")));
        }
    }

    private static void start(WorkflowBench bench, String workflow) {
        Response response = bench.send("POST", "/" + workflow + "/triggers/manual/run", "");
        assertEquals(202, response.status(), () -> WorkflowBench.json(response).toString());
    }
}
