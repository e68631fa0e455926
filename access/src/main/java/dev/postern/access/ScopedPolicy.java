package dev.postern.access;

/**
 * A policy with what deciding needs to know of its scope, looked up once per snapshot.
 *
 * @param policy the policy
 * @param group the number of its scope in {@link Membership}, or {@link Membership#NO_GROUP}
 * @param orphaned whether the scope is missing or is not a security principal
 */
record ScopedPolicy(AccessPolicy policy, int group, boolean orphaned) {}
