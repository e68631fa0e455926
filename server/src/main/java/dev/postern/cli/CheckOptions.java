package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code check}.
 *
 * @param data the data directory
 * @param database a JDBC URL
 */
public record CheckOptions(Optional<Path> data, Optional<String> database, boolean json) {
    static CheckOptions read(List<String> arguments) {
        Options options = Options.of("check", arguments);
        options.words(0, 0);
        DatabaseOption where = DatabaseOption.of(options);
        return new CheckOptions(where.data(), where.database(), options.has("--json"));
    }
}
