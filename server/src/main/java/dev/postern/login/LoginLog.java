package dev.postern.login;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.ServicePrincipal;
import dev.postern.store.StoreException;
import dev.postern.token.ClientProof;
import dev.postern.token.IssuedToken;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes down who got a token and who did not, and counts both. A refusal is on disk before it is answered, unless the tenant that
 * it was asked of does not exist: then there is no audit that it belongs to. Refusals that come too fast are summed up, see {@link
 * FailedLogins}. Thread-safe.
 */
public final class LoginLog {
    private static final String ISSUED = "issued";

    /** What a caller sends must not make an entry long. */
    private static final int LONGEST_TARGET = 256;

    /** Failures whose text repeats what people type into fields of the request. */
    private static final Set<LoginError> TYPED = Set.of(
            LoginError.UNKNOWN_APPLICATION,
            LoginError.UNKNOWN_RESOURCE,
            LoginError.SCOPE_WITHOUT_DEFAULT,
            LoginError.BAD_SCOPE,
            LoginError.UNSUPPORTED_GRANT);

    private final Audit audit;
    private final InstantSource clock;
    private final FailedLogins failures;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param failedLogins how many failures of one peer for one application are recorded one by one in a minute */
    public LoginLog(Audit audit, InstantSource clock, int failedLogins) {
        this.failures = new FailedLogins(failedLogins, clock);
        this.audit = audit;
        this.clock = clock;
    }

    /** How many tokens were issued ({@code issued}) and how many requests were refused, by {@code AADSTS} number. */
    public Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    void issued(
            TenantId tenant, ServicePrincipal principal, ClientProof proof, IssuedToken token, LoginRequest exchange) {
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

    /**
     * Answers what the caller is told: why it failed, or that too many have failed.
     *
     * @param client the client id as it was sent, or null
     */
    LoginFailure refused(
            @Nullable TenantId tenant,
            @Nullable AppId client,
            String target,
            LoginFailure failure,
            LoginRequest exchange) {
        if (tenant == null) {
            count(rule(failure));
            return failure;
        }
        Duration wait = failures.count(tenant, client, exchange.request().peer());
        LoginFailure told = wait == null ? failure : LoginFailure.throttled(wait);
        count(rule(told));
        if (wait == null) {
            String asked = Recordable.text(target);
            audit.append(new AuditEntry(
                    tenant,
                    null,
                    clock.instant(),
                    new Actor(client, null, exchange.trace()),
                    "token",
                    asked.length() > LONGEST_TARGET ? asked.substring(0, LONGEST_TARGET) + "..." : asked,
                    "denied",
                    rule(failure),
                    null,
                    recorded(failure) + " Asked by " + exchange.request().peer()));
        }
        return told;
    }

    private static String recorded(LoginFailure failure) {
        return TYPED.contains(failure.error()) ? failure.textWith(Recordable::text) : failure.text();
    }

    private static String rule(LoginFailure failure) {
        return "AADSTS" + failure.error().code();
    }

    /** Writes one entry for all refusals of a tenant that were not recorded one by one. About once a minute, and at the end. */
    public void sumUp() {
        failures.takeHeld().forEach((tenant, held) -> {
            try {
                audit.append(new AuditEntry(
                        tenant,
                        null,
                        clock.instant(),
                        Actor.server(UUID.randomUUID()),
                        "token",
                        "",
                        "denied",
                        "AADSTS" + LoginError.THROTTLED.code(),
                        null,
                        held.text()));
            } catch (StoreException e) {
                failures.putBack(tenant, held);
                throw e;
            }
        });
    }

    private void count(String name) {
        counts.computeIfAbsent(name, key -> new LongAdder()).increment();
    }
}
