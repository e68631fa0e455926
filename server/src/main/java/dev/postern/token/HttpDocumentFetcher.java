package dev.postern.token;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Fetches by HTTP, from https addresses or from this machine. Follows no redirect, and never asks a link-local address: cloud
 * machines hand out their own credentials there. Thread-safe.
 */
public final class HttpDocumentFetcher implements DocumentFetcher, AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;
    private static final HttpResponse.BodyHandler<byte[]> BODY =
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST);

    private final HttpClient client;

    /** @param trust which certificates are good */
    public HttpDocumentFetcher(SSLContext trust) {
        this.client = HttpClient.newBuilder()
                .sslContext(trust)
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public byte[] fetch(URI address) throws IOException {
        check(address);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        // A request's own timeout ends with the headers; this one also covers a body that never comes to its end.
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, BODY);
        try {
            HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("Answer " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("No answer within " + TIMEOUT, e);
        } catch (ExecutionException e) {
            throw new IOException("No answer that can be used", e);
        }
    }

    /** Checks where an address leads. */
    static void check(URI address) throws IOException {
        String scheme = address.getScheme();
        String host = address.getHost();
        if (host == null || scheme == null || address.getRawUserInfo() != null) {
            throw new IOException("Not an address");
        }
        boolean secure = scheme.equalsIgnoreCase("https");
        if (!secure && !scheme.equalsIgnoreCase("http")) {
            throw new IOException("Not http or https");
        }
        for (InetAddress ip : InetAddress.getAllByName(host)) {
            if (ip.isLinkLocalAddress() || ip.isAnyLocalAddress() || ip.isMulticastAddress()) {
                throw new IOException("Leads to " + ip.getHostAddress() + ", which is never asked");
            }
            if (!secure && !ip.isLoopbackAddress()) {
                throw new IOException("Without https only this machine is asked");
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
