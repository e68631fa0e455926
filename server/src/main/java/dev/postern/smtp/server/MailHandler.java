package dev.postern.smtp.server;

import dev.postern.smtp.Reply;

/** What is done with mail that a peer sends. Called from the threads of connections; thread-safe. */
public interface MailHandler {
    /** The result of MAIL: a transaction, or the reply that refuses it. */
    sealed interface Begun {
        record Accepted(MailTransaction transaction) implements Begun {}

        record Refused(Reply reply) implements Begun {}
    }

    Begun begin(Peer peer, MailCommand mail);
}
