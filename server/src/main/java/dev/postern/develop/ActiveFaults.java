package dev.postern.develop;

import dev.postern.access.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The faults that are in force, in the order in which they were added. The first that matches a request applies to it. Thread-safe. */
final class ActiveFaults {
    private static final int MAX = 1_000;

    private final List<Active> active = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final IntFunction<RandomGenerator> random;

    /** @param random returns the source for the share of the fault with this id; the same one after each start */
    ActiveFaults(IntFunction<RandomGenerator> random) {
        this.random = random;
    }

    private static final class Active {
        private final int id;
        private final Fault fault;
        private final Glob glob;
        private final RandomGenerator random;
        private final ReentrantLock lock = new ReentrantLock();
        private int hits;

        Active(int id, Fault fault, RandomGenerator random) {
            this.id = id;
            this.fault = fault;
            this.glob = new Glob(fault.path());
            this.random = random;
        }

        boolean matches(String method, String path, Supplier<@Nullable TenantId> tenant) {
            return (fault.method() == null || fault.method().equals(method))
                    && glob.matches(path)
                    && (fault.tenant() == null || fault.tenant().equals(tenant.get()));
        }

        /** Whether it applies to this request, which matches. */
        boolean take() {
            lock.lock();
            try {
                boolean over = fault.times() != null && hits >= fault.times();
                if (over || (fault.share() < 1 && random.nextDouble() >= fault.share())) {
                    return false;
                }
                hits++;
                return true;
            } finally {
                lock.unlock();
            }
        }

        ObjectNode json() {
            lock.lock();
            try {
                return fault.json(id, hits);
            } finally {
                lock.unlock();
            }
        }
    }

    /** @throws DevelopFailure if there are too many */
    synchronized ObjectNode add(Fault fault) {
        if (active.size() >= MAX) {
            throw DevelopFailure.conflict(
                    "There are " + MAX + " faults already. Remove them with ./postern fault clear first.");
        }
        int id = ids.incrementAndGet();
        Active added = new Active(id, fault, random.apply(id));
        active.add(added);
        return added.json();
    }

    ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        active.forEach(one -> list.add(one.json()));
        return list;
    }

    /** Removes the faults of a tenant; all if it is null. */
    synchronized void clear(@Nullable TenantId tenant) {
        active.removeIf(one -> tenant == null || tenant.equals(one.fault.tenant()));
    }

    /** Removes one; returns false if there is none with this id. */
    synchronized boolean remove(String id) {
        return active.removeIf(one -> Integer.toString(one.id).equals(id));
    }

    /** Returns the fault for a request and counts it; null if there is none. */
    @Nullable
    Fault take(String method, String path, Supplier<@Nullable TenantId> tenant) {
        for (Active one : active) {
            if (one.matches(method, path, tenant) && one.take()) {
                return one.fault;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return active.isEmpty();
    }
}
