package dev.postern.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code workflow test}.
 *
 * @param report where to write a report in the format of JUnit
 */
public record WorkflowTestOptions(Path file, Optional<Path> report, boolean json) {
    static WorkflowTestOptions read(List<String> arguments) {
        Options options = Options.of("workflow test", arguments);
        return new WorkflowTestOptions(
                Path.of(options.words(2, 2).get(1)), options.one("--junit").map(Path::of), options.has("--json"));
    }
}
