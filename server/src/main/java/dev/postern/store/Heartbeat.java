package dev.postern.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries the server twice a second on its own connection. A statement may be silent because it takes long or because
 * the connection is dead, and a time limit cannot tell these apart; the heartbeat can. If the server responds neither
 * on this connection nor on a new one, all connections are aborted and the breaker opens, so every caller gets its
 * failure within about four seconds. If the server responds but does not know a statement that has been running for
 * long, only the connection of that statement is aborted.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofMillis(1500);
    private static final Duration SUSPICIOUS = Duration.ofSeconds(3);

    private final PostgresConnections connections;
    private final CircuitBreaker breaker;
    private final Runnable renewPools;
    private final Set<StatementClock> transactions = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Map<StatementClock, Long> suspects = Map.of();
    private @Nullable Connection own;

    /**
     * @param renewPools makes the pools replace their connections, because some are dead
     */
    Heartbeat(PostgresConnections connections, CircuitBreaker breaker, Runnable renewPools) {
        this.connections = connections;
        this.breaker = breaker;
        this.renewPools = renewPools;
        this.thread = Thread.ofPlatform().name("postgres-heartbeat").daemon().start(this::run);
    }

    void watch(StatementClock transaction) {
        transactions.add(transaction);
    }

    void unwatch(StatementClock transaction) {
        transactions.remove(transaction);
    }

    private void run() {
        try {
            do {
                beat();
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            discard();
        }
    }

    private void beat() {
        try {
            SQLException failure = own == null ? ask() : queryWithRetry();
            if (failure == null) {
                if (breaker.close()) {
                    LOG.info("The database responds again");
                }
                abortUnknownToServer();
            } else {
                if (breaker.open()) {
                    LOG.error(
                            "The database does not respond ({}). Requests are refused until it does",
                            failure.getMessage());
                }
                connections.abortAll();
            }
        } catch (RuntimeException e) {
            LOG.error("The heartbeat of the database failed", e);
        }
    }

    /** Tries a second connection, because the first one may be broken although the server is up. */
    private @Nullable SQLException queryWithRetry() {
        return ask() == null ? null : ask();
    }

    private @Nullable SQLException ask() {
        try {
            Connection asking = own;
            if (asking == null) {
                asking = connections.forHeartbeat(ANSWER);
                own = asking;
            }
            try (var statement = asking.createStatement()) {
                statement.execute("select 1");
            }
            return null;
        } catch (SQLException e) {
            discard();
            return isResponse(e) ? null : e;
        }
    }

    /** A server that refuses a connection, for example because it has too many, is up. */
    private static boolean isResponse(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && !state.startsWith("08") && !state.startsWith("57P") && failure.getCause() == null;
    }

    private void discard() {
        Connection old = own;
        own = null;
        if (old != null) {
            new PostgresConnection(old, "").abort();
        }
    }

    /** Ends connections that the server does not know. Checks twice in a row, because a response may be on its way. */
    private void abortUnknownToServer() {
        var silent = new HashMap<StatementClock, Long>();
        for (StatementClock transaction : transactions) {
            long statement = transaction.runningFor(SUSPICIOUS);
            if (statement != 0 && !transaction.connection().name().isEmpty()) {
                silent.put(transaction, statement);
            }
        }
        if (!silent.isEmpty()) {
            Set<String> working = working();
            silent.keySet().removeIf(one -> working.contains(one.connection().name()));
        }
        List<StatementClock> dead = silent.entrySet().stream()
                .filter(one -> one.getValue().equals(suspects.get(one.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        suspects = silent;
        if (!dead.isEmpty()) {
            LOG.error("{} connections to the database are dead and were closed", dead.size());
            dead.forEach(one -> one.connection().abort());
            renewPools.run();
        }
    }

    /** The server's sessions that are executing a statement of ours; all sessions if the server does not tell which. */
    private Set<String> working() {
        var working = new HashSet<String>();
        Connection asking = own;
        if (asking == null) {
            transactions.forEach(one -> working.add(one.connection().name()));
            return working;
        }
        try (var statement = asking.createStatement();
                var rows = statement.executeQuery(
                        "select application_name from pg_stat_activity where state is null or state not like"
                                + " 'idle%'")) {
            while (rows.next()) {
                working.add(rows.getString(1));
            }
        } catch (SQLException e) {
            discard();
            transactions.forEach(one -> working.add(one.connection().name()));
        }
        return working;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(PAUSE.plus(ANSWER));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
