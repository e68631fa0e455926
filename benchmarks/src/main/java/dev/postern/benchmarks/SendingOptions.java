package dev.postern.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sendMail measurement.
 *
 *
 * @param jars the servers by the name in the report, in the order of their turns
 * @param postgres the directory of PostgreSQL's programs; null to measure SQLite only
 * @param sqlite whether SQLite is measured
 * @param senders the number of mailboxes that send at random
 * @param rounds the number of turns of each server for each line
 */
record SendingOptions(
        Map<String, Path> jars,
        boolean sqlite,
        @Nullable Path postgres,
        List<Integer> callers,
        List<Integer> senders,
        Duration length,
        Duration warmUp,
        int rounds,
        List<String> javaOptions) {
    static final String USAGE = """
        Options of sending, each with a value:
          --jar FILE            the server
          --compare FILE        another server, which takes turns with it
          --postgres DIR        PostgreSQL's programs; without it SQLite only
          --engines both        or sqlite, postgres
          --callers 1,8,32      numbers of concurrent callers
          --senders 1,32        how many mailboxes they send from
          --seconds 5           how long each turn is
          --warm-up 10          how long each server runs before
          --rounds 3            turns of each server for each line
          --java "-Xmx1g"       further options of the servers' Java
        """;

    static SendingOptions read(List<String> words) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < words.size(); i += 2) {
            if (i + 1 == words.size() || !USAGE.contains("  " + words.get(i) + " ")) {
                throw new IllegalArgumentException("There is no option " + words.get(i) + ", or it has no value.");
            }
            values.put(words.get(i), words.get(i + 1));
        }
        var jars = new LinkedHashMap<String, Path>();
        String compare = values.get("--compare");
        if (compare != null) {
            jars.put("before", Path.of(compare));
        }
        jars.put(
                compare == null ? "server" : "after",
                Path.of(values.getOrDefault("--jar", "server/target/postern-server.jar")));
        String postgres = values.get("--postgres");
        String engines = values.getOrDefault("--engines", "both");
        return new SendingOptions(
                jars,
                !engines.equals("postgres"),
                postgres == null || engines.equals("sqlite") ? null : Path.of(postgres),
                numbers(values.getOrDefault("--callers", "1,8,32")),
                numbers(values.getOrDefault("--senders", "1,32")),
                seconds(values.getOrDefault("--seconds", "5")),
                seconds(values.getOrDefault("--warm-up", "10")),
                Integer.parseInt(values.getOrDefault("--rounds", "3")),
                values.containsKey("--java")
                        ? List.of(values.getOrDefault("--java", "").split(" +"))
                        : List.of());
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .map(Integer::valueOf)
                .toList();
    }

    private static Duration seconds(String value) {
        return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
    }

    /** The number of mailboxes, so that all senders also receive. */
    int mailboxes() {
        return Math.max(2, senders.stream().mapToInt(Integer::intValue).max().orElse(1));
    }
}
