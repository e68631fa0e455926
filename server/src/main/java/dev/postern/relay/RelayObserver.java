package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Learns what happens to recipients, in the transaction in which it is decided. */
@FunctionalInterface
public interface RelayObserver {
    RelayObserver NONE = (sql, tenant, submission, at, steps) -> {};

    /** What an attempt, or an administrator, decided about a recipient. */
    enum State {
        SENT,
        WAITING,
        HELD,
        FAILED
    }

    /**
     * @param host the host that replied; null if none was reached
     * @param reply null if there is none
     */
    record Step(
            String address,
            State state,
            @Nullable String host,
            @Nullable String reply) {}

    void record(Sql sql, TenantId tenant, UUID submission, Instant at, List<Step> steps);
}
