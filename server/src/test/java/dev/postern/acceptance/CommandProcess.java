package dev.postern.acceptance;

import dev.postern.TestFolders;
import dev.postern.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A command of the command line, run in a process of its own. */
record CommandProcess(int status, String out, String err) {
    static CommandProcess run(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                TestFolders.javaOption()));
        command.addAll(PackedClasses.shared().options());
        command.add("dev.postern.Main");
        command.addAll(List.of(arguments));
        try {
            Path err = TestFolders.file("postern-command", ".txt");
            var builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (InputStream output = process.getInputStream()) {
                String out = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return new CommandProcess(process.waitFor(), out, Files.readString(err));
            } finally {
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json() {
        return Json.parse(out);
    }
}
