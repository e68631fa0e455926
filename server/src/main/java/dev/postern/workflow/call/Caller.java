package dev.postern.workflow.call;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** Makes calls. Redirects are never followed, cookies never kept. May be used from any thread; a call blocks its thread. */
public final class Caller implements AutoCloseable {
    /** The longest answer that is kept; it lies in the run's history. */
    private static final int LARGEST_REPLY = 10 * 1024 * 1024;

    private final Targets targets;
    private final Duration patience;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    /**
     * @param trust knows Postern's own certificate authority beside the public ones
     * @param patience how long a call may take in all
     */
    public Caller(Targets targets, SSLContext trust, Duration patience) {
        this.targets = targets;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.compareTo(Duration.ofSeconds(10)) < 0 ? patience : Duration.ofSeconds(10))
                .sslContext(trust)
                .executor(threads)
                .build();
    }

    /**
     * Makes a call and waits for its outcome.
     *
     * @param extra headers of the engine; they win over the definition's
     * @param token makes the bearer token for an audience
     * @throws CallRefused when the call must not be made
     * @throws InterruptedException when the engine stops; the call may have arrived
     */
    public CallResult call(Call call, Map<String, String> extra, Function<String, String> token)
            throws InterruptedException {
        URI target = targets.resolve(call.uri());
        var headers = new HashMap<>(call.headers());
        extra.forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, value);
        });
        switch (call.authentication()) {
            case Call.Anonymous none -> {}
            case Call.Fixed fixed -> authorize(headers, fixed.authorization());
            case Call.Managed managed -> {
                targets.checkAudience(managed.audience(), call.uri());
                authorize(headers, "Bearer " + token.apply(managed.audience()));
            }
        }
        return send(request(call, target, headers));
    }

    private static void authorize(Map<String, String> headers, String value) {
        headers.keySet().removeIf("authorization"::equalsIgnoreCase);
        headers.put("Authorization", value);
    }

    private HttpRequest request(Call call, URI target, Map<String, String> headers) {
        byte[] body = call.body();
        HttpRequest.Builder builder = HttpRequest.newBuilder(target)
                .timeout(patience)
                .method(
                        call.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            headers.forEach(builder::header);
        } catch (IllegalArgumentException e) {
            throw new CallRefused("BadRequest", "The input 'headers' is not valid: " + e.getMessage() + ".");
        }
        return builder.build();
    }

    private CallResult send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_REPLY));
        try {
            return reply(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return timedOut();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return failed(request, e.getCause() == null ? e : e.getCause());
        }
    }

    private static CallResult failed(HttpRequest request, Throwable cause) {
        if (cause instanceof java.net.http.HttpConnectTimeoutException || !(cause instanceof IOException)) {
            return new CallResult.Unreachable(
                    "BadGateway", "The host '" + request.uri().getHost() + "' could not be reached.");
        }
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return timedOut();
        }
        // The message of the cause may quote what was sent; its kind says enough.
        return new CallResult.Unreachable(
                "BadGateway",
                "The host '" + request.uri().getHost() + "' could not be reached, or its answer could not be read ("
                        + cause.getClass().getSimpleName() + ").");
    }

    private static CallResult timedOut() {
        return new CallResult.Unreachable("GatewayTimeout", "No answer came within the time that a call may take.");
    }

    private static CallResult reply(HttpResponse<byte[]> response) {
        var headers = new HashMap<String, String>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
        String type = response.headers().firstValue("content-type").orElse("");
        return new CallResult.Reply(response.statusCode(), headers, Bodies.decode(response.body(), type));
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
