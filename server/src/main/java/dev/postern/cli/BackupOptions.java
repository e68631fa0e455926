package dev.postern.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of {@code backup}.
 *
 * @param given the options that locate the server's data, by name
 * @param config the configuration file, which the backup then contains
 */
public record BackupOptions(Path file, Map<String, List<String>> given, Optional<Path> config) {
    private static final String CONFIG = "--config";
    private static final Set<String> LOCATING = Set.of("--data", "--database");

    public BackupOptions {
        given = Map.copyOf(given);
    }

    static BackupOptions read(List<String> arguments) {
        Options options = Options.of("backup", arguments);
        Path file = Path.of(options.words(1, 1).getFirst());
        var given = new LinkedHashMap<String, List<String>>();
        for (String name : LOCATING) {
            options.one(name).ifPresent(value -> given.put(name, List.of(value)));
        }
        return new BackupOptions(file, given, options.one(CONFIG).map(Path::of));
    }
}
