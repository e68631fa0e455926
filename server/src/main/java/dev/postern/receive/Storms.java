package dev.postern.receive;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the messages of each peer and of each sender in the current minute. Thread-safe. Bounded: beyond {@value #MAX_KEYS} keys in a minute, all
 * others share one count.
 */
final class Storms {
    /** More than a busy host sends; hosts of the organization are trusted, and not counted. */
    static final int PER_PEER = 6_000;
    /** More than any person or program should send to one organization. */
    static final int PER_SENDER = 1_000;

    static final int MAX_KEYS = 10_000;
    private static final String OTHERS = "";
    private static final long MINUTE = 60_000;

    private final InstantSource clock;
    private final Map<String, Integer> counts = new HashMap<>();
    private long minute;

    Storms(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts a message.
     *
     * @param sender empty for the null sender, which has no limit: reports come from everywhere
     * @return whether it may be sent now
     */
    synchronized boolean allow(String peer, String sender) {
        long now = clock.millis() / MINUTE;
        if (now != minute) {
            counts.clear();
            minute = now;
        }
        boolean few = count("peer " + peer) <= PER_PEER;
        return (sender.isEmpty() || count("sender " + sender) <= PER_SENDER) && few;
    }

    private int count(String key) {
        String kept = counts.size() < MAX_KEYS || counts.containsKey(key) ? key : OTHERS;
        return counts.merge(kept, 1, Integer::sum);
    }
}
