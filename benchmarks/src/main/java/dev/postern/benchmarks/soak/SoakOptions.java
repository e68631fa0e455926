package dev.postern.benchmarks.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The options of a run.
 *
 * @param only names of attacks; all if empty
 * @param quiet how long the server is idle after the attacks before memory and descriptors are compared
 */
public record SoakOptions(
        Duration length,
        Duration quiet,
        String heap,
        int honestCallers,
        Set<String> only,
        Path jar,
        List<String> serveOptions) {
    public static final String USAGE = """
        Options of soak, each with a value:
          --minutes 30          how long honest callers and attacks run together
          --quiet 150           seconds without attacks before memory and descriptors are compared
          --heap 512m           the server's -Xmx
          --callers 6           honest callers
          --only "html,batch"   only these attacks
          --jar FILE            the server
          --serve "OPTIONS"     further options of the server
        """;

    static SoakOptions read(List<String> words) {
        var options = new SoakOptions(
                Duration.ofMinutes(30),
                Duration.ofSeconds(150),
                "512m",
                6,
                Set.of(),
                Path.of("server", "target", "postern-server.jar"),
                List.of());
        for (int i = 0; i < words.size(); i += 2) {
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(words.get(i) + " has no value.");
            }
            options = options.with(words.get(i), words.get(i + 1));
        }
        return options;
    }

    private SoakOptions with(String name, String value) {
        return switch (name) {
            case "--minutes" ->
                new SoakOptions(seconds(value, 60), quiet, heap, honestCallers, only, jar, serveOptions);
            case "--quiet" -> new SoakOptions(length, seconds(value, 1), heap, honestCallers, only, jar, serveOptions);
            case "--heap" -> new SoakOptions(length, quiet, value, honestCallers, only, jar, serveOptions);
            case "--callers" -> new SoakOptions(length, quiet, heap, Integer.parseInt(value), only, jar, serveOptions);
            case "--only" -> new SoakOptions(length, quiet, heap, honestCallers, names(value), jar, serveOptions);
            case "--jar" -> new SoakOptions(length, quiet, heap, honestCallers, only, Path.of(value), serveOptions);
            case "--serve" ->
                new SoakOptions(length, quiet, heap, honestCallers, only, jar, List.of(value.split(" +")));
            default -> throw new IllegalArgumentException("There is no option " + name + ".");
        };
    }

    private static Duration seconds(String value, double unit) {
        return Duration.ofMillis((long) (Double.parseDouble(value) * unit * 1000));
    }

    private static Set<String> names(String value) {
        return Set.copyOf(Arrays.stream(value.split(",")).map(String::strip).toList());
    }

    boolean wants(String attack) {
        return only.isEmpty() || only.contains(attack);
    }
}
