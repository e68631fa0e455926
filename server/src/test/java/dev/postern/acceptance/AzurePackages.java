package dev.postern.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Python with Debian's packages of Azure: the command line, MSAL and azure-identity. If the system does not have them, they are
 * downloaded with {@code apt-get} and unpacked into a folder of the build. That needs no privileges and changes nothing on the system.
 *
 * @param environment in which the interpreter finds the packages
 */
record AzurePackages(Map<String, String> environment) {
    static final String INTERPRETER = "/usr/bin/python3";
    private static final String PACKAGE = "azure-cli";
    private static final Path FOLDER = Path.of("target", "azure").toAbsolutePath();
    private static final List<String> NEEDED = List.of("azure.cli", "azure.identity", "msal");

    /** Prints a message and skips if the packages are neither on this machine nor can be had. */
    static AzurePackages found() {
        if (isUsable(Map.of())) {
            return new AzurePackages(Map.of());
        }
        try {
            Map<String, String> unpacked = unpacked();
            if (isUsable(unpacked)) {
                return new AzurePackages(unpacked);
            }
            return skip("the unpacked packages do not work with this Python");
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return skip(String.valueOf(e.getMessage()));
        }
    }

    private static AzurePackages skip(String reason) {
        System.err.println("SKIPPED: Debian's " + PACKAGE + " is not installed and cannot be unpacked here: " + reason);
        return Assumptions.abort("no " + PACKAGE);
    }

    private static boolean isUsable(Map<String, String> environment) {
        try {
            execute(30, environment, List.of(INTERPRETER, "-c", "import " + String.join(", ", NEEDED)));
            return true;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    /** Unpacks once; the mark is written last, so that an interrupted attempt is repeated. */
    private static Map<String, String> unpacked() throws IOException {
        Files.createDirectories(FOLDER);
        Path root = FOLDER.resolve("root");
        Path mark = FOLDER.resolve("unpacked");
        try (FileChannel lock =
                FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var _ = lock.lock();
            if (!Files.exists(mark)) {
                System.err.println("Downloading Debian's " + PACKAGE + " into " + FOLDER);
                download();
                for (Path file : packages()) {
                    execute(60, Map.of(), List.of("dpkg-deb", "-x", file.toString(), root.toString()));
                }
                Files.createFile(mark);
            }
        }
        return Map.of(
                "PYTHONPATH", root.resolve("usr/lib/python3/dist-packages").toString(),
                "LD_LIBRARY_PATH", libraries(root));
    }

    private static void download() throws IOException {
        Files.createDirectories(FOLDER.resolve("lists").resolve("partial"));
        Files.createDirectories(FOLDER.resolve("archives").resolve("partial"));
        execute(60, Map.of(), apt("update"));
        execute(60, Map.of(), apt("install", "--yes", "--no-install-recommends", "--download-only", PACKAGE));
    }

    /** A call with lists and archives in the folder of the build. What is installed is still the system's. */
    private static List<String> apt(String... arguments) {
        var command = new ArrayList<>(List.of("apt-get", "-q"));
        for (String option : List.of(
                "Debug::NoLocking=1",
                "Dir::State=" + FOLDER,
                "Dir::State::lists=" + FOLDER.resolve("lists"),
                "Dir::State::status=/var/lib/dpkg/status",
                "Dir::Cache=" + FOLDER,
                "Dir::Cache::archives=" + FOLDER.resolve("archives"),
                "Acquire::Retries=0",
                "Acquire::http::Timeout=10")) {
            command.add("-o");
            command.add(option);
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("archives"))) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    private static String libraries(Path root) throws IOException {
        Path lib = root.resolve("usr/lib");
        try (Stream<Path> folders = Files.list(lib)) {
            return String.join(
                    ":",
                    folders.filter(folder -> folder.getFileName().toString().endsWith("-linux-gnu"))
                            .map(Path::toString)
                            .toList());
        }
    }

    private static void execute(int seconds, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Files.createDirectories(FOLDER);
        Path output = FOLDER.resolve("output.txt");
        Process process = builder.redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException(command.getFirst() + " took more than " + seconds + " s");
            }
            if (process.exitValue() != 0) {
                String text = Files.readString(output, StandardCharsets.UTF_8);
                throw new IllegalStateException(String.join(" ", command) + " failed: " + text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
