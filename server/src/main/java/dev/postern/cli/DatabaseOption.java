package dev.postern.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The option that selects the database of a command: that of a data directory, {@code ./data} by default, or a JDBC URL. Servers may use the
 * database at the same time.
 */
record DatabaseOption(Optional<Path> data, Optional<String> database) {
    static DatabaseOption of(Options options) {
        Optional<String> database = options.one("--database");
        Optional<Path> data = options.one("--data").map(Path::of);
        if (database.filter(url -> !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:sqlite:"))
                .isPresent()) {
            throw CliFailure.usage("The value of --database must begin with jdbc:postgresql: or jdbc:sqlite:.");
        }
        return new DatabaseOption(data.isEmpty() && database.isEmpty() ? Optional.of(Path.of("data")) : data, database);
    }
}
