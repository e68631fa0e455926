package dev.postern.graph;

/**
 * The service behind Graph that processes an operation. Each words its errors differently, and clients depend on the
 * codes.
 */
public enum ErrorFamily {
    /** Mail, calendars, contacts, settings. */
    EXCHANGE,
    /** Users, groups, applications, service principals. */
    DIRECTORY,
    /** Subscriptions; they wrap the messages of Exchange in their own. */
    SUBSCRIPTION
}
