package dev.postern.smtp.client;

import dev.postern.smtp.Reply;

/** The dialogue cannot continue; the connection is of no more use. */
sealed class DialogueFailed extends Exception permits DialogueFailed.NotConnected, SmtpConnection.HandshakeFailed {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    DialogueFailed(Reply reply) {
        super(reply.text());
        this.reply = reply;
    }

    /** The reply for every recipient that has none. */
    Reply reply() {
        return reply;
    }

    /** No host was reached. */
    static final class NotConnected extends DialogueFailed {
        private static final long serialVersionUID = 1;

        NotConnected(Reply reply) {
            super(reply);
        }
    }
}
