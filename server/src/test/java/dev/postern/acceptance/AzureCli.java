package dev.postern.acceptance;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;

/**
 * Debian's {@code az}, unchanged, with a configuration folder of its own. It trusts Postern's authority and reaches no other host.
 *
 * @param home configuration and home folder
 */
record AzureCli(AzurePackages packages, Path home, Map<String, String> environment) {
    private static final int PATIENCE_SECONDS = 60;

    /** The outcome of one call. */
    record Outcome(int status, String output, String errors) {}

    static AzureCli in(Path home, AzurePackages packages, TestPostern postern, PublicHostProxy proxy) {
        return new AzureCli(
                packages,
                home,
                Map.of(
                        "REQUESTS_CA_BUNDLE", postern.caFile().toString(),
                        "HTTPS_PROXY", proxy.address(),
                        "HTTP_PROXY", proxy.address(),
                        "NO_PROXY", "localhost,127.0.0.1",
                        "AZURE_CORE_COLLECT_TELEMETRY", "false",
                        "AZURE_CORE_SURVEY_MESSAGE", "false",
                        "AZURE_CORE_ERROR_RECOMMENDATION", "false",
                        "AZURE_CORE_NO_COLOR", "true"));
    }

    /** The same with a copy of the configuration, for another sign-in. */
    AzureCli copy(Path other, Map<String, String> more) {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Path to = other.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var all = new HashMap<>(environment);
        all.putAll(more);
        return new AzureCli(packages, other, all);
    }

    /** Registers and selects a cloud whose services are all on this server. */
    void useCloud(TestPostern postern) {
        String own = postern.tlsAddress();
        try {
            Path file = Files.writeString(
                    home.resolve("cloud.json"), Json.text(Json.object().set("endpoints", endpoints(own))));
            succeeds("cloud", "register", "--name", "Postern", "--cloud-config", "@" + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        succeeds("cloud", "set", "--name", "Postern");
    }

    private static JsonNode endpoints(String own) {
        return Json.object()
                .put("resourceManager", own + "/")
                .put("management", "https://management.core.windows.net/")
                .put("activeDirectory", own)
                .put("activeDirectoryResourceId", "https://management.core.windows.net/")
                .put("activeDirectoryGraphResourceId", "https://graph.windows.net/")
                .put("microsoftGraphResourceId", own + "/");
    }

    void signIn(String user, String password, String tenant, String... more) {
        var command = new ArrayList<>(
                List.of("login", "--service-principal", "-u", user, "-p=" + password, "--tenant", tenant));
        command.addAll(List.of(more));
        succeeds(command.toArray(String[]::new));
    }

    /** Returns the output of a call that must succeed. */
    String succeeds(String... arguments) {
        Outcome outcome = run(arguments);
        Assertions.assertEquals(
                0, outcome.status(), () -> "az " + String.join(" ", arguments) + ": " + outcome.errors());
        return outcome.output();
    }

    /** Returns the JSON of a call that must succeed. */
    JsonNode json(String... arguments) {
        return Json.parse(succeeds(arguments));
    }

    /** Returns the error messages of a call that must fail. */
    String fails(String... arguments) {
        Outcome outcome = run(arguments);
        Assertions.assertNotEquals(0, outcome.status(), () -> "az " + String.join(" ", arguments) + " succeeded");
        return outcome.errors();
    }

    private Outcome run(String... arguments) {
        var command = new ArrayList<>(List.of(AzurePackages.INTERPRETER, "-m", "azure.cli"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--output", "json", "--only-show-errors"));
        Path output = home.resolve("output.txt");
        Path errors = home.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        Map<String, String> all = builder.environment();
        all.keySet()
                .removeIf(name -> name.startsWith("AZURE_")
                        || name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        all.putAll(packages.environment());
        all.putAll(environment);
        all.put("AZURE_CONFIG_DIR", home.toString());
        all.put("HOME", home.toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("az " + String.join(" ", arguments) + " did not end");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
