package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * The options of {@code restore}.
 *
 * @param data the data directory, which must not exist or be empty
 */
public record RestoreOptions(Path file, Path data) {
    static RestoreOptions read(List<String> arguments) {
        Options options = Options.of("restore", arguments);
        Path file = Path.of(options.words(1, 1).getFirst());
        return new RestoreOptions(file, options.one("--data").map(Path::of).orElseThrow(options::usage));
    }
}
