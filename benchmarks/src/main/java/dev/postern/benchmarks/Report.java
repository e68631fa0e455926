package dev.postern.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of results, written line by line. Every cost is also shown as a multiple of the same run's baseline. */
final class Report {
    private final PrintStream out;
    private final Map<String, Double> baselines = new HashMap<>();
    private final Map<String, Double> first = new HashMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /** Writes the command and the machine. */
    void machine(List<String> command) throws IOException {
        out.println("Command: java -jar benchmarks/target/postern-benchmarks.jar " + String.join(" ", command));
        out.println("Machine: " + Runtime.getRuntime().availableProcessors() + " processors, " + model() + ", Java "
                + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
        out.println("Load of the machine before: " + load());
        out.println("Times are in milliseconds, measured by the callers on the same machine.");
        out.println();
    }

    private static String load() throws IOException {
        Path load = Path.of("/proc/loadavg");
        return Files.exists(load) ? Files.readString(load).strip() : "unknown";
    }

    void head(List<String> command) throws IOException {
        machine(command);
        out.println("CPU is the user and system time of the server for one operation, including delivery and audit.");
        out.println();
        out.println(
                "| store | operation | callers | per second | p50 | p99 | CPU | wanted | CPU / baseline | CPU / first"
                        + " store |");
        out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    private static String model() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        return Files.exists(cpus)
                ? Files.readAllLines(cpus).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown processor")
                : "unknown processor";
    }

    void line(Store store, BenchmarkOperation operation, int callers, Load.Result result) {
        if (operation.name().equals("baseline")) {
            baselines.put(store.name() + callers, result.cpuMillis());
        }
        double baseline = baselines.getOrDefault(store.name() + callers, Double.NaN);
        double before = first.merge(operation.name() + callers, result.cpuMillis(), (one, _) -> one);
        out.println(String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.0f | %.2f | %.2f | %.3f | %s | %.1f | %.2f |",
                store.name(),
                operation.name(),
                callers,
                result.perSecond(),
                result.p50Millis(),
                result.p99Millis(),
                result.cpuMillis(),
                operation.wanted() == 0 ? "" : Double.toString(operation.wanted()),
                result.cpuMillis() / baseline,
                result.cpuMillis() / before));
    }

    void note(String text) {
        out.println();
        out.println(text);
        out.println();
    }
}
