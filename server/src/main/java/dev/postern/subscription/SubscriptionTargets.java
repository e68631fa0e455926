package dev.postern.subscription;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the notifications of a subscription are sent. Stored encrypted: the client state is a secret, and URLs often contain one.
 *
 * @param url of the notifications
 * @param lifecycleUrl null if lifecycle events are not sent
 */
public record SubscriptionTargets(
        String url, @Nullable String lifecycleUrl, @Nullable String clientState) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** The same with another URL of the notifications. */
    public SubscriptionTargets at(String other) {
        return new SubscriptionTargets(other, lifecycleUrl, clientState);
    }

    /** Host and port of a URL: what is slow or broken for one URL is so for all of them. */
    public static String endpoint(String url) {
        URI uri = URI.create(url);
        int port = uri.getPort() < 0 ? 443 : uri.getPort();
        return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    byte[] bytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", url);
        if (lifecycleUrl != null) {
            json.put("lifecycle", lifecycleUrl);
        }
        if (clientState != null) {
            json.put("state", clientState);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static SubscriptionTargets parse(byte[] bytes) {
        JsonNode json = MAPPER.readTree(bytes);
        return new SubscriptionTargets(
                json.path("url").stringValue(),
                json.has("lifecycle") ? json.path("lifecycle").stringValue() : null,
                json.has("state") ? json.path("state").stringValue() : null);
    }

    @Override
    public String toString() {
        return "SubscriptionTargets[" + endpoint(url) + "]";
    }
}
