package dev.postern.access;

import dev.postern.persistent.PersistentMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change from one snapshot to the next. Its cost depends on the change, not on the size of the tenant, and its snapshot is equal to
 * one that is built from all facts. For one thread.
 */
public final class AccessChange {
    private final AccessSnapshot before;
    private final Set<ObjectId> groups = new HashSet<>();
    private Membership membership;
    private PolicyIndex policies;
    private PersistentMap<Principal, Principal> principals;
    private ScopeContents scopeContents;

    AccessChange(AccessSnapshot before) {
        this.before = before;
        this.membership = before.membership();
        this.policies = before.policyIndex();
        this.principals = before.principalsById();
        this.scopeContents = before.scopeContents();
    }

    /** The new kind of a recipient; null when it is removed. Its memberships and its members stay unchanged. */
    public AccessChange recipient(ObjectId recipient, @Nullable RecipientKind kind) {
        membership = membership.withKind(recipient, kind);
        policiesOn(recipient);
        return this;
    }

    /** Adds a direct member to a group. Cycles are allowed. */
    public AccessChange member(ObjectId group, ObjectId member) {
        groups.add(group);
        return membership(group, membership.withMember(group, member));
    }

    /** Removes a direct member from a group. */
    public AccessChange notMember(ObjectId group, ObjectId member) {
        return membership(group, membership.withoutMember(group, member));
    }

    private AccessChange membership(ObjectId group, Membership changed) {
        int number = membership.of(group).number();
        membership = changed;
        if (changed.of(group).number() != number) {
            policiesOn(group);
        }
        return this;
    }

    private void policiesOn(ObjectId scope) {
        Member member = membership.of(scope);
        for (AccessPolicy policy : policies.on(scope)) {
            policies = policies.with(ScopedPolicy.of(policy, member));
        }
    }

    /** A service principal and its application. */
    public AccessChange principal(ObjectId servicePrincipal, AppId app, boolean enabled) {
        Principal principal = known(servicePrincipal).of(app, enabled);
        principals = principals.with(principal, principal);
        return this;
    }

    /** Removes a service principal with everything that was granted to it. */
    public AccessChange noPrincipal(ObjectId servicePrincipal) {
        principals = principals.without(Principal.unknown(servicePrincipal));
        return this;
    }

    /**
     * All grants that a service principal has from now on, of the resource that guards mailboxes. Of several of the same permission the
     * smallest source id is kept. They have no effect until there is such a service principal.
     */
    public AccessChange grants(ObjectId servicePrincipal, Collection<Grant> grants) {
        Principal granted = known(servicePrincipal).granted(grants);
        principals = granted.isUnknown() ? principals.without(granted) : principals.with(granted, granted);
        return this;
    }

    /** All role assignments that a service principal has from now on. They have no effect until there is such a service principal. */
    public AccessChange roles(ObjectId servicePrincipal, Collection<RoleAssignment> assignments) {
        Principal assigned = known(servicePrincipal).assigned(assignments);
        principals = assigned.isUnknown() ? principals.without(assigned) : principals.with(assigned, assigned);
        return this;
    }

    /** What the scopes of role assignments contain from now on. */
    public AccessChange scopes(ScopeContents contents) {
        scopeContents = contents;
        return this;
    }

    /** A policy, new or in place of the one with the same id. Its scope need not be known; then it is orphaned. */
    public AccessChange policy(AccessPolicy policy) {
        policies = policies.with(ScopedPolicy.of(policy, membership.of(policy.scope())));
        return this;
    }

    /** Removes a policy. */
    public AccessChange noPolicy(PolicyId policy) {
        policies = policies.without(policy);
        return this;
    }

    /**
     * Makes the snapshot.
     *
     * @param revision the state of the directory it shows
     * @throws IllegalArgumentException when a user was said to have members
     */
    public AccessSnapshot snapshot(long revision) {
        for (ObjectId group : groups) {
            if (membership.of(group).kind() == RecipientKind.USER) {
                throw new IllegalArgumentException("User " + group + " cannot have members");
            }
        }
        return new AccessSnapshot(
                before.tenant(), revision, before.requireScope(), membership, policies, principals, scopeContents);
    }

    private Principal known(ObjectId servicePrincipal) {
        Principal unknown = Principal.unknown(servicePrincipal);
        Principal principal = principals.get(unknown);
        return principal == null ? unknown : principal;
    }
}
