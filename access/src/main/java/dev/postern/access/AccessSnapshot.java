package dev.postern.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision in one tenant can depend on, at one moment, indexed for deciding. Immutable, so any number of threads may
 * use it; a change of the directory makes a new snapshot.
 *
 * <p>Making one costs time linear in the facts, apart from sorting ids. It holds no caches.
 */
public final class AccessSnapshot {
    private final TenantId tenant;
    private final long revision;
    private final boolean requireScope;
    private final List<AccessPolicy> policies;
    private final List<AccessPolicy> orphanedPolicies;
    private final PolicyIndex policyIndex;
    private final Membership membership;
    private final Map<ObjectId, Principal> principals;
    private final List<ObjectId> principalIds;

    private AccessSnapshot(Builder facts) {
        tenant = facts.tenant;
        revision = facts.revision;
        requireScope = facts.requireScope;
        policies = List.copyOf(facts.policies.values());
        orphanedPolicies = policies.stream()
                .filter(policy -> facts.isOrphaned(policy.scope()))
                .toList();
        membership = new Membership(facts.members, facts.kinds);
        policyIndex = new PolicyIndex(policies.stream()
                .map(policy ->
                        new ScopedPolicy(policy, membership.numberOf(policy.scope()), facts.isOrphaned(policy.scope())))
                .toList());
        principals = HashMap.newHashMap(facts.principals.size());
        facts.principals.forEach((id, principal) -> principals.put(
                id, new Principal(principal.app(), principal.enabled(), facts.grants.getOrDefault(id, Map.of()))));
        principalIds = principals.keySet().stream().sorted().toList();
    }

    /**
     * Begins a snapshot.
     *
     * @param revision the state of the directory it shows; larger is later. Every decision carries it
     */
    public static Builder builder(TenantId tenant, long revision) {
        return new Builder(tenant, revision);
    }

    /** The tenant it belongs to. */
    public TenantId tenant() {
        return tenant;
    }

    /** The state of the directory that it shows. */
    public long revision() {
        return revision;
    }

    /** Whether a grant is refused to an application that no RestrictAccess policy names. */
    public boolean requireScope() {
        return requireScope;
    }

    /** All policies, in the order of their ids. Unmodifiable. */
    public List<AccessPolicy> policies() {
        return policies;
    }

    /**
     * The policies whose scope is missing or is not a security principal, in the order of their ids. A RestrictAccess policy among
     * them contains nobody, a DenyAccess policy counts for every mailbox: administrators want to know. Unmodifiable.
     */
    public List<AccessPolicy> orphanedPolicies() {
        return orphanedPolicies;
    }

    /** All service principals, in the order of their ids. Unmodifiable. */
    public List<ObjectId> principals() {
        return principalIds;
    }

    PolicyIndex policyIndex() {
        return policyIndex;
    }

    Membership membership() {
        return membership;
    }

    @Nullable
    Principal principal(ObjectId id) {
        return principals.get(id);
    }

    /**
     * Collects the facts, in any order. A fact that contradicts an earlier one is refused with an
     * {@link IllegalArgumentException}. For one thread.
     */
    public static final class Builder {
        private final TenantId tenant;
        private final long revision;
        private boolean requireScope;
        private final Map<PolicyId, AccessPolicy> policies = new TreeMap<>();
        private final Map<ObjectId, RecipientKind> kinds = new HashMap<>();
        private final Map<ObjectId, Set<ObjectId>> members = new HashMap<>();
        private final Map<ObjectId, Principal> principals = new HashMap<>();
        private final Map<ObjectId, Map<String, Grant>> grants = new HashMap<>();

        private Builder(TenantId tenant, long revision) {
            this.tenant = tenant;
            this.revision = revision;
        }

        /** Whether to refuse grants to applications that no RestrictAccess policy names. False unless set. */
        public Builder requireScope(boolean required) {
            requireScope = required;
            return this;
        }

        /** A policy. Its scope need not be known; then it is orphaned. */
        public Builder policy(AccessPolicy policy) {
            once(policies.putIfAbsent(policy.id(), policy) == null, "policy " + policy.id());
            return this;
        }

        /** A recipient that exists: a user, a group, a mailbox of another kind, a contact. */
        public Builder recipient(ObjectId recipient, RecipientKind kind) {
            once(kinds.putIfAbsent(recipient, kind) == null, "recipient " + recipient);
            return this;
        }

        /** Direct members of a group; further calls for the same group add to them. Circles are allowed. */
        public Builder members(ObjectId group, Collection<ObjectId> direct) {
            members.computeIfAbsent(group, _ -> new HashSet<>()).addAll(direct);
            return this;
        }

        /** A service principal, and the application it stands for. */
        public Builder principal(ObjectId servicePrincipal, AppId app, boolean enabled) {
            Principal principal = new Principal(app, enabled, Map.of());
            once(principals.putIfAbsent(servicePrincipal, principal) == null, "principal " + servicePrincipal);
            return this;
        }

        /**
         * A grant of the resource that guards mailboxes. Of several of the same permission the smallest source id is kept. A
         * grant to a principal that is never named has no effect.
         */
        public Builder grant(ObjectId servicePrincipal, Grant grant) {
            grants.computeIfAbsent(servicePrincipal, _ -> new HashMap<>())
                    .merge(
                            grant.permission(),
                            grant,
                            (one, other) ->
                                    one.source().id().compareTo(other.source().id()) <= 0 ? one : other);
            return this;
        }

        /**
         * Makes the snapshot; later changes of this builder do not reach it.
         *
         * @throws IllegalArgumentException when a user is said to have members
         */
        public AccessSnapshot build() {
            for (ObjectId group : members.keySet()) {
                if (kinds.get(group) == RecipientKind.USER) {
                    throw new IllegalArgumentException("User " + group + " cannot have members");
                }
            }
            return new AccessSnapshot(this);
        }

        private boolean isOrphaned(ObjectId scope) {
            RecipientKind kind = kinds.get(scope);
            return kind == null || !kind.isSecurityPrincipal();
        }

        private static void once(boolean first, String what) {
            if (!first) {
                throw new IllegalArgumentException("The " + what + " is given twice");
            }
        }
    }
}
