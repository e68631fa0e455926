package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code audit verify}.
 *
 * @param data the data directory, with its anchors, and with its database unless another is given
 * @param database a JDBC URL
 * @param json whether to print JSON
 */
public record AuditOptions(Optional<Path> data, Optional<String> database, boolean json) {
    private static final String USAGE = "./postern audit verify [--data DIR] [--database URL] [--json]";

    static AuditOptions read(List<String> arguments) {
        Options options = Options.read(arguments, DatabaseOption.NAMES, Options.JSON);
        if (!options.words(1, 1, USAGE).getFirst().equals("verify")) {
            throw CliFailure.usage("Usage: " + USAGE);
        }
        DatabaseOption where = DatabaseOption.of(options);
        return new AuditOptions(where.data(), where.database(), options.has("--json"));
    }
}
