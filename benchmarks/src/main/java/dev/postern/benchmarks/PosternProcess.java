package dev.postern.benchmarks;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** A server in a separate process, as it is delivered: the same jar, the same options of the launcher. */
public final class PosternProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path data;

    private PosternProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    public static PosternProcess start(Path jar, Path data, List<String> javaOptions, List<String> serveOptions) {
        try {
            Files.createDirectories(data);
            Files.deleteIfExists(data.resolve("admin.json"));
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(LaunchOptions.server(jar));
            command.addAll(javaOptions);
            command.addAll(List.of("-jar", jar.toString(), "serve", "--data", data.toString()));
            command.addAll(List.of("--port", "0", "--tls-port", "0"));
            command.addAll(serveOptions);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("server.log").toFile())
                    .start();
            PosternProcess started = new PosternProcess(process, data);
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.exists(profile())) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "The server did not start:\n" + Files.readString(data.resolve("server.log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    public Path profile() {
        return data.resolve("admin.json");
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    JsonNode admin() {
        try {
            return Json.parse(Files.readAllBytes(profile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        String server = admin().path("server").asString("");
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    /** Processor time of all threads since the start, in seconds: user and system. */
    double cpuSeconds() {
        return ProcessorTime.of(process.pid());
    }

    /** Resident memory in MiB. */
    long residentMegabytes() {
        return residentMegabytes(process.pid());
    }

    static long residentMegabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
