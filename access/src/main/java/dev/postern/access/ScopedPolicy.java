package dev.postern.access;

/**
 * A policy with what deciding needs to know of its scope, looked up when one of the two changes.
 *
 * @param policy the policy
 * @param orphaned whether the scope is missing or is not a security principal
 */
record ScopedPolicy(AccessPolicy policy, boolean orphaned) {}
