package dev.postern.graph.directory;

import dev.postern.directory.FederatedCredential;
import dev.postern.graph.GraphFailure;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads federated credentials, whose type the model does not describe. */
record FederatedBody(Predicate<URI> plainIssuers) {
    private static final Set<String> KNOWN = Set.of("name", "issuer", "subject", "audiences", "description", "id");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{3,120}");
    private static final int MAX_LENGTH = 600;

    FederatedCredential created(JsonNode body) {
        refuseUnknown(body);
        if (body.has("id")) {
            throw GraphFailure.directory("Property 'id' is read-only and cannot be set.");
        }
        String name = text(body, "name", null);
        if (!NAME.matcher(name).matches()) {
            throw GraphFailure.directory(
                    "Property 'name' must have 3 to 120 letters, digits, hyphens and underscores.");
        }
        return new FederatedCredential(
                UUID.randomUUID(),
                name,
                issuer(text(body, "issuer", null)),
                text(body, "subject", null),
                audiences(body, null),
                description(body, null));
    }

    FederatedCredential changed(FederatedCredential before, JsonNode body) {
        refuseUnknown(body);
        if (!text(body, "name", before.name()).equals(before.name()) || body.has("id")) {
            throw GraphFailure.directory("Properties 'id' and 'name' cannot be changed.");
        }
        return new FederatedCredential(
                before.id(),
                before.name(),
                issuer(text(body, "issuer", before.issuer())),
                text(body, "subject", before.subject()),
                audiences(body, before.audiences()),
                description(body, before.description()));
    }

    private static void refuseUnknown(JsonNode body) {
        if (!body.isObject()) {
            throw GraphFailure.directory("The body must be a JSON object.");
        }
        for (String name : body.propertyNames()) {
            if (!KNOWN.contains(name) && !name.startsWith("@odata.")) {
                throw new GraphFailure(
                        400,
                        "RequestBodyRead",
                        "The property '" + name
                                + "' does not exist on type 'microsoft.graph.federatedIdentityCredential'."
                                + " Make sure to only use property names that are defined by the type.");
            }
        }
    }

    private static String text(JsonNode body, String name, @Nullable String usual) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() && usual != null) {
            return usual;
        }
        if (!value.isString()
                || value.stringValue().isBlank()
                || value.stringValue().length() > MAX_LENGTH) {
            throw GraphFailure.directory("A value of at most " + MAX_LENGTH + " characters is required for property '"
                    + name + "' of resource 'FederatedIdentityCredential'.");
        }
        return value.stringValue();
    }

    private String issuer(String text) {
        try {
            URI uri = URI.create(text);
            boolean allowed =
                    "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && plainIssuers.test(uri));
            if (allowed && uri.getHost() != null && uri.getRawFragment() == null) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // reported below, like every other invalid URL
        }
        throw GraphFailure.directory(
                "Property 'issuer' must be an https URL. An http URL is accepted if its host is in the setting"
                        + " 'outbound.allowed-targets'.");
    }

    private static List<String> audiences(JsonNode body, @Nullable List<String> usual) {
        JsonNode value = body.path("audiences");
        if (value.isMissingNode() && usual != null) {
            return usual;
        }
        if (!value.isArray()
                || value.size() != 1
                || !value.get(0).isString()
                || value.get(0).stringValue().isBlank()) {
            throw GraphFailure.directory("Property 'audiences' must contain exactly one string.");
        }
        return List.of(value.get(0).stringValue());
    }

    private static @Nullable String description(JsonNode body, @Nullable String usual) {
        JsonNode value = body.path("description");
        if (value.isMissingNode()) {
            return usual;
        }
        return value.isNull() ? null : text(body, "description", null);
    }
}
