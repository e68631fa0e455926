package dev.postern.benchmarks.soak;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The results of the honest callers, by operation. Thread-safe. */
final class Outcomes {
    private static final int MAX_COMPLAINTS = 50;

    private final Map<String, Operation> operations = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    private static final class Operation {
        private long[] nanos = new long[1024];
        private int count;
        private long busy;
        private long wrong;
    }

    synchronized void right(String operation, long nanos) {
        Operation one = operations.computeIfAbsent(operation, _ -> new Operation());
        if (one.count == one.nanos.length) {
            one.nanos = Arrays.copyOf(one.nanos, one.count * 2);
        }
        one.nanos[one.count++] = nanos;
    }

    /** Records a response that asked the caller to retry later, with a time. */
    synchronized void busy(String operation) {
        operations.computeIfAbsent(operation, _ -> new Operation()).busy++;
    }

    synchronized void wrong(String operation, String what) {
        operations.computeIfAbsent(operation, _ -> new Operation()).wrong++;
        if (wrong.size() < MAX_COMPLAINTS) {
            wrong.add(operation + ": " + what);
        }
    }

    synchronized boolean hasWrong() {
        return !wrong.isEmpty();
    }

    synchronized double share503() {
        long busy = operations.values().stream().mapToLong(one -> one.busy).sum();
        long right = operations.values().stream().mapToLong(one -> one.count).sum();
        return busy / (double) Math.max(1, busy + right);
    }

    /** The 99th percentile over all operations, in milliseconds. */
    synchronized double p99() {
        long[] all = operations.values().stream()
                .flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count))
                .sorted()
                .toArray();
        return percentile(all, 0.99);
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) ((sorted.length - 1) * share)] / 1e6;
    }

    synchronized String table() {
        var text = new StringBuilder("| operation | right | told to retry | wrong | p50 ms | p99 ms | max ms |\n");
        text.append("|---|---:|---:|---:|---:|---:|---:|\n");
        operations.forEach((name, one) -> {
            long[] sorted = Arrays.copyOf(one.nanos, one.count);
            Arrays.sort(sorted);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %.1f | %.1f | %.1f |%n",
                    name,
                    one.count,
                    one.busy,
                    one.wrong,
                    percentile(sorted, 0.5),
                    percentile(sorted, 0.99),
                    percentile(sorted, 1)));
        });
        wrong.forEach(one -> text.append("WRONG ").append(one).append('\n'));
        return text.toString();
    }
}
