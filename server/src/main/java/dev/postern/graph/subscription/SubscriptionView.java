package dev.postern.graph.subscription;

import dev.postern.http.Json;
import dev.postern.subscription.Subscription;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A subscription as responses show it. Properties without a value are null. */
final class SubscriptionView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS").withZone(ZoneOffset.UTC);

    private SubscriptionView() {}

    /** The order of Graph's samples; those that are not here are stored as they were sent. */
    private static final List<String> ORDER = List.of(
            "id",
            "resource",
            "applicationId",
            "changeType",
            "clientState",
            "notificationUrl",
            "notificationQueryOptions",
            "notificationContentType",
            "lifecycleNotificationUrl",
            "expirationDateTime",
            "creatorId",
            "includeResourceData",
            "latestSupportedTlsVersion",
            "encryptionCertificate",
            "encryptionCertificateId",
            "notificationUrlAppId");

    /** @param secret whether the client state is shown */
    static ObjectNode of(Subscription one, boolean secret) {
        ObjectNode known = Json.object()
                .put("id", one.id().toString())
                .put("applicationId", one.app().toString())
                .put("clientState", secret ? one.targets().clientState() : null)
                .put("notificationUrl", one.targets().url())
                .put("lifecycleNotificationUrl", one.targets().lifecycleUrl())
                .put("expirationDateTime", time(one.expires()) + "Z")
                .put("creatorId", one.principal().toString());
        ObjectNode json = Json.object();
        for (String name : ORDER) {
            JsonNode value =
                    known.has(name) ? known.get(name) : one.terms().shown().get(name);
            json.set(name, value);
        }
        return json;
    }

    /** A time in UTC with seven decimals, without a zone. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
