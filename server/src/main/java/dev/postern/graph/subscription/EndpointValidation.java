package dev.postern.graph.subscription;

import dev.postern.outbound.NoResponse;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundRequest;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetPolicy;
import dev.postern.outbound.TargetRefused;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that an endpoint wants notifications: it must send back a token. The errors do not tell a closed port from a server that does
 * something else, so that the check cannot be used to find servers.
 */
final class EndpointValidation {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointValidation.class);
    private static final int MAX_BYTES = 4_096;
    private static final String NOT_OK =
            "failed. Notification endpoint must respond with 200 OK to validation request.";

    private final OutboundClient client;
    private final OutboundClient.Bounds bounds;

    EndpointValidation(OutboundClient client, Duration patience) {
        this.client = client;
        this.bounds = new OutboundClient.Bounds(TargetPolicy.Plain.ONLY_WHERE_ALLOWED, patience, MAX_BYTES);
    }

    /**
     * @param caller the application, whose handshakes are limited together
     * @throws dev.postern.graph.GraphFailure if the endpoint does not send back the token
     */
    void check(String url, String caller) {
        // spaces and colons find endpoints that send the token back without decoding it
        String token =
                "Validation: Testing client application reachability for subscription Request-Id: " + UUID.randomUUID();
        String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
        URI uri = URI.create(url + (url.contains("?") ? "&" : "?") + "validationToken=" + encoded);
        OutboundResponse response = send(uri, caller);
        if (response.status() != 200) {
            throw SubscriptionFaults.validation(NOT_OK);
        }
        boolean text = response.header("Content-Type").split(";", 2)[0].strip().equalsIgnoreCase("text/plain");
        if (!text || !token.equals(new String(response.body(), StandardCharsets.UTF_8))) {
            throw SubscriptionFaults.validation("failed. Response must exactly match validationToken query parameter.");
        }
    }

    private OutboundResponse send(URI uri, String caller) {
        var request = new OutboundRequest("POST", uri, Map.of("Content-Type", "text/plain; charset=utf-8"), null);
        try {
            return client.send(request, "handshake " + caller, bounds);
        } catch (TargetRefused e) {
            LOG.info("The endpoint of a new subscription is not called: {}", e.getMessage());
            throw SubscriptionFaults.validation(
                    NOT_OK + " This server does not call the host; see its setting 'outbound.allowed-targets'.");
        } catch (NoResponse e) {
            throw switch (e.reason()) {
                case TIMED_OUT -> SubscriptionFaults.validation("timed out.");
                case TOO_LARGE ->
                    SubscriptionFaults.validation(
                            "failed. Response must exactly match validationToken query parameter.");
                case UNREACHABLE -> SubscriptionFaults.validation(NOT_OK);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SubscriptionFaults.validation("timed out.");
        }
    }
}
