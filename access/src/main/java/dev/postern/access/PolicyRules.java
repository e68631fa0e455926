package dev.postern.access;

import dev.postern.access.Membership.MembershipFilter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The second stage of a grant in Entra: what the application access policies say. The order of the rules follows Microsoft's
 * New-ApplicationAccessPolicy documentation: a DenyAccess policy first, then the union of the RestrictAccess policies.
 */
final class PolicyRules {
    private PolicyRules() {}

    static DecisionHalf.Entra decide(AccessSnapshot snapshot, Asked asked, @Nullable Grant grant) {
        AppPolicies own = snapshot.policyIndex().naming(asked.app());
        AppPolicies every = snapshot.policyIndex().every();
        DecisionHalf.Entra denied = byDeny(snapshot, new PolicySet(own.deny(), every.deny()), asked, grant);
        if (denied != null) {
            return denied;
        }
        PolicySet restrict = new PolicySet(own.restrict(), every.restrict());
        if (restrict.isEmpty()) {
            Rule rule = snapshot.requireScope() ? Rule.SCOPE_REQUIRED : Rule.UNSCOPED;
            return new DecisionHalf.Entra(rule, grant, null, List.of());
        }
        GroupClosure confirmed = snapshot.membership().above(asked.mailboxOwner(), MembershipFilter.CONFIRMED);
        ScopedPolicy granting = restrict.first(confirmed::isWithin);
        return granting == null
                ? outside(snapshot, restrict, asked, grant, confirmed)
                : new DecisionHalf.Entra(Rule.RESTRICT_POLICY, grant, granting.policy(), confirmed.pathFrom(granting));
    }

    /** A DenyAccess policy fails closed by counting every member that may be meant, so every membership is followed. */
    private static DecisionHalf.@Nullable Entra byDeny(
            AccessSnapshot snapshot, PolicySet deny, Asked asked, @Nullable Grant grant) {
        if (deny.isEmpty()) {
            return null;
        }
        GroupClosure all = snapshot.membership().above(asked.mailboxOwner(), MembershipFilter.ALL);
        ScopedPolicy denying = deny.first(policy -> policy.orphaned() || all.isWithin(policy));
        if (denying == null) {
            return null;
        }
        return denying.orphaned()
                ? new DecisionHalf.Entra(Rule.DENY_SCOPE_ORPHANED, grant, denying.policy(), List.of())
                : new DecisionHalf.Entra(Rule.DENY_POLICY, grant, denying.policy(), all.pathFrom(denying));
    }

    /** The verdict is denied; this finds the most helpful reason. */
    private static DecisionHalf.Entra outside(
            AccessSnapshot snapshot, PolicySet restrict, Asked asked, @Nullable Grant grant, GroupClosure confirmed) {
        GroupClosure all = confirmed.isComplete()
                ? confirmed
                : snapshot.membership().above(asked.mailboxOwner(), MembershipFilter.ALL);
        ScopedPolicy unconfirmed = restrict.first(all::isWithin);
        if (unconfirmed != null) {
            return new DecisionHalf.Entra(
                    Rule.RESTRICT_MEMBERSHIP_UNCONFIRMED, grant, unconfirmed.policy(), all.pathFrom(unconfirmed));
        }
        ScopedPolicy orphaned = restrict.first(ScopedPolicy::orphaned);
        ScopedPolicy named = Objects.requireNonNull(orphaned == null ? restrict.first(_ -> true) : orphaned);
        return new DecisionHalf.Entra(
                orphaned == null ? Rule.OUTSIDE_EVERY_SCOPE : Rule.RESTRICT_SCOPE_ORPHANED,
                grant,
                named.policy(),
                List.of());
    }
}
