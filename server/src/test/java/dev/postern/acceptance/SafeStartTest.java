package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.postern.TestFolders;
import dev.postern.http.HttpServer;
import dev.postern.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The problems that a server corrects or reports when it starts. */
class SafeStartTest {
    /** The log lines of a logger during an action. */
    private static List<String> lines(String logger, Runnable work) {
        Logger log = (Logger) LoggerFactory.getLogger(logger);
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        log.addAppender(appender);
        Level before = log.getLevel();
        log.setLevel(Level.INFO);
        try {
            work.run();
        } finally {
            log.setLevel(before);
            log.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static void set(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Requests the liveness of a server by any host name. */
    private static void get(URI at, String host) {
        try (Socket socket = new Socket("localhost", at.getPort())) {
            String request = "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void openPermissionsAreTightenedAndLogged() throws Exception {
        Path folder = TestFolders.folder("postern-modes");
        List<String> first =
                lines("dev.postern.FileModes", () -> TestPostern.start(folder).close());
        assertEquals(List.of(), first, "what the server makes itself is never open");
        Path outside = TestFolders.file("postern-outside", ".key");
        set(outside, "rw-r--r--");
        Files.createSymbolicLink(folder.resolve("link.key"), outside);
        set(folder, "rwxr-xr-x");
        set(folder.resolve("postern.db"), "rw-rw-rw-");
        set(folder.resolve("tls"), "rwxr-xr-x");
        set(folder.resolve("tls").resolve("ca-key.pem"), "rw-r--r--");
        set(folder.resolve("node-id"), "rw-r-----");
        List<String> second =
                lines("dev.postern.FileModes", () -> TestPostern.start(folder).close());
        assertEquals("rwx------", permissions(folder));
        assertEquals("rw-------", permissions(folder.resolve("postern.db")));
        assertEquals("rw-------", permissions(folder.resolve("tls").resolve("ca-key.pem")));
        assertEquals("rw-r--r--", permissions(folder.resolve("tls").resolve("ca.pem")));
        assertEquals("rw-r--r--", permissions(outside), "links are not followed");
        String line = String.join("\n", second);
        for (String name : List.of(
                "the folder itself", "postern.db", "tls/ca-key.pem", "node-id", "link.key is a symbolic link")) {
            assertTrue(line.contains(name), () -> name + " is not in " + line);
        }
        assertFalse(line.contains("ca.pem"), line);
    }

    @Test
    void anUnknownHostIsReportedOnce() {
        try (TestPostern postern = TestPostern.start("server.public-names", "mail.example.org")) {
            URI at = URI.create(postern.address());
            List<String> lines = lines("dev.postern.http.UnknownHosts", () -> {
                for (int i = 0; i < 3; i++) {
                    get(at, "Mail.Example.org");
                    get(at, "localhost:1234");
                    get(at, "other.example.org");
                    get(at, "OTHER.example.org:8443");
                }
            });
            assertEquals(1, lines.size(), lines::toString);
            assertTrue(lines.getFirst().contains("'other.example.org'"), lines::toString);
            assertTrue(lines.getFirst().contains("server.public-names"), lines::toString);
            List<String> flood = lines("dev.postern.http.UnknownHosts", () -> {
                for (int i = 0; i < 100; i++) {
                    get(at, "host" + i + ".example.org");
                }
            });
            assertEquals(20, flood.size(), flood::toString);
        }
    }

    @Test
    void aListenerWithoutLinksDoesNotWarnOfHosts() {
        HttpServer server = HttpServer.start(
                HttpServer.Options.of(HttpServer.Listener.plain("imds", 0)).withoutLinks(),
                request -> Response.empty(request.base().getPort() > 0 ? 200 : 500));
        try {
            assertEquals(
                    List.of(),
                    lines("dev.postern.http.UnknownHosts", () -> get(server.address("imds"), "other.example")));
        } finally {
            server.stop();
        }
    }

    @Test
    void anIdentityThatIsServedEndsWithStatusZero() throws Exception {
        try (TestPostern postern = TestPostern.start()) {
            Administration admin = postern.admin();
            admin.http()
                    .post("/postern/identities", admin.token(Administration.MANAGEMENT), "{\"name\":\"served\"}")
                    .expect(201);
            var command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    TestFolders.javaOption(),
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.postern.Main",
                    "identity",
                    "serve",
                    "served",
                    "--port",
                    "0",
                    "--profile",
                    postern.folder().resolve("admin.json").toString());
            Process process =
                    command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (var out = process.inputReader()) {
                String first = out.readLine();
                assertTrue(first != null && first.startsWith("The endpoint of the identity is http"), first);
                // not by the process itself, which would close its output
                assertTrue(process.toHandle().destroy());
                assertEquals("The endpoint of the identity is closed.", out.readLine());
                assertEquals(0, process.waitFor());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void aSlowStartIsNotAborted() throws Exception {
        Path folder = TestFolders.folder("postern-slow");
        String identity;
        try (TestPostern postern = TestPostern.start(folder)) {
            Administration admin = postern.admin();
            identity = admin.http()
                    .post("/postern/identities", admin.token(Administration.MANAGEMENT), "{\"name\":\"reporting\"}")
                    .expect(201)
                    .json()
                    .get("principalId")
                    .asString();
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Instant began = Instant.now();
        var steps = new AtomicLong();
        // every reading of the clock is ten seconds later than the previous one
        InstantSource slow = () -> began.plus(Duration.ofSeconds(10 * steps.incrementAndGet()));
        Path config = folder.resolve("postern.yaml");
        Files.writeString(config, "imds:\n  - { identity: " + identity + ", port: " + port + " }\n");
        try (TestPostern postern = TestPostern.configured(folder, slow, config)) {
            assertEquals(200, postern.admin().http().get("/healthz", null).status());
        }
    }

    @Test
    void theLauncherLetsAProcessWithoutMemoryEnd() throws Exception {
        String options = Files.readString(Path.of("src/main/launch/server.options"));
        String launcher = Files.readString(Path.of("src/main/launch/launch.sh"));
        assertTrue(options.lines().anyMatch("-XX:+ExitOnOutOfMemoryError"::equals), options);
        assertTrue(launcher.contains("exec \"$java\" \"@$options/$kind.options\""), launcher);
    }
}
