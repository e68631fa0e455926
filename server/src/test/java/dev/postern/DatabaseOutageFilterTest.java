package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.HttpServer;
import dev.postern.http.Response;
import dev.postern.store.DatabaseUnavailable;
import dev.postern.store.DiskFull;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The responses of edges without their own error handling when the database is unavailable or full. */
class DatabaseOutageFilterTest {
    private static HttpResponse<String> answer(dev.postern.http.Handler edge) throws Exception {
        try (HttpServer server = HttpServer.start(
                        HttpServer.Options.of(HttpServer.Listener.plain("test", 0)), new DatabaseOutageFilter(edge));
                HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.address("test")).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String outcome(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("Retry-After").orElse("");
    }

    @Test
    void eachFailureHasItsStatus() throws Exception {
        var cause = new IllegalStateException("planned");
        assertEquals("200 ", outcome(answer(_ -> Response.empty(200))));
        assertEquals("503 5", outcome(answer(_ -> {
            throw new DatabaseUnavailable("away", cause);
        })));
        HttpResponse<String> full = answer(_ -> {
            throw new DiskFull("full", cause);
        });
        assertEquals("507 60", outcome(full));
        assertTrue(full.body().contains("InsufficientStorage"), full.body());
    }

    @Test
    void aStreamThatFailsAtItsBeginningIsClosedAndReportedByTheStatus() throws Exception {
        var closed = new AtomicBoolean();
        InputStream broken = new ByteArrayInputStream(new byte[0]) {
            @Override
            public byte[] readNBytes(int length) {
                throw new DatabaseUnavailable("away", new IllegalStateException("planned"));
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        var streamed = new Response(200, Map.of(), new Response.Stream("text/plain", broken, -1));
        assertEquals("503 5", outcome(answer(_ -> streamed)));
        assertTrue(closed.get());
    }
}
