package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The options of {@code restore}.
 *
 * @param data the data directory, which must not exist or be empty
 */
public record RestoreOptions(Path file, Path data) {
    static final String USAGE = "./postern restore FILE --data DIR";

    static RestoreOptions read(List<String> arguments) {
        Options options = Options.read(arguments, Set.of("--data"), Set.of());
        Path file = Path.of(options.words(1, 1, USAGE).getFirst());
        return new RestoreOptions(
                file, options.one("--data").map(Path::of).orElseThrow(() -> CliFailure.usage("Usage: " + USAGE)));
    }
}
