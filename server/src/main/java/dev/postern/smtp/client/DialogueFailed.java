package dev.postern.smtp.client;

import dev.postern.smtp.Reply;

/** The dialogue cannot continue; the connection is of no more use. */
sealed class DialogueFailed extends Exception permits SmtpConnection.HandshakeFailed {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;
    private String host = "";

    DialogueFailed(Reply reply) {
        super(reply.text());
        this.reply = reply;
    }

    /** The reply for every recipient that has none. */
    Reply reply() {
        return reply;
    }

    /** Adds the host that was reached, with its address. */
    DialogueFailed at(String reached) {
        host = reached;
        return this;
    }

    /** Empty if none was reached. */
    String host() {
        return host;
    }
}
