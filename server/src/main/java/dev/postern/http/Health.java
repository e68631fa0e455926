package dev.postern.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz} reports whether the process is alive, {@code /readyz} whether it should get requests. Both need no
 * authentication, so a response contains only names and results of checks. Thread-safe.
 */
public final class Health {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private final Map<String, BooleanSupplier> checks;
    private volatile boolean stopping;

    /** @param checks by name; each must return quickly, because a probe waits for it */
    public Health(Map<String, BooleanSupplier> checks) {
        this.checks = new TreeMap<>(checks);
    }

    /** Makes {@code /readyz} fail. Called before the server stops, so that load balancers use other nodes. */
    public void stopping() {
        stopping = true;
    }

    /** The handler of {@code /healthz}. */
    public Response alive(Request request) {
        return Json.response(200, Json.object().put("status", "ok"));
    }

    /** The handler of {@code /readyz}. */
    public Response ready(Request request) {
        var answer = Json.object();
        boolean ready = !stopping;
        var results = Json.object();
        for (var check : checks.entrySet()) {
            boolean passed = passes(check.getKey(), check.getValue());
            results.put(check.getKey(), passed ? "ok" : "failed");
            ready &= passed;
        }
        answer.put("status", stopping ? "stopping" : ready ? "ok" : "failed");
        answer.set("checks", results);
        return Json.response(ready ? 200 : 503, answer).with("Cache-Control", "no-store");
    }

    private static boolean passes(String name, BooleanSupplier check) {
        try {
            return check.getAsBoolean();
        } catch (RuntimeException e) {
            log.warn("The readiness check {} failed", name, e);
            return false;
        }
    }
}
