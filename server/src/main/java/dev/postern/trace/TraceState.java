package dev.postern.trace;

/** What has become of a message for one recipient. */
public enum TraceState {
    /** It is in the mailbox. */
    DELIVERED,
    /** Another host has accepted it. */
    SENT,
    /** It is in a queue. */
    WAITING,
    /** It is in a queue until an administrator releases it. */
    HELD,
    FAILED
}
