package dev.postern.junit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fault that is to be added: what a server does instead of answering a request, or before it. Nothing happens before {@link #add()}.
 *
 * <pre>{@code
 * tenant.fault("/v1.0/**").status(503).retryAfter(Duration.ofSeconds(1)).times(2).add();
 * }</pre>
 */
public final class FaultBuilder {
    private final AdministratorClient administrator;
    private final ObjectNode json;

    FaultBuilder(AdministratorClient administrator, String path, @Nullable String tenantId) {
        this.administrator = administrator;
        this.json = JsonMapper.shared().createObjectNode().put("path", path);
        if (tenantId != null) {
            json.put("tenant", tenantId);
        }
    }

    /** Concerns only requests with this HTTP method. */
    public FaultBuilder method(String method) {
        json.put("method", method);
        return this;
    }

    /** Answers with this status and the body of an error as Graph has it. */
    public FaultBuilder status(int status) {
        json.put("status", status);
        return this;
    }

    /** Adds a {@code Retry-After} header, in whole seconds. */
    public FaultBuilder retryAfter(Duration time) {
        json.put("retryAfter", time.toSeconds());
        return this;
    }

    /** Waits before anything else. */
    public FaultBuilder delay(Duration time) {
        json.put("delay", time.toString());
        return this;
    }

    /** Concerns only this share of the requests, from 0 to 1. */
    public FaultBuilder share(double share) {
        json.put("share", share);
        return this;
    }

    /** Ends after this number of requests. */
    public FaultBuilder times(int times) {
        json.put("times", times);
        return this;
    }

    /** Adds it to the server, for the next request on. */
    public void add() {
        administrator.send("POST", "/postern/dev/faults", json.toString());
    }
}
