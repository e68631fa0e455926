package dev.postern.workflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.postern.compute.ComputePool;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.RunKey;
import dev.postern.workflow.row.RunRow;
import dev.postern.workflow.row.RunTable;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A long loop takes as much memory and time for each iteration at its end as at its beginning. {@code -Dloop.iterations=100000} runs the longest
 * one that is allowed.
 */
@Tag("alone")
class LongLoopTest {
    private static final int ITERATIONS = Integer.getInteger("loop.iterations", 20_000);
    private static final long MAX_GROWTH = 24L << 20;
    private static final double MAX_RATIO = 2.5;

    /** What was measured when a tenth of the iterations had ended, and so on. */
    private record Sample(long started, long heap, long processorNanos) {}

    @ParameterizedTest
    @CsvSource({"Sequential", "Parallel"})
    void theEndCostsAsMuchAsTheBeginning(String order) throws InterruptedException {
        String options = order.equals("Sequential") ? "\"operationOptions\":\"Sequential\"," : "";
        JsonNode definition = JsonValues.parse(
                """
                {"triggers":{"manual":{"type":"Request","kind":"Http"}},"actions":{
                 "Count":{"type":"InitializeVariable","inputs":{"variables":[{"name":"n","type":"Integer","value":0}]}},
                 "Each":{"type":"Foreach","foreach":"@range(1,ITEMS)",OPTIONS"runAfter":{"Count":["Succeeded"]},"actions":{
                  "Line":{"type":"Compose","inputs":{"text":"@concat('Message ', item())"}},
                  "Add":{"type":"IncrementVariable","inputs":{"name":"n","value":1},"runAfter":{"Line":["Succeeded"]}}}}},
                 "outputs":{"n":{"type":"Integer","value":"@variables('n')"}}}
                """.replace("ITEMS", Integer.toString(ITERATIONS)).replace("OPTIONS", options));
        try (ComputePool compute = new ComputePool(2);
                Database real = Databases.open(Engine.SQLITE)) {
            HookedDatabase database = new HookedDatabase(real);
            TestEngine engine = new TestEngine(database, compute, Sealers.fresh());
            RunKey run = engine.start(
                    "long",
                    definition,
                    JsonValues.object(),
                    null,
                    JsonValues.object(),
                    Instant.parse("2026-01-05T08:00:00Z"));
            var samples = new ArrayList<Sample>();
            AtomicLong writes = new AtomicLong();
            database.before(() -> {
                if (writes.incrementAndGet() % 10 == 0) {
                    sample(real, run, samples);
                }
            });
            engine.proceed(run, new DefinedCalls());
            RunRow ended = Objects.requireNonNull(real.read(sql -> RunTable.find(sql, run)));
            assertEquals(Status.SUCCEEDED, ended.status());
            assertEquals(
                    ITERATIONS,
                    JsonValues.orNull(ended.outputs()).at("/n/value").asInt());
            check(samples);
        }
    }

    /** Measures when another tenth of the iterations has been written. */
    private static void sample(Database database, RunKey run, List<Sample> samples) {
        long actions =
                database.read(sql -> sql.number("select sequence from workflow_run where run_name = ?", run.name()));
        long due = (samples.size() + 1L) * ITERATIONS * 3 / 10;
        if (actions >= due && samples.size() < 9) {
            System.gc();
            long used =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            long processor = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
            samples.add(new Sample(actions, used, processor));
        }
    }

    private static void check(List<Sample> samples) {
        assertEquals(9, samples.size());
        long growth = samples.getLast().heap() - samples.getFirst().heap();
        assertTrue(growth < MAX_GROWTH, () -> growth + " bytes more at 90 % than at 10 %: " + samples);
        double first = perAction(samples.get(0), samples.get(2));
        double last = perAction(samples.get(6), samples.get(8));
        assertTrue(last / first < MAX_RATIO, () -> first + " ns, later " + last + " ns for each action: " + samples);
    }

    private static double perAction(Sample from, Sample to) {
        return (double) (to.processorNanos() - from.processorNanos()) / (to.started() - from.started());
    }
}
