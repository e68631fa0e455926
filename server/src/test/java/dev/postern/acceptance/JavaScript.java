package dev.postern.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The official JavaScript clients from npm, and scripts that use them. */
record JavaScript(Path folder) {
    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();

    /** The clients in a folder of the build; prints a message and skips if this machine cannot install them. */
    static JavaScript installed() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "js").toAbsolutePath());
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.write(folder.resolve(file), Files.readAllBytes(SCRIPTS.resolve(file)));
        }
        Path done = folder.resolve("installed.json");
        byte[] wanted = Files.readAllBytes(SCRIPTS.resolve("package-lock.json"));
        try {
            execute(folder, Map.of(), "node", "--version");
            if (!Files.exists(done) || !Arrays.equals(wanted, Files.readAllBytes(done))) {
                execute(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
                Files.write(done, wanted);
            }
        } catch (IOException | IllegalStateException e) {
            System.err.println("SKIPPED: the JavaScript clients cannot be installed here: " + e.getMessage());
            Assumptions.abort("no Node, or its packages cannot be installed");
        }
        return new JavaScript(folder);
    }

    /** Returns what a script writes to its standard output. */
    String run(String script, Map<String, String> environment) throws IOException {
        Files.write(folder.resolve(script), Files.readAllBytes(SCRIPTS.resolve(script)));
        return execute(folder, environment, "node", script);
    }

    /** Starts a script that reads its standard input and writes its standard output until it is ended. */
    Process start(String script, Map<String, String> environment) throws IOException {
        Files.write(folder.resolve(script), Files.readAllBytes(SCRIPTS.resolve(script)));
        ProcessBuilder builder = new ProcessBuilder("node", script)
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors.txt").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String execute(Path folder, Map<String, String> environment, String... command) throws IOException {
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
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
        }
    }
}
