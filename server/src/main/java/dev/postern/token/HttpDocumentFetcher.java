package dev.postern.token;

import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetPolicy;
import dev.postern.outbound.TargetRefused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Fetches documents over HTTPS from allowed targets, see {@link TargetPolicy}. Follows no redirects. Thread-safe. */
public final class HttpDocumentFetcher implements DocumentFetcher {
    private static final OutboundClient.Bounds BOUNDS =
            new OutboundClient.Bounds(TargetPolicy.Plain.ONLY_WHERE_ALLOWED, Duration.ofSeconds(5), 256 * 1024);

    private final OutboundClient client;

    public HttpDocumentFetcher(OutboundClient client) {
        this.client = client;
    }

    @Override
    public byte[] fetch(URI address) throws IOException {
        try {
            OutboundResponse response = client.send(
                    OutboundRequest.get(address, Map.of("Accept", "application/json")), "issuers' documents", BOUNDS);
            if (response.status() != 200) {
                throw new IOException("Answer " + response.status());
            }
            return response.body();
        } catch (TargetRefused e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
