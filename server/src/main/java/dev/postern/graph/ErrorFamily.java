package dev.postern.graph;

/** Which service behind Graph an operation belongs to there; each words its refusals in its own way, and clients look at the codes. */
public enum ErrorFamily {
    /** Mail, calendars, contacts, settings. */
    EXCHANGE,
    /** Users, groups, applications, service principals. */
    DIRECTORY,
    /** Subscriptions; they pass on what Exchange said, inside words of their own. */
    SUBSCRIPTION
}
