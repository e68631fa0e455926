package dev.postern.subscription;

import dev.postern.access.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A lifecycle event with everything that its notification contains, because the subscription may be gone. Stored encrypted. */
public record LifecycleNotice(
        LifecycleEvent event,
        UUID subscription,
        TenantId tenant,
        Instant expires,
        String url,
        @Nullable String clientState) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Null if the subscription has no URL for it. */
    static @Nullable LifecycleNotice of(LifecycleEvent event, Subscription about) {
        String url = about.targets().lifecycleUrl();
        return url == null
                ? null
                : new LifecycleNotice(
                        event,
                        about.id(),
                        about.tenant(),
                        about.expires(),
                        url,
                        about.targets().clientState());
    }

    byte[] bytes() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("subscription", subscription.toString())
                .put("tenant", tenant.toString())
                .put("expires", expires.toEpochMilli())
                .put("url", url);
        if (clientState != null) {
            json.put("state", clientState);
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static LifecycleNotice parse(String event, byte[] bytes) {
        JsonNode json = MAPPER.readTree(bytes);
        return new LifecycleNotice(
                LifecycleEvent.valueOf(event),
                UUID.fromString(json.path("subscription").stringValue()),
                TenantId.of(json.path("tenant").stringValue()),
                Instant.ofEpochMilli(json.path("expires").longValue()),
                json.path("url").stringValue(),
                json.has("state") ? json.path("state").stringValue() : null);
    }

    @Override
    public String toString() {
        return "LifecycleNotice[" + event.text() + " of " + subscription + "]";
    }
}
