package dev.postern.graph;

import dev.postern.gate.OpenMailbox;
import dev.postern.http.Response;

/** Answers an operation in one mailbox, for a caller that the gate has let into it. */
@FunctionalInterface
public interface MailboxHandler {
    Response handle(OpenMailbox mailbox, GraphRequest request);
}
