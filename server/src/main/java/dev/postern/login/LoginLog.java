package dev.postern.login;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.ServicePrincipal;
import dev.postern.token.ClientProof;
import dev.postern.token.IssuedToken;
import dev.postern.token.LoginFailure;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who got a token and who did not, and counts both. A refusal is on disk before it is answered, unless the tenant that
 * it was asked of does not exist: then there is no audit that it belongs to. Thread-safe.
 */
public final class LoginLog {
    private static final String ISSUED = "issued";

    private final Audit audit;
    private final InstantSource clock;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    public LoginLog(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** How many tokens were issued ({@code issued}) and how many requests were refused, by {@code AADSTS} number. */
    public Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    void issued(TenantId tenant, ServicePrincipal principal, ClientProof proof, IssuedToken token, Exchange exchange) {
        count(ISSUED);
        audit.later(new AuditEntry(
                tenant,
                null,
                clock.instant(),
                new Actor(principal.appId(), principal.id(), exchange.trace()),
                "token",
                token.audience(),
                "granted",
                proof.name(),
                null,
                "Token " + token.id() + " to " + exchange.request().peer()));
    }

    /** @param client the client id as it was sent, or null */
    void refused(
            @Nullable TenantId tenant, @Nullable AppId client, String target, LoginFailure failure, Exchange exchange) {
        String rule = "AADSTS" + failure.error().code();
        count(rule);
        if (tenant != null) {
            audit.append(new AuditEntry(
                    tenant,
                    null,
                    clock.instant(),
                    new Actor(client, null, exchange.trace()),
                    "token",
                    target,
                    "denied",
                    rule,
                    null,
                    failure.text() + " Asked by " + exchange.request().peer()));
        }
    }

    private void count(String name) {
        counts.computeIfAbsent(name, key -> new LongAdder()).increment();
    }
}
