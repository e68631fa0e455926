package dev.postern.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The options of a run.
 *
 * @param only names of operations; all if empty
 * @param serveOptions further options of the server, such as another database; such a store cannot be filled beforehand
 * @param keep the folder for filled stores that later runs reuse; null to use a temporary folder
 */
record BenchmarkOptions(
        List<Store> stores,
        List<Integer> callers,
        Duration length,
        Duration warmUp,
        Set<String> only,
        Path jar,
        @org.jspecify.annotations.Nullable Path keep,
        List<String> javaOptions,
        List<String> serveOptions) {
    static final String USAGE = """
        Options, each with a value:
          --stores empty,mailbox,store   contents of the store (also: small)
          --callers 1,8,32               numbers of concurrent callers
          --seconds 5                    how long each line is measured
          --warm-up 15                   how long each operation runs before
          --only "list 25,get one"       only these, and the baseline
          --jar FILE                     the server
          --keep DIR                     keep filled stores here for later runs
          --java "-Xmx1g"                further options of the server's Java
        With --fairness before them: waiting times between callers, beside Dovecot if it is installed.
        Instead of them: directory 100k,1M    changes of a large directory and decisions from it.
        With calendars before them: events and schedules, beside Radicale if it is installed.
        Or: flips 100k                        requests while memberships change in a server with a large directory.
        Or: notifications                     notifications of a server with 1,000 subscriptions, and their delay.
        Or: smtp 10 100000                    mail from and to other hosts, beside Postfix and GreenMail.
        """;

    /** Where the build puts it. */
    static final Path SERVER_JAR = Path.of("server", "target", "postern-server.jar");

    static BenchmarkOptions read(List<String> words) {
        BenchmarkOptions options = new BenchmarkOptions(
                List.of(Store.named("empty"), Store.named("mailbox"), Store.named("store")),
                List.of(1, 8, 32),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Set.of(),
                SERVER_JAR,
                null,
                List.of(),
                List.of());
        for (int i = 0; i < words.size(); i += 2) {
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(words.get(i) + " has no value.");
            }
            options = options.with(words.get(i), words.get(i + 1));
        }
        return options.checked();
    }

    private BenchmarkOptions with(String name, String value) {
        List<String> list = Arrays.stream(value.split(",")).map(String::strip).toList();
        return switch (name) {
            case "--stores" ->
                new BenchmarkOptions(
                        list.stream().map(Store::named).toList(),
                        callers,
                        length,
                        warmUp,
                        only,
                        jar,
                        keep,
                        javaOptions,
                        serveOptions);
            case "--callers" ->
                new BenchmarkOptions(
                        stores,
                        list.stream().map(Integer::valueOf).toList(),
                        length,
                        warmUp,
                        only,
                        jar,
                        keep,
                        javaOptions,
                        serveOptions);
            case "--seconds" ->
                new BenchmarkOptions(
                        stores, callers, seconds(value), warmUp, only, jar, keep, javaOptions, serveOptions);
            case "--warm-up" ->
                new BenchmarkOptions(
                        stores, callers, length, seconds(value), only, jar, keep, javaOptions, serveOptions);
            case "--only" ->
                new BenchmarkOptions(
                        stores, callers, length, warmUp, Set.copyOf(list), jar, keep, javaOptions, serveOptions);
            case "--jar" ->
                new BenchmarkOptions(
                        stores, callers, length, warmUp, only, Path.of(value), keep, javaOptions, serveOptions);
            case "--keep" ->
                new BenchmarkOptions(
                        stores, callers, length, warmUp, only, jar, Path.of(value), javaOptions, serveOptions);
            case "--java" ->
                new BenchmarkOptions(
                        stores, callers, length, warmUp, only, jar, keep, List.of(value.split(" +")), serveOptions);
            case "--serve" ->
                new BenchmarkOptions(
                        stores, callers, length, warmUp, only, jar, keep, javaOptions, List.of(value.split(" +")));
            default -> throw new IllegalArgumentException("There is no option " + name + ".");
        };
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
    }

    /** @throws IllegalArgumentException if the options do not fit together */
    BenchmarkOptions checked() {
        if (!serveOptions.isEmpty() && stores.stream().anyMatch(store -> store.each() > 0)) {
            throw new IllegalArgumentException("With --serve only --stores empty can be measured.");
        }
        return this;
    }

    boolean wants(BenchmarkOperation operation) {
        return only.isEmpty()
                || only.contains(operation.name())
                || operation.name().equals("baseline");
    }
}
