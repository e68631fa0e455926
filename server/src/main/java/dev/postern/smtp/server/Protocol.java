package dev.postern.smtp.server;

/** The protocol of a listener. */
public enum Protocol {
    /** RFC 5321: one reply for a message. */
    SMTP,
    /** RFC 2033: one reply for each recipient of a message. */
    LMTP
}
