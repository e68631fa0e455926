package dev.postern.junit;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is to be added: what the server does instead of processing a request, or before it. Nothing happens before {@link #add()}.
 *
 * <pre>{@code
 * tenant.fault("/v1.0/**").status(503).retryAfter(Duration.ofSeconds(1)).times(2).add();
 * }</pre>
 */
public final class FaultBuilder {
    private final AdministratorClient administrator;
    private final JsonObject json;

    FaultBuilder(AdministratorClient administrator, String path, @Nullable String tenantId) {
        this.administrator = administrator;
        this.json = new JsonObject();
        json.addProperty("path", path);
        if (tenantId != null) {
            json.addProperty("tenant", tenantId);
        }
    }

    /** Concerns only requests with this HTTP method. */
    public FaultBuilder method(String method) {
        json.addProperty("method", method);
        return this;
    }

    /** The server responds with this status and an error body like Graph's. */
    public FaultBuilder status(int status) {
        json.addProperty("status", status);
        return this;
    }

    /** Adds a {@code Retry-After} header, in whole seconds. */
    public FaultBuilder retryAfter(Duration time) {
        json.addProperty("retryAfter", time.toSeconds());
        return this;
    }

    /** Waits before anything else. */
    public FaultBuilder delay(Duration time) {
        json.addProperty("delay", time.toString());
        return this;
    }

    /** Concerns only this share of the requests, from 0 to 1. */
    public FaultBuilder share(double share) {
        json.addProperty("share", share);
        return this;
    }

    /** Ends after this number of requests. */
    public FaultBuilder times(int times) {
        json.addProperty("times", times);
        return this;
    }

    /** Adds it to the server, for the next request on. */
    public void add() {
        administrator.send("POST", "/postern/dev/faults", json.toString());
    }
}
