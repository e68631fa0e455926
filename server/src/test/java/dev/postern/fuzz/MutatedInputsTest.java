package dev.postern.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.postern.graph.PathTarget;
import dev.postern.graph.calendar.EventTarget;
import dev.postern.workflow.ExpressionTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every target with its seeds, and with mutations of them for a second of processor time. A refused input must cost little time and
 * memory; every input must end in a result or a refusal. {@code mvn -Pfuzz} searches longer and with coverage feedback.
 */
@Tag("alone")
class MutatedInputsTest {
    private static final Path SEEDS = Path.of("src", "test", "fuzz");
    private static final long FIRST = 20_261_124;
    private static final long ONE_INPUT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long ONE_INPUT_BYTES = 256L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Target {
        void take(byte[] data) throws IOException;
    }

    private static final Map<String, Target> TARGETS = Map.ofEntries(
            Map.entry("expression", ExpressionTarget::fuzzerTestOneInput),
            Map.entry("filter", FilterTarget::fuzzerTestOneInput),
            Map.entry("query", QueryStringTarget::fuzzerTestOneInput),
            Map.entry("search", SearchTarget::fuzzerTestOneInput),
            Map.entry("mime", MimeTarget::fuzzerTestOneInput),
            Map.entry("json", JsonTarget::fuzzerTestOneInput),
            Map.entry("event", EventTarget::fuzzerTestOneInput),
            Map.entry("path", PathTarget::fuzzerTestOneInput),
            Map.entry("calendar", CalendarTarget::fuzzerTestOneInput),
            Map.entry("recurrence", RecurrenceTarget::fuzzerTestOneInput),
            Map.entry("definition", DefinitionTarget::fuzzerTestOneInput));

    @TestFactory
    List<DynamicTest> everyTarget() {
        return TARGETS.entrySet().stream()
                .map(target -> DynamicTest.dynamicTest(target.getKey(), () -> run(target.getKey(), target.getValue())))
                .toList();
    }

    private static void run(String name, Target target) throws IOException {
        List<byte[]> seeds = seeds(name);
        assertFalse(seeds.isEmpty(), "there are no seeds");
        for (byte[] seed : seeds) {
            one(target, seed);
        }
        Mutations mutations = new Mutations(FIRST, seeds);
        // of the processor, so that a busy machine tries as many inputs
        long end = THREADS.getCurrentThreadCpuTime() + seconds().toNanos();
        long inputs = 0;
        while (THREADS.getCurrentThreadCpuTime() < end) {
            one(target, mutations.next());
            inputs++;
        }
        assertTrue(inputs > 100, "only " + inputs + " inputs");
    }

    private static Duration seconds() {
        return Duration.ofSeconds(Long.getLong("fuzz.seconds", 1));
    }

    private static void one(Target target, byte[] input) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        try {
            target.take(input);
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError(describe(input), e);
        }
        long took = System.nanoTime() - begin;
        long memory = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        assertTrue(took < ONE_INPUT_NANOS, () -> took + " ns for " + describe(input));
        assertTrue(memory < ONE_INPUT_BYTES, () -> memory + " bytes for " + describe(input));
    }

    private static String describe(byte[] input) {
        return new String(input, StandardCharsets.UTF_8) + "\nin base64: "
                + Base64.getEncoder().encodeToString(input);
    }

    private static List<byte[]> seeds(String name) throws IOException {
        try (var files = Files.list(SEEDS.resolve(name))) {
            return files.sorted().map(MutatedInputsTest::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
