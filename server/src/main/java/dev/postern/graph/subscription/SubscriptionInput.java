package dev.postern.graph.subscription;

import dev.postern.subscription.ChangeType;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of a request that creates or changes a subscription. Unknown members are refused, because a misspelt one would be ignored. */
final class SubscriptionInput {
    private static final int MAX_URL = 2_048;
    private static final int MAX_TEXT = 128;
    private static final int MAX_OPTIONS = 1_024;
    private static final int MAX_CERTIFICATE = 16_384;
    private static final Set<String> VERSIONS = Set.of("v1_0", "v1_1", "v1_2", "v1_3");

    private static final Set<String> KNOWN = Set.of(
            "changeType",
            "notificationUrl",
            "lifecycleNotificationUrl",
            "resource",
            "expirationDateTime",
            "clientState",
            "includeResourceData",
            "encryptionCertificate",
            "encryptionCertificateId",
            "latestSupportedTlsVersion",
            "notificationQueryOptions",
            "notificationContentType",
            "notificationUrlAppId");
    /** Sent by libraries that write the whole object. */
    private static final Set<String> IGNORED =
            Set.of("@odata.type", "@odata.context", "id", "applicationId", "creatorId");

    private static final Set<String> CHANGEABLE =
            Set.of("expirationDateTime", "notificationUrl", "encryptionCertificate", "encryptionCertificateId");

    private final JsonNode body;

    private SubscriptionInput(JsonNode body) {
        this.body = body;
    }

    static SubscriptionInput ofNew(JsonNode body) {
        return read(body, KNOWN);
    }

    /** The body of a change. */
    static SubscriptionInput ofChange(JsonNode body) {
        if (!body.hasNonNull("expirationDateTime") && !body.hasNonNull("notificationUrl")) {
            throw SubscriptionFaults.invalid(
                    "Subscription must contain either the 'expirationDateTime' or 'notificationUrl' property and its"
                            + " value.");
        }
        return read(body, CHANGEABLE);
    }

    private static SubscriptionInput read(JsonNode body, Set<String> allowed) {
        if (!body.isObject()) {
            throw SubscriptionFaults.payload("The body is not a JSON object.");
        }
        for (String name : body.propertyNames()) {
            if (!allowed.contains(name) && !IGNORED.contains(name)) {
                throw SubscriptionFaults.payload("The property '" + name + "' cannot be set.");
            }
        }
        return new SubscriptionInput(body);
    }

    /** The text of a property; null if it is missing or null. */
    @Nullable
    String text(String name, int max) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw SubscriptionFaults.payload("The value of '" + name + "' is not a text.");
        }
        String text = value.stringValue();
        if (text.length() > max) {
            throw SubscriptionFaults.invalid("The value of '" + name + "' has more than " + max + " characters.");
        }
        return text;
    }

    private String required(String name, int max) {
        String text = text(name, max);
        if (text == null || text.isBlank()) {
            throw SubscriptionFaults.invalid("The property '" + name + "' is required.");
        }
        return text;
    }

    @Nullable
    String clientState() {
        return text("clientState", MAX_TEXT);
    }

    String resource() {
        return required("resource", MAX_URL * 2);
    }

    /** As it was sent. */
    String changeType() {
        return required("changeType", MAX_TEXT);
    }

    Set<ChangeType> changes() {
        var changes = EnumSet.noneOf(ChangeType.class);
        for (String one : changeType().split(",", -1)) {
            try {
                changes.add(ChangeType.valueOf(one.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw SubscriptionFaults.invalid("The value of 'changeType' must be one or more of created, updated and"
                        + " deleted, separated by commas.");
            }
        }
        return changes;
    }

    String notificationUrl() {
        String url = required("notificationUrl", MAX_URL);
        requireHttps("notificationUrl", url);
        return url;
    }

    @Nullable
    String lifecycleUrl() {
        String url = text("lifecycleNotificationUrl", MAX_URL);
        if (url != null) {
            requireHttps("lifecycleNotificationUrl", url);
        }
        return url;
    }

    private static void requireHttps(String name, String url) {
        try {
            URI uri = URI.create(url);
            if ("https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // refused below
        }
        throw SubscriptionFaults.invalid("The value of '" + name + "' must be an absolute URL with the scheme https.");
    }

    boolean hasExpiry() {
        return body.hasNonNull("expirationDateTime");
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    Instant expires() {
        String text = required("expirationDateTime", MAX_TEXT);
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw SubscriptionFaults.payload(
                    "The value of 'expirationDateTime' is not a date and time with an offset.");
        }
    }

    /** Null if it was not sent. Some programs send a text. */
    @Nullable
    Boolean includeResourceData() {
        JsonNode value = body.path("includeResourceData");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        String text = value.isString() ? value.stringValue().toLowerCase(Locale.ROOT) : "";
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw SubscriptionFaults.payload("The value of 'includeResourceData' is not true or false.");
    }

    @Nullable
    String certificate() {
        return text("encryptionCertificate", MAX_CERTIFICATE);
    }

    @Nullable
    String certificateId() {
        return text("encryptionCertificateId", MAX_TEXT);
    }

    String tlsVersion() {
        String version = text("latestSupportedTlsVersion", MAX_TEXT);
        if (version == null) {
            return "v1_2";
        }
        if (!VERSIONS.contains(version)) {
            throw SubscriptionFaults.invalid(
                    "The value of 'latestSupportedTlsVersion' must be one of v1_0, v1_1, v1_2, v1_3.");
        }
        return version;
    }

    @Nullable
    String option(String name) {
        return text(name, MAX_OPTIONS);
    }
}
