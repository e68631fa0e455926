package dev.postern.benchmarks.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Measurements of the server's process by the operating system. */
record Gauge(long residentMegabytes, long descriptors, long threads) {
    static Gauge of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Gauge(status(process, "VmRSS:") / 1024, open.count(), status(process, "Threads:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long status(Path process, String name) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d MiB resident, %d descriptors, %d threads", residentMegabytes, descriptors, threads);
    }
}
