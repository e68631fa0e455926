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
 * Limits how many failures per minute are recorded individually: a limit per peer and application, twice that per peer, five times that per
 * tenant. Further failures are only counted, so that unauthenticated clients cannot make the audit grow. A counter is created only for a
 * recorded failure, so there are at most five times the limit per tenant, and none is removed before its minute has ended.
 *
 * <p>Only failures are counted and delayed. A client with the right credential always gets its token, however many failures come from the
 * same address or for the same application. Thread-safe.
 */
final class FailedLogins {
    private static final long WINDOW = 60;
    private static final int PEER_FACTOR = 2;
    private static final int TENANT_FACTOR = 5;
    private static final int MAX_NAMED_PEERS = 10;
    private static final int PREFIX_BYTES = 8;

    private final int limit;
    private final InstantSource clock;
    private final Map<Object, Integer> recorded = new HashMap<>();
    private final Map<TenantId, Unrecorded> unrecorded = new HashMap<>();
    private long window;

    private record PeerAndApp(
            TenantId tenant, String peer, @Nullable AppId app) {}

    private record Peer(TenantId tenant, String peer) {}

    /** Failures that were not recorded individually. */
    static final class Unrecorded {
        private final Map<String, Long> byPeer = new TreeMap<>();
        private long all;

        long all() {
            return all;
        }

        private void add(String peer, long count) {
            all += count;
            if (byPeer.size() < MAX_NAMED_PEERS || byPeer.containsKey(peer)) {
                byPeer.merge(peer, count, Long::sum);
            }
        }

        /** Returns their number and their sources. */
        String text() {
            return all + " further token requests failed and were not recorded one by one: " + byPeer
                    + " by address, at most " + MAX_NAMED_PEERS + " of which are listed";
        }
    }

    /** @param limit per peer and application */
    FailedLogins(int limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Counts a failure. Returns null if it must be recorded, otherwise the time until the next one will be. */
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
        unrecorded.computeIfAbsent(tenant, _ -> new Unrecorded()).add(network, 1);
        return Duration.ofSeconds(WINDOW - Math.floorMod(second, WINDOW));
    }

    private int recorded(Object key) {
        return recorded.getOrDefault(key, 0);
    }

    /** Returns and resets what was not recorded since the last call. */
    synchronized Map<TenantId, Unrecorded> takeUnrecorded() {
        var taken = Map.copyOf(unrecorded);
        unrecorded.clear();
        return taken;
    }

    /** Restores counts that could not be written. */
    synchronized void restore(TenantId tenant, Unrecorded back) {
        Unrecorded now = unrecorded.computeIfAbsent(tenant, _ -> new Unrecorded());
        long named = back.byPeer.values().stream().mapToLong(Long::longValue).sum();
        back.byPeer.forEach(now::add);
        now.all += back.all - named;
    }

    synchronized int counters() {
        return recorded.size();
    }

    /** An IPv6 address counts as its /64 network, because one host usually has all addresses of it. */
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
