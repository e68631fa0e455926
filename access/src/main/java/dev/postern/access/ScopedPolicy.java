package dev.postern.access;

/**
 * A policy with what decisions need of its scope, updated when one of the two changes.
 *
 * @param policy the policy
 * @param group the number of its scope in {@link Membership}; {@link Member#NONE} when the scope has no members
 * @param orphaned whether the scope is missing or is not a security principal
 */
record ScopedPolicy(AccessPolicy policy, int group, boolean orphaned) {
    static ScopedPolicy of(AccessPolicy policy, Member scope) {
        return new ScopedPolicy(policy, scope.number(), !scope.isSecurityPrincipal());
    }
}
