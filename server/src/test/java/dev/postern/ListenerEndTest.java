package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.settings.SettingsReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
