package dev.postern.gate;

/** What an operation may do in its area. */
public enum Form {
    /** Changes nothing. */
    READ,
    WRITE,
    /** Sends mail as the mailbox, and changes nothing but the draft that is sent. */
    SEND
}
