package dev.postern.gate;

import dev.postern.access.AccessChange;
import dev.postern.access.PolicyId;
import dev.postern.access.TenantId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows application access policies to decisions over Graph only some time after they were changed, as the cloud service does. <b>Until then an
 * application can reach what a new policy denies it.</b> This is for tests of programs, and is off unless an operator names the tenant and the
 * delay: without both, every method returns what it is given.
 *
 * <p>A new policy is hidden by the time at which it was created, so all nodes agree and a restart changes nothing. A removed policy stays in
 * force on the nodes that have seen it, from the time at which they noticed; after a restart it is gone at once. Cmdlets, and with them
 * {@code Test-ApplicationAccessPolicy}, see changes immediately, as in the cloud. Thread-safe.
 */
public final class PolicyPropagation {
    private final Set<String> domains;
    private final Duration delay;
    private final InstantSource clock;
    private final Map<TenantId, Seen> tenants = new ConcurrentHashMap<>();

    private PolicyPropagation(Set<String> domains, Duration delay, InstantSource clock) {
        this.domains = Set.copyOf(domains);
        this.delay = delay;
        this.clock = clock;
    }

    /**
     * @param domains the default domains of the tenants for which it is on
     * @throws IllegalArgumentException for a delay without tenants
     */
    public static PolicyPropagation of(Set<String> domains, Duration delay, InstantSource clock) {
        if (delay.isNegative() || (domains.isEmpty() && !delay.isZero())) {
            throw new IllegalArgumentException("A delay of policies needs the tenants that it is for");
        }
        return new PolicyPropagation(domains, delay, clock);
    }

    /** Returns the directory as decisions see it: the same, except for its policies. */
    DirectorySnapshot seen(DirectorySnapshot current) {
        if (delay.isZero() || !domains.contains(current.tenant().defaultDomain())) {
            return current;
        }
        return tenants.computeIfAbsent(current.tenant().id(), _ -> new Seen()).at(current);
    }

    private record Removed(ApplicationAccessPolicy policy, Instant at) {}

    /** What this node knows of one tenant. */
    private final class Seen {
        private Map<PolicyId, ApplicationAccessPolicy> policies = Map.of();
        private final List<Removed> removed = new ArrayList<>();
        private long noticed = -1;
        private @Nullable DirectorySnapshot shown;
        private Instant until = Instant.MIN;

        synchronized DirectorySnapshot at(DirectorySnapshot current) {
            Instant now = clock.instant();
            if (current.revision() > noticed) {
                notice(current, now);
            }
            DirectorySnapshot made = shown;
            if (made != null && made.revision() == current.revision() && now.isBefore(until)) {
                return made;
            }
            made = make(current, now);
            shown = made;
            return made;
        }

        private void notice(DirectorySnapshot current, Instant now) {
            var present = new HashMap<PolicyId, ApplicationAccessPolicy>();
            current.policies().forEach(policy -> present.put(policy.id(), policy));
            policies.values().stream()
                    .filter(policy -> !present.containsKey(policy.id()))
                    .filter(policy -> !policy.createdAt().plus(delay).isAfter(now))
                    .forEach(policy -> removed.add(new Removed(policy, now)));
            policies = present;
            noticed = current.revision();
        }

        private DirectorySnapshot make(DirectorySnapshot current, Instant now) {
            removed.removeIf(one -> !one.at().plus(delay).isAfter(now));
            AccessChange change = current.access().change();
            Instant next = Instant.MAX;
            for (ApplicationAccessPolicy policy : current.policies()) {
                Instant visible = policy.createdAt().plus(delay);
                if (visible.isAfter(now)) {
                    change.noPolicy(policy.id());
                    next = visible.isBefore(next) ? visible : next;
                }
            }
            for (Removed one : removed) {
                Instant gone = one.at().plus(delay);
                change.policy(one.policy().decided());
                next = gone.isBefore(next) ? gone : next;
            }
            until = next;
            return next.equals(Instant.MAX)
                    ? current
                    : current.decidingBy(change.snapshot(current.access().revision()));
        }
    }
}
