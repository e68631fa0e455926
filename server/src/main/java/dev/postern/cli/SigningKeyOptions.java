package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code keys list} and {@code keys retire}. Servers may use the database at the same time.
 *
 * @param retired the id of the key to retire; none lists all
 * @param data the data directory with the database, unless a URL is given
 * @param database a JDBC URL
 * @param format how to print the keys; empty for a line each
 */
public record SigningKeyOptions(
        Optional<String> retired, Optional<Path> data, Optional<String> database, Optional<OutputFormat> format) {
    static SigningKeyOptions readList(List<String> arguments) {
        Options options = Options.of("keys list", arguments);
        options.words(1, 1);
        return of(options, Optional.empty());
    }

    static SigningKeyOptions readRetire(List<String> arguments) {
        Options options = Options.of("keys retire", arguments);
        return of(options, Optional.of(options.words(2, 2).get(1)));
    }

    private static SigningKeyOptions of(Options options, Optional<String> retired) {
        DatabaseOption where = DatabaseOption.of(options);
        return new SigningKeyOptions(retired, where.data(), where.database(), OutputFormat.of(options));
    }
}
