package dev.postern.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /healthz} reports whether the process is alive, {@code /readyz} whether it should get requests. Both need no
 * authentication, so a response contains only names and results of checks. Thread-safe.
 */
public final class Health {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private static final String PASSED = "ok";
    private static final String FAILED = "failed";

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
        ObjectNode answer = json();
        boolean ready = answer.path("status").asString("").equals(PASSED);
        return Json.response(ready ? 200 : 503, answer).with("Cache-Control", "no-store");
    }

    /** Runs the checks: {@code {status, checks: {name: result}}}. */
    public ObjectNode json() {
        boolean passed = true;
        ObjectNode results = Json.object();
        for (var check : checks.entrySet()) {
            boolean one = passes(check.getKey(), check.getValue());
            results.put(check.getKey(), one ? PASSED : FAILED);
            passed &= one;
        }
        ObjectNode answer = Json.object().put("status", stopping ? "stopping" : passed ? PASSED : FAILED);
        answer.set("checks", results);
        return answer;
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
