package dev.postern.access;

/**
 * A permission that a service principal has according to the directory. Immutable.
 *
 * @param permission the value of the app role, for example {@code Mail.Send}; compared exactly
 * @param source what gave it
 */
public record Grant(String permission, GrantSource source) {}
