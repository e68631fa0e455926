package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code audit verify}.
 *
 * @param data the data directory, with its anchors, and with its database unless another is given
 * @param database a JDBC URL
 * @param head an exported file, whose last line has the heads to compare with
 * @param json whether to print JSON
 */
public record AuditOptions(Optional<Path> data, Optional<String> database, Optional<Path> head, boolean json) {
    static AuditOptions read(List<String> arguments) {
        Options options = Options.of("audit verify", arguments);
        options.words(1, 1);
        DatabaseOption where = DatabaseOption.of(options);
        return new AuditOptions(
                where.data(), where.database(), options.one("--head").map(Path::of), options.has("--json"));
    }
}
