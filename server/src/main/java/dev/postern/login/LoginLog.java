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
 * Audits and counts issued tokens and refusals. A refusal is on disk before the response is sent, unless its
 * tenant does not exist, because then no audit belongs to it. Too frequent refusals are summed up, see {@link
 * FailedLogins}. Thread-safe.
 */
public final class LoginLog {
    private static final String ISSUED = "issued";

    /** Limits the length of an entry, whatever the client sends. */
    private static final int MAX_TARGET_LENGTH = 256;

    /** Failures whose text quotes values from the request. */
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

    /** @param failedLogins maximum failures per minute of one peer for one application that are recorded individually */
    public LoginLog(Audit audit, InstantSource clock, int failedLogins) {
        this.failures = new FailedLogins(failedLogins, clock);
        this.audit = audit;
        this.clock = clock;
    }

    /** Returns the number of issued tokens ({@code issued}) and of refusals, by {@code AADSTS} number. */
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
     * Returns the error for the client: the reason of the failure, or that too many requests have failed.
     *
     * @param client the client id as sent, or null
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
        LoginFailure response = wait == null ? failure : LoginFailure.throttled(wait);
        count(rule(response));
        if (wait == null) {
            String asked = Recordable.text(target);
            audit.append(new AuditEntry(
                    tenant,
                    null,
                    clock.instant(),
                    new Actor(client, null, exchange.trace()),
                    "token",
                    asked.length() > MAX_TARGET_LENGTH ? asked.substring(0, MAX_TARGET_LENGTH) + "..." : asked,
                    "denied",
                    rule(failure),
                    null,
                    recorded(failure) + " Peer: " + exchange.request().peer()));
        }
        return response;
    }

    private static String recorded(LoginFailure failure) {
        return TYPED.contains(failure.error()) ? failure.textWith(Recordable::text) : failure.text();
    }

    private static String rule(LoginFailure failure) {
        return "AADSTS" + failure.error().code();
    }

    /** Writes one entry per tenant for refusals that were not recorded individually. Called about once a minute and at shutdown. */
    public void sumUp() {
        failures.takeUnrecorded().forEach((tenant, unrecorded) -> {
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
                        unrecorded.text()));
            } catch (StoreException e) {
                failures.restore(tenant, unrecorded);
                throw e;
            }
        });
    }

    private void count(String name) {
        counts.computeIfAbsent(name, key -> new LongAdder()).increment();
    }
}
