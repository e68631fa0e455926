package dev.postern.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL on loopback with its default configuration, so every commit is flushed to disk. */
final class PostgresProcess implements AutoCloseable {
    private static final int ATTEMPTS = 100;
    /** PostgreSQL refuses to run as root. */
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private final Process process;
    private final int port;

    private PostgresProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param programs the directory of {@code initdb} and {@code postgres}
     * @param data an empty directory
     */
    static PostgresProcess start(Path programs, Path data) throws IOException, InterruptedException {
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path files = data.resolve("files");
        Path log = data.resolve("log");
        Process made = run(
                log,
                List.of(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + files,
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C"));
        if (made.waitFor() != 0) {
            throw new IOException("initdb failed:\n" + Files.readString(log));
        }
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var started = new PostgresProcess(
                run(
                        log,
                        List.of(
                                programs.resolve("postgres").toString(),
                                "-D",
                                files.toString(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories=")),
                port);
        started.awaitReady(log);
        return started;
    }

    private static Process run(Path log, List<String> words) throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(AS_NOBODY);
        }
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady(Path log) throws IOException {
        for (int attempt = 0; !Files.readString(log).contains("ready to accept connections"); attempt++) {
            if (attempt == ATTEMPTS || !process.isAlive()) {
                close();
                throw new IOException("PostgreSQL did not start:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Processor time of all its processes since the start, in seconds. */
    double cpuSeconds() {
        return ProcessorTime.ofFamily(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
