package dev.postern.login;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many failures are recorded one by one in a minute: so many of one peer for one application, twice that of one peer, five times
 * that of a tenant. What is more is only counted, so strangers cannot make the audit grow. A counter is made only for a failure that is
 * recorded, so there are never more than five times the limit for a tenant, and none is given up before its minute is over.
 *
 * <p>Only failures are counted and only they are held back: whoever shows the right credential is let in, however many wrong ones come
 * from the same address or for the same application. Thread-safe.
 */
final class FailedLogins {
    private static final long WINDOW = 60;
    private static final int PEER_FACTOR = 2;
    private static final int TENANT_FACTOR = 5;
    private static final int MOST_PEERS_NAMED = 10;
    private static final int PREFIX_BYTES = 8;

    private final int limit;
    private final InstantSource clock;
    private final Map<Object, Integer> recorded = new HashMap<>();
    private final Map<TenantId, Held> held = new HashMap<>();
    private long window;

    private record PeerAndApp(
            TenantId tenant, String peer, @Nullable AppId app) {}

    private record Peer(TenantId tenant, String peer) {}

    /** Failures that were not recorded one by one. */
    static final class Held {
        private final Map<String, Long> byPeer = new TreeMap<>();
        private long all;

        long all() {
            return all;
        }

        private void add(String peer, long count) {
            all += count;
            if (byPeer.size() < MOST_PEERS_NAMED || byPeer.containsKey(peer)) {
                byPeer.merge(peer, count, Long::sum);
            }
        }

        /** How many, and from where. */
        String text() {
            return all + " further token requests failed and were not recorded one by one: " + byPeer
                    + " by address, not more than " + MOST_PEERS_NAMED + " of which are named";
        }
    }

    /** @param limit of one peer for one application */
    FailedLogins(int limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Counts a failure. Answers null when it is to be recorded, else after which time the next one will be. */
    synchronized @Nullable Duration count(TenantId tenant, @Nullable AppId app, String peer) {
        long second = clock.instant().getEpochSecond();
        if (second / WINDOW != window) {
            window = second / WINDOW;
            recorded.clear();
        }
        String network = network(peer);
        var ofApp = new PeerAndApp(tenant, network, app);
        var ofPeer = new Peer(tenant, network);
        if (recorded(ofApp) < limit
                && recorded(ofPeer) < PEER_FACTOR * limit
                && recorded(tenant) < TENANT_FACTOR * limit) {
            recorded.merge(ofApp, 1, Integer::sum);
            recorded.merge(ofPeer, 1, Integer::sum);
            recorded.merge(tenant, 1, Integer::sum);
            return null;
        }
        held.computeIfAbsent(tenant, _ -> new Held()).add(network, 1);
        return Duration.ofSeconds(WINDOW - Math.floorMod(second, WINDOW));
    }

    private int recorded(Object key) {
        return recorded.getOrDefault(key, 0);
    }

    /** Takes out what was not recorded since the last time. */
    synchronized Map<TenantId, Held> takeHeld() {
        var taken = Map.copyOf(held);
        held.clear();
        return taken;
    }

    /** Puts back what could not be written. */
    synchronized void putBack(TenantId tenant, Held back) {
        Held now = held.computeIfAbsent(tenant, _ -> new Held());
        long named = back.byPeer.values().stream().mapToLong(Long::longValue).sum();
        back.byPeer.forEach(now::add);
        now.all += back.all - named;
    }

    synchronized int counters() {
        return recorded.size();
    }

    /** Who has one address of version 6 has its whole network of 64 bits. */
    private static String network(String peer) {
        try {
            return InetAddress.ofLiteral(peer) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), PREFIX_BYTES)) + "::/64"
                    : peer;
        } catch (IllegalArgumentException e) {
            return peer;
        }
    }
}
