package dev.postern.access;

import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.WorkListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a decision in one tenant can depend on, at one time, indexed for deciding. Immutable, so any number of threads may
 * use it; a change of the directory creates a new snapshot, which shares with this one everything that the change did not affect.
 */
public final class AccessSnapshot {
    private final TenantId tenant;
    private final long revision;
    private final boolean requireScope;
    private final Membership membership;
    private final PolicyIndex policyIndex;
    private final PersistentMap<Principal, Principal> principals;
    private final ScopeContents scopeContents;

    AccessSnapshot(
            TenantId tenant,
            long revision,
            boolean requireScope,
            Membership membership,
            PolicyIndex policyIndex,
            PersistentMap<Principal, Principal> principals,
            ScopeContents scopeContents) {
        this.tenant = tenant;
        this.revision = revision;
        this.requireScope = requireScope;
        this.membership = membership;
        this.policyIndex = policyIndex;
        this.principals = principals;
        this.scopeContents = scopeContents;
    }

    /**
     * A tenant without any facts, from which {@link #change} derives all others.
     *
     * @param requireScope whether grants are refused to applications that no RestrictAccess policy names
     * @param work is told what this snapshot's maps, and those of every snapshot made from it, copy and visit
     */
    public static AccessSnapshot empty(TenantId tenant, boolean requireScope, WorkListener work) {
        return new AccessSnapshot(
                tenant,
                0,
                requireScope,
                Membership.empty(work),
                PolicyIndex.empty(work),
                PersistentMap.empty(KeyOrder.numbers(Principal::high, Principal::low), work),
                ScopeContents.NONE);
    }

    /**
     * Begins a snapshot.
     *
     * @param revision the state of the directory it shows; larger is later. Every decision carries it
     */
    public static Builder builder(TenantId tenant, long revision) {
        return new Builder(tenant, revision);
    }

    /** Begins a change of this snapshot, which itself stays as it is. */
    public AccessChange change() {
        return new AccessChange(this);
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

    /** All policies, in the order of their ids. Unmodifiable; computed at each call. */
    public List<AccessPolicy> policies() {
        return List.copyOf(policyIndex.all());
    }

    /**
     * The policies whose scope is missing or is not a security principal, in the order of their ids. A RestrictAccess policy among
     * them matches no mailbox, and a DenyAccess policy matches every mailbox, so administrators must be told. Unmodifiable; computed
     * at each call.
     */
    public List<AccessPolicy> orphanedPolicies() {
        return policyIndex.all().stream()
                .filter(policy -> !membership.of(policy.scope()).isSecurityPrincipal())
                .toList();
    }

    /** All service principals, in the order of their ids. Unmodifiable; computed at each call. */
    public List<ObjectId> principals() {
        List<ObjectId> ids = new ArrayList<>();
        principals.values().forEach(principal -> {
            if (principal.hasApp()) {
                ids.add(principal.id());
            }
        });
        return List.copyOf(ids);
    }

    PolicyIndex policyIndex() {
        return policyIndex;
    }

    Membership membership() {
        return membership;
    }

    /** What the scopes of role assignments contain, in this state. */
    ScopeContents scopeContents() {
        return scopeContents;
    }

    PersistentMap<Principal, Principal> principalsById() {
        return principals;
    }

    @Nullable
    Principal principal(ObjectId id) {
        Principal principal = principals.get(Principal.unknown(id));
        return principal == null || !principal.hasApp() ? null : principal;
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
        private final Map<ObjectId, List<Grant>> grants = new HashMap<>();
        private final Map<ObjectId, List<RoleAssignment>> roles = new HashMap<>();
        private ScopeContents scopeContents = ScopeContents.NONE;

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

        /** Direct members of a group; further calls for the same group add to them. Cycles are allowed. */
        public Builder members(ObjectId group, Collection<ObjectId> direct) {
            members.computeIfAbsent(group, _ -> new HashSet<>()).addAll(direct);
            return this;
        }

        /** A service principal and its application. */
        public Builder principal(ObjectId servicePrincipal, AppId app, boolean enabled) {
            Principal principal = Principal.unknown(servicePrincipal).of(app, enabled);
            once(principals.putIfAbsent(servicePrincipal, principal) == null, "principal " + servicePrincipal);
            return this;
        }

        /**
         * A grant of the resource that guards mailboxes. Of several of the same permission the smallest source id is kept. A
         * grant to a principal that is never named has no effect.
         */
        public Builder grant(ObjectId servicePrincipal, Grant grant) {
            grants.computeIfAbsent(servicePrincipal, _ -> new ArrayList<>()).add(grant);
            return this;
        }

        /** A role assignment of RBAC for Applications. One of a principal that is never named has no effect. */
        public Builder role(ObjectId servicePrincipal, RoleAssignment assignment) {
            roles.computeIfAbsent(servicePrincipal, _ -> new ArrayList<>()).add(assignment);
            return this;
        }

        /** What the scopes of the role assignments contain. {@link ScopeContents#NONE} unless set. */
        public Builder scopes(ScopeContents contents) {
            scopeContents = contents;
            return this;
        }

        /**
         * Builds the snapshot; later changes of this builder do not affect it.
         *
         * @throws IllegalArgumentException when a user is said to have members
         */
        public AccessSnapshot build() {
            AccessChange change = empty(tenant, requireScope, WorkListener.NONE).change();
            kinds.forEach(change::recipient);
            members.forEach((group, direct) -> direct.forEach(member -> change.member(group, member)));
            principals.forEach((id, principal) -> change.principal(id, principal.app(), principal.enabled()));
            grants.forEach(change::grants);
            roles.forEach(change::roles);
            change.scopes(scopeContents);
            policies.values().forEach(change::policy);
            return change.snapshot(revision);
        }

        private static void once(boolean first, String what) {
            if (!first) {
                throw new IllegalArgumentException("The " + what + " is given twice");
            }
        }
    }
}
