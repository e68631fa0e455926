package dev.postern.junit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls the server as one application, over HTTP on the loopback interface. Thread-safe. */
final class TenantClient {
    private static final Duration MAX_TIME = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final int MAX_SHOWN = 500;

    private final AdministratorAccount account;
    private final String clientId;
    private final String clientSecret;
    private final HttpClient http;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** @param account of the tenant; only its addresses and ids are used */
    TenantClient(AdministratorAccount account, String clientId, String clientSecret) {
        this.account = account;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.http = account.location().http();
    }

    /** Returns the JSON of a successful response; an empty object if it has none. */
    JsonObject send(String scope, String method, String path, @Nullable String body) {
        HttpResponse<String> response = sendOnce(scope, method, path, body);
        if (response.statusCode() == UNAUTHORIZED) {
            // the clock may have been moved beyond the token's lifetime
            tokens.remove(scope);
            response = sendOnce(scope, method, path, body);
        }
        if (response.statusCode() / 100 != 2) {
            throw new PosternException(method + " " + path + " was refused with " + response.statusCode() + ": "
                    + shortened(response.body()));
        }
        return JsonMembers.parse(response.body());
    }

    String token(String scope) {
        return tokens.computeIfAbsent(scope, this::newToken);
    }

    private HttpResponse<String> sendOnce(String scope, String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + token(scope));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        return exchange(request.build());
    }

    private String newToken(String scope) {
        String form = "grant_type=client_credentials&client_id=" + encoded(clientId) + "&client_secret="
                + encoded(clientSecret) + "&scope=" + encoded(scope);
        HttpResponse<String> response = exchange(request("/" + account.tenantId() + "/oauth2/v2.0/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        String token = JsonMembers.text(JsonMembers.parse(response.body()), "access_token");
        if (token.isEmpty()) {
            throw new PosternException(
                    "No token for " + scope + ": " + response.statusCode() + " " + shortened(response.body()));
        }
        return token;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(account.location().address() + path))
                .timeout(MAX_TIME);
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new PosternException(
                    "The server at " + account.location().address() + " does not respond: " + e
                            + ". Its process may have ended.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PosternException("The test was interrupted.", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + " ...";
    }
}
