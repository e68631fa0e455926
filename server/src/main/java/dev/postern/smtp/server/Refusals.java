package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.net.InetAddress;

/** Counts and logs what is refused to one peer. */
final class Refusals {
    private final MailCounters counters;
    private final RefusalLog log;
    private InetAddress peer;

    Refusals(MailCounters counters, RefusalLog log, InetAddress peer) {
        this.counters = counters;
        this.log = log;
        this.peer = peer;
    }

    void peer(InetAddress address) {
        peer = address;
    }

    InetAddress peer() {
        return peer;
    }

    /** Reports a refusal of the dialogue, whose replies contain no input. */
    void add(Refusal refusal, String text) {
        counters.refuse(refusal);
        log.write(peer, refusal, text);
    }

    /** Reports a refusal of the handler, whose text may contain addresses. */
    void add(Refusal refusal, Reply reply) {
        add(refusal, reply.status() == null ? Integer.toString(reply.code()) : reply.code() + " " + reply.status());
    }
}
