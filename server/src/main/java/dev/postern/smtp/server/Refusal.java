package dev.postern.smtp.server;

import java.util.Locale;

/** Why a connection, a command or a message was refused. */
public enum Refusal {
    /** Too many connections in all, or from one address. */
    CONNECTIONS,
    /** The header of the PROXY protocol is missing or wrong. */
    PROXY,
    /** The peer talked before the greeting. */
    EARLY,
    /** A command is unknown, or its form is wrong. */
    SYNTAX,
    /** A command came at the wrong time. */
    ORDER,
    /** Bytes followed a command that must be the last of a group. */
    PIPELINE,
    /** A CR without LF, or an LF without CR. */
    LINE_END,
    /** A NUL character. */
    NUL,
    /** A line is too long. */
    LINE_LENGTH,
    /** A message is too large. */
    SIZE,
    /** The handler refused the sender. */
    SENDER,
    /** The handler refused a recipient, or there were too many. */
    RECIPIENT,
    /** The handler refused the message for a recipient. */
    MESSAGE,
    /** Too many errors, refused recipients or commands without effect. */
    TOLERANCE,
    /** The TLS handshake failed. */
    TLS,
    /** The peer was too slow. */
    TIME,
    /** The handler failed. */
    FAILURE;

    /** The name as a metric label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
