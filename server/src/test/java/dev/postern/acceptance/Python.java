package dev.postern.acceptance;

import dev.postern.TestFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Python with packages that a test needs, for scripts that use them.
 *
 * @param packages the environment in which it finds them
 */
record Python(String interpreter, Map<String, String> packages) {
    private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
    /** Where distributions install their Python; another one may come first in the path. */
    private static final List<String> INTERPRETERS = List.of("/usr/bin/python3", "python3");

    /** The first Python with these modules, or Debian's with unpacked packages; prints a message and skips if there is none. */
    static Python with(String... modules) {
        String imports = "import " + String.join(", ", modules);
        for (String interpreter : INTERPRETERS) {
            try {
                execute(Map.of(), interpreter, "-c", imports);
                return new Python(interpreter, Map.of());
            } catch (IOException | IllegalStateException e) {
                // the next one may have them
            }
        }
        return new Python(AzurePackages.INTERPRETER, AzurePackages.found().environment());
    }

    /** Returns what a script writes to its standard output. */
    String run(String script, Map<String, String> environment) throws IOException {
        var all = new HashMap<>(packages);
        all.putAll(environment);
        return execute(all, interpreter, SCRIPTS.resolve(script).toString());
    }

    private static String execute(Map<String, String> environment, String... command) throws IOException {
        Path errors = TestFolders.file("postern-python", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + Files.readString(errors));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }
}
