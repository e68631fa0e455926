package dev.postern.smtp.server;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address has. Thread-safe. */
final class AddressCounts {
    private final int max;
    private final ConcurrentHashMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();

    AddressCounts(int max) {
        this.max = max;
    }

    /** Counts a connection; returns false, and does not count it, if its address has too many. */
    boolean take(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        boolean[] taken = {false};
        counts.compute(address, (_, count) -> {
            int before = count == null ? 0 : count;
            taken[0] = before < max;
            return taken[0] ? before + 1 : before;
        });
        return taken[0];
    }

    void giveBack(InetAddress address) {
        counts.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }
}
