package dev.postern.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of {@code dev}.
 *
 * @param given settings by option name, such as {@code --port}
 * @param seed the seed file
 * @param keep the directory that stays after the end
 * @param parent the id of a process; the server ends with it
 */
public record DevOptions(
        Map<String, List<String>> given,
        Optional<Path> config,
        Optional<Path> seed,
        Optional<Path> keep,
        Optional<Long> parent) {
    private static final Set<String> SETTINGS = Set.of("--port", "--tls-port", "--tls-name");

    public DevOptions {
        given = Map.copyOf(given);
    }

    static DevOptions read(List<String> arguments) {
        Options options = Options.of("dev", arguments);
        options.words(0, 0);
        var given = new LinkedHashMap<String, List<String>>();
        for (String name : SETTINGS) {
            List<String> values = name.equals("--tls-name")
                    ? options.all(name)
                    : options.one(name).map(List::of).orElse(List.of());
            if (!values.isEmpty()) {
                given.put(name, values);
            }
        }
        return new DevOptions(
                given,
                options.one("--config").map(Path::of),
                options.one("--seed").map(Path::of),
                options.one("--keep").map(Path::of),
                options.one("--parent").map(DevOptions::processId));
    }

    private static Long processId(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw CliFailure.usage("The value of --parent must be the id of a process, not '" + text + "'.");
        }
        return Long.valueOf(text);
    }
}
