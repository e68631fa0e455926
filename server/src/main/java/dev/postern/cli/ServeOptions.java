package dev.postern.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options for starting a server. Contains only options that were given. The settings combine them with the configuration file and check
 * the values.
 *
 * @param given the values by option name, such as {@code --port}
 * @param config the configuration file
 */
public record ServeOptions(Map<String, List<String>> given, Optional<Path> config) {
    private static final String CONFIG = "--config";

    public ServeOptions {
        given = Map.copyOf(given);
    }

    static ServeOptions read(List<String> arguments) {
        Options options = Options.of("serve", arguments);
        options.words(0, 0);
        return of(options, CommandTable.of("serve").valued());
    }

    /** {@code keys rotate}: the options that locate the server's data. */
    static ServeOptions readKeys(List<String> arguments) {
        Options options = Options.of("keys rotate", arguments);
        options.words(1, 1);
        return of(options, CommandTable.of("keys rotate").valued());
    }

    private static ServeOptions of(Options options, Set<String> valued) {
        var given = new LinkedHashMap<String, List<String>>();
        for (String name : valued) {
            List<String> values = name.equals("--tls-name")
                    ? options.all(name)
                    : options.one(name).map(List::of).orElse(List.of());
            if (!values.isEmpty() && !name.equals(CONFIG)) {
                given.put(name, values);
            }
        }
        return new ServeOptions(given, options.one(CONFIG).map(Path::of));
    }
}
