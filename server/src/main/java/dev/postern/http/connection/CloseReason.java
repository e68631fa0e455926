package dev.postern.http.connection;

import java.util.Locale;

/** Why a connection ended. */
public enum CloseReason {
    /** The TLS handshake took too long. */
    HANDSHAKE,
    /** The head of a request took too long. */
    HEADER,
    /** The body of a request came too slowly. */
    BODY,
    /** The peer did not read its response. */
    ANSWER,
    /** There was no request for too long. */
    IDLE,
    /** It was closed because a new connection needed its place. */
    ROOM,
    /** It was a new one, and the maximum was reached. */
    FULL,
    /** The server stops. */
    STOP,
    /** Closed as defined by HTTP, or by the peer. */
    DONE;

    /** The name as a metric label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
