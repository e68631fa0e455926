package dev.postern.smtp.server;

import java.net.InetAddress;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refused sessions and errors of the protocol: a bounded number of lines a minute, because peers cause them. Thread-safe. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES = 60;
    private static final long WINDOW = 60_000_000_000L;

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private long begun;
    private int lines;

    RefusalLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** @param reply contains no text of the peer */
    void write(InetAddress peer, Refusal refusal, String reply) {
        if (mayWrite()) {
            LOG.info("Mail from {} refused ({}): {}", peer.getHostAddress(), refusal.label(), reply);
        } else {
            LOG.debug("Mail from {} refused ({}): {}", peer.getHostAddress(), refusal.label(), reply);
        }
    }

    /** Counts one line and returns whether it is within the bound. */
    boolean mayWrite() {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            if (now - begun >= WINDOW) {
                if (lines > LINES) {
                    LOG.info("{} more refusals of mail were not logged", lines - LINES);
                }
                begun = now;
                lines = 0;
            }
            lines++;
            return lines <= LINES;
        } finally {
            lock.unlock();
        }
    }
}
