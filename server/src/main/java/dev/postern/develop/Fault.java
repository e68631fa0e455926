package dev.postern.develop;

import dev.postern.access.TenantId;
import dev.postern.http.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to requests that match it.
 *
 * @param path a glob for the decoded path: {@code *} is any text, also with slashes, {@code ?} one character; without regard to case
 * @param method null for all
 * @param tenant only requests with a token of it; null for all requests
 * @param status of the response; null if the request is served after the delay
 * @param retryAfter in seconds
 * @param share of the matching requests
 * @param times after which the fault ends; null for never
 */
record Fault(
        String path,
        @Nullable String method,
        @Nullable TenantId tenant,
        @Nullable Integer status,
        @Nullable Integer retryAfter,
        Duration delay,
        double share,
        @Nullable Integer times) {
    private static final Set<String> MEMBERS =
            Set.of("path", "method", "tenant", "status", "retryAfter", "delay", "share", "times");
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);
    private static final int MAX_TEXT = 400;
    private static final int MAX_RETRY_AFTER = 86_400;
    private static final int MAX_TIMES = 1_000_000;
    private static final int THROTTLED = 429;

    /** Looks up a tenant by id or domain. */
    @FunctionalInterface
    interface TenantLookup {
        @Nullable
        TenantId find(String guidOrDomain);
    }

    /** @throws DevelopFailure if the fault has no effect, or a member is wrong */
    static Fault read(JsonNode json, TenantLookup tenants) {
        SeedMembers members = SeedMembers.of("", json, MEMBERS);
        String path = members.required("path", MAX_TEXT);
        String method = members.text("method", MAX_TEXT);
        Integer status = members.number("status", 400, 599);
        Integer retryAfter = members.number("retryAfter", 0, MAX_RETRY_AFTER);
        String delay = members.textOrNumber("delay", MAX_TEXT);
        Duration waiting = delay == null ? Duration.ZERO : DurationText.read("delay", delay);
        if (waiting.isNegative() || waiting.compareTo(MAX_DELAY) > 0) {
            throw DevelopFailure.invalid("'delay' must be at most " + MAX_DELAY + ".");
        }
        if (status == null && retryAfter != null) {
            status = THROTTLED;
        }
        if (status == null && waiting.isZero()) {
            throw DevelopFailure.invalid("A fault needs a status, a delay, or both.");
        }
        String tenant = members.text("tenant", MAX_TEXT);
        TenantId known = tenant == null ? null : tenants.find(tenant);
        if (tenant != null && known == null) {
            throw DevelopFailure.invalid("There is no tenant '" + tenant + "'.");
        }
        Double share = members.share("share");
        return new Fault(
                path,
                method == null ? null : method.toUpperCase(Locale.ROOT),
                known,
                status,
                retryAfter,
                waiting,
                share == null ? 1 : share,
                members.number("times", 1, MAX_TIMES));
    }

    ObjectNode json(int id, long hits) {
        ObjectNode json = Json.object().put("id", Integer.toString(id)).put("path", path);
        if (method != null) {
            json.put("method", method);
        }
        if (tenant != null) {
            json.put("tenant", tenant.toString());
        }
        if (status != null) {
            json.put("status", status);
        }
        if (retryAfter != null) {
            json.put("retryAfter", retryAfter);
        }
        if (!delay.isZero()) {
            json.put("delay", delay.toString());
        }
        if (share < 1) {
            json.put("share", share);
        }
        if (times != null) {
            json.put("times", times);
        }
        return json.put("hits", hits);
    }
}
