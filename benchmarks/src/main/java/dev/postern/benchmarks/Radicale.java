package dev.postern.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Radicale on loopback, for comparison: the CalDAV server of Debian's package {@code radicale}. */
final class Radicale implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/radicale");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path folder;
    private final int port;

    private Radicale(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts it with these calendars. Its files are in memory if possible: it waits for the disk for each event, which would make filling it
     * slow. So its times for creating an event are better than on a disk.
     *
     * @param series the number of series of each calendar
     */
    static Radicale with(Map<String, Integer> series) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "postern-radicale")
                : Files.createTempDirectory("postern-radicale");
        Radicale started = start(folder);
        for (Map.Entry<String, Integer> calendar : series.entrySet()) {
            started.fill(calendar.getKey(), calendar.getValue());
        }
        return started;
    }

    private static Radicale start(Path folder) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = Files.writeString(folder.resolve("config"), """
            [server]
            hosts = 127.0.0.1:PORT
            max_connections = 64
            max_content_length = 100000000
            timeout = 300
            ssl = False
            [auth]
            type = none
            [rights]
            type = authenticated
            [storage]
            filesystem_folder = FOLDER/collections
            [logging]
            level = error
            """.replace("PORT", Integer.toString(port))
                .replace("FOLDER", folder.toString()));
        Process process = new ProcessBuilder(PROGRAM.toString(), "--config", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        var started = new Radicale(process, folder, port);
        started.awaitReady();
        return started;
    }

    private void awaitReady() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (attempt == 100 || !process.isAlive()) {
                    close();
                    throw new IOException("Radicale did not start", e);
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    double cpuSeconds() {
        return ProcessorTime.ofFamily(process.toHandle());
    }

    /** Uploads a calendar in one request. The first view of it fills a cache, like those of its clients did long ago. */
    private void fill(String name, int series) throws IOException {
        var components = new StringBuilder();
        CalendarSeries.of(series).forEach(one -> components.append(one.component()));
        expect(request("PUT", name + "/", "text/calendar", CalendarSeries.calendar(components.toString())), 201);
        expect(week(name), 207);
    }

    static byte[] create(String calendar, String uid, String component) {
        return request("PUT", calendar + "/" + uid + ".ics", "text/calendar", CalendarSeries.calendar(component));
    }

    /** What a client asks for to show a week: the events with an occurrence in it. */
    static byte[] week(String calendar) {
        return request("REPORT", calendar + "/", "application/xml", """
            <?xml version="1.0" encoding="utf-8"?>
            <C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
            <D:prop><D:getetag/><C:calendar-data/></D:prop>
            <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
            <C:time-range start="FROMT000000Z" end="TOT000000Z"/>
            </C:comp-filter></C:comp-filter></C:filter></C:calendar-query>
            """.replace(
                        "FROM", CalendarSeries.WEEK.toString().replace("-", ""))
                .replace("TO", CalendarSeries.WEEK.plusWeeks(1).toString().replace("-", "")));
    }

    private static byte[] request(String method, String path, String type, String body) {
        String user = Base64.getEncoder().encodeToString("bench:bench".getBytes(StandardCharsets.UTF_8));
        return (method + " /bench/" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + user
                        + "\r\nDepth: 1\r\nConnection: close\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Radicale closes the connection after each response. */
    String expect(byte[] request, int status) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(request);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.0 " + status) && !answer.startsWith("HTTP/1.1 " + status)) {
                throw new IOException("Radicale: " + answer.lines().findFirst().orElse("no response"));
            }
            return answer;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Benchmarks.remove(folder);
    }
}
