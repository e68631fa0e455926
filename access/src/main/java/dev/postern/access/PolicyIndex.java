package dev.postern.access;

import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.WorkListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The policies by id, by scope, and by application and right, each list in the order of the policy ids. Immutable. */
final class PolicyIndex {
    private final PersistentMap<PolicyId, AccessPolicy> byId;
    private final PersistentMap<ObjectId, PersistentMap<PolicyId, AccessPolicy>> byScope;
    private final PersistentMap<AppPolicies, AppPolicies> own;
    private final AppPolicies every;
    private final WorkListener work;

    private PolicyIndex(
            PersistentMap<PolicyId, AccessPolicy> byId,
            PersistentMap<ObjectId, PersistentMap<PolicyId, AccessPolicy>> byScope,
            PersistentMap<AppPolicies, AppPolicies> own,
            AppPolicies every,
            WorkListener work) {
        this.byId = byId;
        this.byScope = byScope;
        this.own = own;
        this.every = every;
        this.work = work;
    }

    static PolicyIndex empty(WorkListener work) {
        return new PolicyIndex(
                PersistentMap.empty(KeyOrder.ids(PolicyId::value), work),
                PersistentMap.empty(KeyOrder.ids(ObjectId::value), work),
                PersistentMap.empty(KeyOrder.numbers(AppPolicies::high, AppPolicies::low), work),
                AppPolicies.EVERY,
                work);
    }

    /** All policies, in the order of their ids. */
    Collection<AccessPolicy> all() {
        return byId.values();
    }

    /** The policies whose scope is this object. */
    Collection<AccessPolicy> on(ObjectId scope) {
        PersistentMap<PolicyId, AccessPolicy> policies = byScope.get(scope);
        return policies == null ? List.of() : policies.values();
    }

    /** The policies that name the application by its id. */
    AppPolicies naming(AppId app) {
        AppPolicies none = AppPolicies.none(app);
        AppPolicies named = own.get(none);
        return named == null ? none : named;
    }

    /** The policies that name every application. */
    AppPolicies every() {
        return every;
    }

    PolicyIndex with(ScopedPolicy scoped) {
        AccessPolicy policy = scoped.policy();
        PolicyIndex others = without(policy.id());
        PersistentMap<PolicyId, AccessPolicy> onScope = others.byScope.get(policy.scope());
        PersistentMap<PolicyId, AccessPolicy> some =
                onScope == null ? PersistentMap.empty(KeyOrder.ids(PolicyId::value), work) : onScope;
        return new PolicyIndex(
                        others.byId.with(policy.id(), policy),
                        others.byScope.with(policy.scope(), some.with(policy.id(), policy)),
                        others.own,
                        others.every,
                        work)
                .selecting(policy, insert(others.selectedBy(policy.app()).of(policy.right()), scoped));
    }

    PolicyIndex without(PolicyId id) {
        AccessPolicy policy = byId.get(id);
        if (policy == null) {
            return this;
        }
        PersistentMap<PolicyId, AccessPolicy> rest =
                Objects.requireNonNull(byScope.get(policy.scope())).without(id);
        return new PolicyIndex(
                        byId.without(id),
                        rest.isEmpty() ? byScope.without(policy.scope()) : byScope.with(policy.scope(), rest),
                        own,
                        every,
                        work)
                .selecting(
                        policy,
                        selectedBy(policy.app()).of(policy.right()).stream()
                                .filter(one -> !one.policy().id().equals(id))
                                .toList());
    }

    private AppPolicies selectedBy(AppSelector selector) {
        return switch (selector) {
            case AppSelector.One(AppId app) -> naming(app);
            case AppSelector.Every() -> every;
        };
    }

    /** With other policies of the same selector and right. */
    private PolicyIndex selecting(AccessPolicy policy, List<ScopedPolicy> policies) {
        work.copied(policies.size());
        AppPolicies after = selectedBy(policy.app()).with(policy.right(), policies);
        return switch (policy.app()) {
            case AppSelector.One _ ->
                new PolicyIndex(
                        byId, byScope, after.isEmpty() ? own.without(after) : own.with(after, after), every, work);
            case AppSelector.Every() -> new PolicyIndex(byId, byScope, own, after, work);
        };
    }

    private static List<ScopedPolicy> insert(List<ScopedPolicy> policies, ScopedPolicy scoped) {
        List<ScopedPolicy> more = new ArrayList<>(policies);
        int at = 0;
        while (at < more.size()
                && more.get(at).policy().id().compareTo(scoped.policy().id()) < 0) {
            at++;
        }
        more.add(at, scoped);
        return List.copyOf(more);
    }
}
