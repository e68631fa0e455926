package dev.postern.access;

/**
 * Answers what the scopes of role assignments contain, in exactly the state of the snapshot that has it. An implementation is immutable and
 * safe for any number of threads, never throws, and never says that a scope which does not exist contains anything.
 */
@FunctionalInterface
public interface ScopeContents {
    /** Without any scope but the whole organization. */
    ScopeContents NONE = (scope, recipient) -> false;

    /**
     * Returns whether a scope contains a recipient.
     *
     * @param scope never {@link ResourceScope.Organization}, which contains every mailbox
     * @param recipient the object id of the mailbox's owner
     */
    boolean contains(ResourceScope scope, ObjectId recipient);
}
