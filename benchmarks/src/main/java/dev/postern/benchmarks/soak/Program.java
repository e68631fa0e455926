package dev.postern.benchmarks.soak;

import dev.postern.http.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An application with a secret, and its token while it is valid. Thread-safe. */
final class Program {
    private static final Duration TOKEN_USE = Duration.ofMinutes(10);

    private final String tokenPath;
    private final String form;
    private @Nullable String token;
    private long fetched;

    Program(String tenantId, String appId, String secret) {
        this.tokenPath = "/" + tenantId + "/oauth2/v2.0/token";
        this.form = "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id="
                + appId + "&client_secret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    }

    /** Requests a token, like a program that does not cache tokens. */
    Http.Reply requestToken(Http http) throws IOException {
        return http.send("POST", tokenPath, "", "application/x-www-form-urlencoded", form);
    }

    synchronized String token(Http http) throws IOException {
        if (token == null || System.nanoTime() - fetched > TOKEN_USE.toNanos()) {
            Http.Reply reply = requestToken(http);
            if (reply.status() != 200) {
                throw new IOException("No token: " + reply.status());
            }
            token = Json.parse(reply.body()).path("access_token").asString("");
            fetched = System.nanoTime();
        }
        return token;
    }
}
