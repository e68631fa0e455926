package dev.postern.workflow.call;

import dev.postern.outbound.ClientCertificate;
import dev.postern.query.Folding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads {@code authentication} of an HTTP action. No error quotes a value that may be secret. */
public final class AuthenticationReader {
    /** The types, as definitions spell them. */
    public static final List<String> TYPES =
            List.of("ManagedServiceIdentity", "Basic", "Raw", "ClientCertificate", "ActiveDirectoryOAuth");

    /** The audience of tokens if the definition specifies none. */
    static final String DEFAULT_AUDIENCE = "https://management.azure.com/";

    private static final String DEFAULT_AUTHORITY = "https://login.microsoftonline.com";
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    private static final int MAX_TEXT_LENGTH = 8_192;

    private AuthenticationReader() {}

    static Authentication read(JsonNode source) {
        if (!source.isObject() || source.isEmpty()) {
            return new Authentication.Anonymous();
        }
        String type = source.path("type").asString("");
        return switch (Folding.lower(type)) {
            case "managedserviceidentity" -> managed(source);
            case "basic" -> new Authentication.Fixed("Basic " + basic(source));
            case "raw" -> new Authentication.Fixed(CallReader.value("authentication", text(source, "value")));
            case "clientcertificate" -> certificate(source);
            case "activedirectoryoauth" -> application(source);
            default ->
                throw invalid("the type '" + type + "' is not supported by Postern; '" + String.join("', '", TYPES)
                        + "' are");
        };
    }

    private static CallRefused invalid(String reason) {
        return CallReader.invalid("authentication", reason);
    }

    /** Returns a member that may be empty. */
    private static String text(JsonNode source, String member) {
        JsonNode value = source.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString() || value.stringValue().length() > MAX_TEXT_LENGTH) {
            throw invalid("'" + member + "' must be a string of at most " + MAX_TEXT_LENGTH + " characters");
        }
        return value.stringValue();
    }

    private static String required(JsonNode source, String member) {
        String value = text(source, member);
        if (value.isBlank()) {
            throw invalid("'" + member + "' is missing");
        }
        return value;
    }

    private static String basic(JsonNode source) {
        return Base64.getEncoder()
                .encodeToString(
                        (text(source, "username") + ":" + text(source, "password")).getBytes(StandardCharsets.UTF_8));
    }

    private static Authentication managed(JsonNode source) {
        String identity = text(source, "identity");
        String audience = text(source, "audience");
        return new Authentication.Managed(
                audience.isEmpty() ? DEFAULT_AUDIENCE : audience,
                identity.isEmpty() || identity.equalsIgnoreCase("SystemAssigned") ? null : identity);
    }

    private static Authentication.Certificate certificate(JsonNode source) {
        String pfx = source.path("pfx").asString("");
        if (pfx.isBlank()) {
            throw invalid("'pfx' is missing");
        }
        if (pfx.length() > ClientCertificate.MAX_BYTES * 3 / 2) {
            throw invalid("'pfx' has more than " + ClientCertificate.MAX_BYTES + " bytes");
        }
        try {
            return new Authentication.Certificate(Base64.getMimeDecoder().decode(pfx), text(source, "password"));
        } catch (IllegalArgumentException e) {
            throw invalid("'pfx' is not valid Base64");
        }
    }

    private static Authentication application(JsonNode source) {
        String tenant = required(source, "tenant");
        if (!TENANT.matcher(tenant).matches()) {
            throw invalid("'tenant' must be a GUID or a domain");
        }
        String authority = text(source, "authority");
        return new Authentication.Application(
                endpoint(authority.isBlank() ? DEFAULT_AUTHORITY : authority.strip(), tenant),
                required(source, "audience"),
                required(source, "clientId"),
                proof(source));
    }

    private static URI endpoint(String authority, String tenant) {
        String base = authority.replaceFirst("/+$", "");
        if (base.contains("?") || base.contains("#")) {
            throw invalid("'authority' must be an absolute URL without a query");
        }
        try {
            return CallReader.absolute(base + "/" + tenant + "/oauth2/token");
        } catch (CallRefused e) {
            throw invalid("'authority' must be an absolute URL with the scheme 'http' or 'https'");
        }
    }

    private static Authentication.Proof proof(JsonNode source) {
        String kind = text(source, "credentialType");
        boolean secret = kind.isEmpty() ? !source.hasNonNull("pfx") : kind.equalsIgnoreCase("Secret");
        if (!secret && !Set.of("", "certificate").contains(Folding.lower(kind))) {
            throw invalid("the 'credentialType' must be 'Secret' or 'Certificate'");
        }
        return secret
                ? new Authentication.Secret(required(source, "secret"))
                : new Authentication.SignedAssertion(certificate(source));
    }
}
