package dev.postern.workflow.call;

import dev.postern.outbound.NoResponse;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutboundResponse;
import dev.postern.outbound.TargetRefused;
import dev.postern.workflow.expression.JsonValues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Tokens that applications get from their tenant ({@code ActiveDirectoryOAuth}). They are requested like any other call, and cached.
 * Thread-safe.
 */
final class ApplicationTokens {
    private static final int MAX_TOKEN_BYTES = 64 * 1024;
    private static final int MAX_LIFE_SECONDS = 86_400;
    private static final Pattern ERROR = Pattern.compile("AADSTS[0-9]{1,10}");

    private final Targets targets;
    private final OutboundClient client;
    private final OutboundClient.Bounds bounds;
    private final Certificates certificates;
    private final InstantSource clock;
    private final CachedTokens cache = new CachedTokens();

    ApplicationTokens(
            Targets targets,
            OutboundClient client,
            OutboundClient.Bounds bounds,
            Certificates certificates,
            InstantSource clock) {
        this.targets = targets;
        this.client = client;
        this.bounds = new OutboundClient.Bounds(bounds.plain(), bounds.patience(), MAX_TOKEN_BYTES);
        this.certificates = certificates;
        this.clock = clock;
    }

    /** The token endpoint may answer later: a retry may succeed. */
    static final class NotNow extends Exception {
        private static final long serialVersionUID = 1;

        private final String code;

        NotNow(String code, String message) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /**
     * Returns a token.
     *
     * @param group the workflow, which does not share tokens with others
     * @throws CallRefused if the endpoint must not be called or refuses the application
     */
    String token(Authentication.Application wanted, String group) throws NotNow, InterruptedException {
        CachedTokens.Key key = key(wanted, group);
        Instant now = clock.instant();
        String known = cache.find(key, now);
        if (known != null) {
            return known;
        }
        JsonNode answer = request(wanted, group, now);
        String token = answer.path("access_token").asString("");
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new CallRefused("OAuthTokenRefused", "The token endpoint returned no usable 'access_token'.");
        }
        cache.put(key, token, now.plus(life(answer.path("expires_in"))), now);
        return token;
    }

    /** Forgets the token of a call that was not authorized. */
    void forget(Authentication.Application wanted, String group) {
        cache.forget(key(wanted, group));
    }

    private static Duration life(JsonNode seconds) {
        String text = seconds.asString("");
        return Duration.ofSeconds(text.matches("[0-9]{1,9}") ? Math.min(Integer.parseInt(text), MAX_LIFE_SECONDS) : 0);
    }

    private static CachedTokens.Key key(Authentication.Application wanted, String group) {
        var values = new ArrayList<byte[]>();
        for (String text :
                List.of(group, wanted.endpoint().toString(), wanted.audience(), wanted.clientId(), kind(wanted))) {
            values.add(text.getBytes(StandardCharsets.UTF_8));
        }
        switch (wanted.proof()) {
            case Authentication.Secret secret -> values.add(secret.value().getBytes(StandardCharsets.UTF_8));
            case Authentication.SignedAssertion assertion -> {
                values.add(assertion.certificate().pfx());
                values.add(assertion.certificate().password().getBytes(StandardCharsets.UTF_8));
            }
        }
        return CachedTokens.Key.of(values);
    }

    private static String kind(Authentication.Application wanted) {
        return wanted.proof() instanceof Authentication.Secret ? "secret" : "certificate";
    }

    private JsonNode request(Authentication.Application wanted, String group, Instant now)
            throws NotNow, InterruptedException {
        byte[] form = form(wanted, now).getBytes(StandardCharsets.UTF_8);
        var headers = Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
        OutboundResponse response;
        try {
            response = client.send(targets.request("POST", wanted.endpoint(), headers, form), group, bounds);
        } catch (TargetRefused e) {
            throw new CallRefused("TargetNotAllowed", String.valueOf(e.getMessage()));
        } catch (NoResponse e) {
            String code = e.reason() == NoResponse.Reason.TIMED_OUT ? "GatewayTimeout" : "BadGateway";
            throw new NotNow(code, "No token was issued: " + e.getMessage());
        }
        if (response.status() == 429 || response.status() >= 500) {
            throw new NotNow(
                    "BadGateway", "No token was issued: the token endpoint returned " + response.status() + ".");
        }
        JsonNode answer = parsed(response.body());
        if (response.status() != 200) {
            throw new CallRefused(
                    "OAuthTokenRefused",
                    "The token endpoint returned " + response.status() + reason(answer)
                            + ". Check 'tenant', 'audience', 'clientId' and the credential in 'authentication'.");
        }
        return answer;
    }

    private String form(Authentication.Application wanted, Instant now) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", wanted.clientId());
        form.put("resource", wanted.audience());
        switch (wanted.proof()) {
            case Authentication.Secret secret -> form.put("client_secret", secret.value());
            case Authentication.SignedAssertion assertion -> {
                form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                form.put(
                        "client_assertion",
                        AssertionOfClient.sign(
                                certificates.read(assertion.certificate()),
                                wanted.clientId(),
                                wanted.endpoint().toString(),
                                now));
            }
        }
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JsonValues.parse(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return JsonValues.object();
        }
    }

    /** Returns the number of the error only: a description could repeat what was sent. */
    private static String reason(JsonNode answer) {
        Matcher number = ERROR.matcher(answer.path("error_description").asString(""));
        return number.find() ? " (" + number.group() + ")" : "";
    }
}
