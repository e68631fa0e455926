package dev.postern;

import dev.postern.store.SqliteLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Makes the AOT caches with which a server and the commands start quickly: runs both once, as they are run later, on a temporary
 * folder, and lets the JVM record what they do. The launcher calls this after the build; {@code docs/decisions/0065} has the reasons.
 */
final class Training {
    private static final Duration MAX_START = Duration.ofMinutes(1);
    private static final Duration MAX_END = Duration.ofMinutes(2);

    private final Path caches;
    private final Path options;
    private final Path jar;
    private final Path work;
    private final List<Process> running = new ArrayList<>();

    private Training(Path caches, Path options, Path jar, Path work) {
        this.caches = caches;
        this.options = options;
        this.jar = jar;
        this.work = work;
    }

    /**
     * @param args the folder for the caches, the folder with the options of the JVMs, and the server's jar as it is run later; optionally the
     *     seconds of load
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("postern-training");
        Training training = new Training(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), work);
        Runtime.getRuntime().addShutdownHook(new Thread(training::abort));
        training.run(Duration.ofSeconds(args.length > 3 ? Long.parseLong(args[3]) : TrainingLoad.USUAL_SECONDS));
    }

    private void run(Duration load) throws IOException, InterruptedException {
        Files.createDirectories(caches);
        SqliteLibrary.unpack(caches);
        Path data = work.resolve("data");
        makeData(data);
        List<String> server =
                new ArrayList<>(List.of("-cp", jar.toString(), TrainedServer.class.getName(), work.toString()));
        server.addAll(serve(data));
        Process recorded = start("server", server);
        awaitReady(recorded);
        new TrainingLoad(data).run(load);
        Process commands =
                start("client", List.of("-cp", jar.toString(), TrainedCommands.class.getName(), work.toString()));
        end(commands, "client");
        recorded.destroy();
        end(recorded, "server");
    }

    private static List<String> serve(Path data) {
        return List.of("serve", "--data", data.toString(), "--port", "0", "--tls-port", "0");
    }

    /**
     * A start that is not recorded makes keys and certificates. Code that makes them refers to classes of signed jars. With such code in a
     * cache, every start would verify the signatures of those jars.
     */
    private void makeData(Path data) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-jar", jar.toString()));
        all.addAll(serve(data));
        Process process = new ProcessBuilder(all)
                .redirectError(work.resolve("first.log").toFile())
                .start();
        running.add(process);
        awaitReady(process);
        process.destroy();
        process.waitFor(MAX_END.toSeconds(), TimeUnit.SECONDS);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Process start(String name, List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(java());
        all.add("@" + options.resolve(name + ".options"));
        all.add("-XX:AOTCacheOutput=" + draft(name));
        all.add("-Dorg.sqlite.lib.path=" + caches);
        all.addAll(command);
        Process process = new ProcessBuilder(all)
                .redirectError(work.resolve(name + ".log").toFile())
                .start();
        running.add(process);
        return process;
    }

    private Path draft(String name) {
        return work.resolve(name + ".aot");
    }

    /** The server prints a line when it is ready, or ends. */
    private static void awaitReady(Process server) throws IOException, InterruptedException {
        BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
        try {
            boolean ready = CompletableFuture.supplyAsync(
                            () -> out.lines().anyMatch(line -> line.startsWith("Postern is ready")))
                    .get(MAX_START.toSeconds(), TimeUnit.SECONDS);
            if (ready) {
                return;
            }
            throw new IOException("The server did not start.");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The server did not start.", e);
        }
    }

    /** A process that ends writes its cache, with another process of the JVM. */
    private void end(Process process, String name) throws IOException, InterruptedException {
        if (!process.waitFor(MAX_END.toSeconds(), TimeUnit.SECONDS) || !Files.exists(draft(name))) {
            throw new IOException(
                    "No AOT cache of the " + name + " was made:\n" + Files.readString(work.resolve(name + ".log")));
        }
        // the same time for the same jar, so that packages do not differ in it
        Files.setLastModifiedTime(
                draft(name), FileTime.from(Files.getLastModifiedTime(jar).toInstant()));
        Files.copy(
                draft(name),
                caches.resolve(name + ".aot.new"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(
                caches.resolve(name + ".aot.new"),
                caches.resolve(name + ".aot"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Leaves no process and no file behind, however this one ends. */
    private void abort() {
        running.forEach(Process::destroyForcibly);
        try (Stream<Path> files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("postern: " + work + " could not be removed: " + e.getMessage());
        }
    }
}
