package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that lost a listener reports it on the others, and ends. */
@Timeout(120)
class ListenerEndTest {
    @TempDir
    Path folder;

    @Test
    void aListenerThatEndsMakesTheServerUnready() throws Exception {
        var settings = SettingsReader.read(
                Optional.empty(),
                Map.of(),
                Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        try (var postern = Postern.start(settings, InstantSource.system())) {
            assertEquals("200 ok", listeners(postern));
            interruptListener(postern.address().getPort());
            String told = postern.failed().get(60, TimeUnit.SECONDS);
            assertTrue(told.startsWith("The listener on 127.0.0.1:"), told);
            assertEquals("503 failed", listeners(postern));
            assertEquals(told, postern.failed().join());
        }
    }

    /** {@code serve} ends with the status of a failure of the system, so that a supervisor starts it again. */
    @Test
    void theProcessEndsWithAStatusOfItsOwn() throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        TestFolders.javaOption(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LosesAListener.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String said = Files.readString(output);
        assertEquals(71, process.exitValue(), said);
        assertTrue(said.contains("Postern is ready at") && said.contains("Postern has stopped"), said);
    }

    /** A server whose listener for plain HTTP ends once it is ready. */
    static final class LosesAListener {
        public static void main(String[] folder) {
            Path profile = Path.of(folder[0], "admin.json");
            Thread.ofPlatform().daemon().start(() -> {
                while (!Files.exists(profile)) {
                    Thread.onSpinWait();
                }
                interruptListener(
                        URI.create(Json.parse(read(profile)).path("server").asString())
                                .getPort());
            });
            Main.main(new String[] {"serve", "--data", folder[0], "--port", "0", "--tls-port", "0"});
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The JDK closes a listening socket whose thread is interrupted. */
    private static void interruptListener(int port) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("listen " + port))
                .forEach(Thread::interrupt);
    }

    /** Returns the readiness according to HTTPS: the status, and that of the listeners. */
    private String listeners(Postern postern) throws Exception {
        var trusting = LocalAuthority.open(folder.resolve("tls"), List.of(), InstantSource.system())
                .clientContext();
        try (var client = HttpClient.newBuilder().sslContext(trusting).build()) {
            var request = HttpRequest.newBuilder(postern.tlsAddress().resolve("/readyz"))
                    .build();
            var answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() + " "
                    + Json.parse(answer.body()).at("/checks/listeners").asString("");
        }
    }
}
