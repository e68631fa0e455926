package dev.postern.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** An HTTP/1.1 client for well-formed requests. Thread-safe. */
final class Http implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI server;

    Http(URI server) {
        this.server = server;
    }

    /** A response: status, body and the {@code Retry-After} header. */
    record Reply(int status, String body, String retryAfter) {
        boolean isBusy() {
            return (status == 503 || status == 429) && !retryAfter.isEmpty();
        }
    }

    Reply get(String path, String token) throws IOException {
        return send("GET", path, token, "application/json", "");
    }

    Reply send(String method, String path, String token, String type, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.resolve(path.replace(" ", "%20").replace("\"", "%22")))
                .timeout(PATIENCE)
                .method(
                        method,
                        body.isEmpty() && method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Accept", "application/json");
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
