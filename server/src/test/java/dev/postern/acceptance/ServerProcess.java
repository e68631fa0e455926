package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server in its own process. */
record ServerProcess(Process process, Path folder) implements AutoCloseable {
    /** Options of the JVM of a server that runs for seconds: it starts with half the processor time, and does not live to use the second compiler. */
    static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1");

    /** @param machine options of the JVM; {@code more} are those of the command line */
    static ServerProcess start(Path folder, List<String> machine, List<String> more) throws IOException {
        return start(folder, List.of(), machine, more);
    }

    /** @param files the maximum number of open files and sockets */
    static ServerProcess startWithFiles(int files, Path folder, List<String> more) throws IOException {
        return start(folder, List.of("sh", "-c", "ulimit -n " + files + "; exec \"$0\" \"$@\""), List.of(), more);
    }

    private static ServerProcess start(Path folder, List<String> through, List<String> machine, List<String> more)
            throws IOException {
        var command = new ArrayList<>(through);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(machine);
        command.addAll(List.of(
                TestFolders.javaOption(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.postern.Main",
                "serve",
                "--data",
                folder.toString(),
                "--port",
                "0",
                "--tls-port",
                "0"));
        command.addAll(more);
        Files.deleteIfExists(folder.resolve("admin.json"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
        return new ServerProcess(process, folder);
    }

    Administration admin() {
        Path profile = folder.resolve("admin.json");
        return Waiting.until(() -> {
            assertTrue(process.isAlive(), () -> "the server ended: " + output());
            return Files.exists(profile) ? Optional.of(Administration.of(profile)) : Optional.empty();
        });
    }

    String output() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The number of open files and sockets; 0 if the system does not provide it. */
    long openFiles() throws IOException {
        Path files = Path.of("/proc", Long.toString(process.pid()), "fd");
        if (!Files.exists(files)) {
            return 0;
        }
        try (var all = Files.list(files)) {
            return all.count();
        }
    }

    /** The peak memory in kB as measured by the system; 0 if the system does not provide it. */
    long peakMemory() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Sends SIGTERM; {@link #process} has the exit status. */
    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
