package dev.postern.junit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that runs {@code postern dev} in a folder of its own. It ends with this process, however that ends. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "Postern is ready";
    private static final int MAX_START_SECONDS = 60;
    private static final int MAX_STOP_SECONDS = 10;

    private final Process process;
    private final Path folder;
    private final LastLines lines = new LastLines();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AdministratorAccount administrator;

    private ServerProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        Thread reader = new Thread(this::read, "postern-output");
        reader.setDaemon(true);
        reader.start();
        awaitReady();
        this.administrator = AdministratorAccount.read(folder.resolve("admin.json"));
    }

    static ServerProcess start() {
        try {
            Path folder = Files.createTempDirectory("postern-junit");
            return new ServerProcess(process(folder), folder);
        } catch (IOException e) {
            throw new PosternException("The server cannot be started: " + e.getMessage(), e);
        }
    }

    private static Process process(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(JavaRuntimes.executable(JavaRuntimes.find(System.getenv())).toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx512m"));
        command.addAll(List.of("-jar", PackedServer.unpacked().toString(), "dev"));
        command.addAll(List.of("--keep", folder.toString(), "--port", "0", "--tls-port", "0"));
        command.addAll(List.of("--parent", Long.toString(ProcessHandle.current().pid())));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            lines.add("The output of the server cannot be read: " + e.getMessage());
        }
        ready.completeExceptionally(new IOException("the process ended"));
    }

    private void awaitReady() {
        try {
            ready.get(MAX_START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new PosternException(
                    "The server did not start within " + MAX_START_SECONDS + " s. It wrote:\n" + lines.text(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new PosternException("The test was interrupted while the server started.", e);
        }
    }

    /** The administrator of the tenant that the server starts with. */
    AdministratorAccount administrator() {
        return administrator;
    }

    String log() {
        return lines.text();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        PackedServer.remove(folder);
    }
}
