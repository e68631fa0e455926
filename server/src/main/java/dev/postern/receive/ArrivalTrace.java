package dev.postern.receive;

import dev.postern.store.Sql;

/** Records what came in. */
@FunctionalInterface
public interface ArrivalTrace {
    ArrivalTrace NONE = (_, _) -> {};

    /** Called in the transaction that stores the message; again with the same id if a host repeats a message of which something was missing. */
    void add(Sql sql, TracedArrival arrival);
}
