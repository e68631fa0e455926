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
    /** The peer did not read its answer. */
    ANSWER,
    /** Nothing was asked for too long. */
    IDLE,
    /** It made room for a new one. */
    ROOM,
    /** It was a new one, and there was no room. */
    FULL,
    /** The server stops. */
    STOP,
    /** As HTTP has it, or the peer went away. */
    DONE;

    /** For a label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
