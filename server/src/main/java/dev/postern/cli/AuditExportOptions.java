package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code audit export}.
 *
 * @param data the data directory, unless a database is given
 * @param database a JDBC URL
 * @param file the file to write
 * @param json whether to print JSON
 */
public record AuditExportOptions(Optional<Path> data, Optional<String> database, Path file, boolean json) {
    static AuditExportOptions read(List<String> arguments) {
        Options options = Options.of("audit export", arguments);
        Path file = Path.of(options.words(2, 2).getLast());
        DatabaseOption where = DatabaseOption.of(options);
        return new AuditExportOptions(where.data(), where.database(), file, options.has("--json"));
    }
}
