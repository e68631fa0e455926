package dev.postern.smtp.client;

/** How a connection is secured. */
public enum TlsUse {
    /** Not at all. */
    NONE,
    /** STARTTLS if the host offers it, with any certificate. */
    OPPORTUNISTIC,
    /** STARTTLS, with a certificate that is valid for the name of the host. Without, nothing is sent. */
    STARTTLS,
    /** TLS from the first byte, with a certificate that is valid for the name of the host. */
    TLS;

    boolean verified() {
        return this == STARTTLS || this == TLS;
    }
}
