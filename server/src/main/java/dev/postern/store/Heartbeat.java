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
 * Asks the server twice a second whether it is there, on a connection of its own. A statement may be silent because it is long or because
 * nobody hears it, and a time limit cannot tell the two apart; this can. When the server does not answer, neither on this connection
 * nor on a new one, all connections are ended and the breaker opens, so that every caller has an answer within four seconds or so.
 * When the server answers but knows nothing of a statement that has been running for long, that one connection is ended.
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

    /** @param renewPools makes the pools replace the connections that they have, since some are dead */
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
            SQLException failure = own == null ? ask() : askTwice();
            if (failure == null) {
                if (breaker.close()) {
                    LOG.info("The database responds again");
                }
                endWhatNobodyHears();
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

    /** The connection alone may be what broke. */
    private @Nullable SQLException askTwice() {
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
            return isAnswer(e) ? null : e;
        }
    }

    /** A server that refuses, because it has too many connections for example, is there. */
    private static boolean isAnswer(SQLException failure) {
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

    /** Twice in a row, because an answer may just be on its way. */
    private void endWhatNobodyHears() {
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

    /** The server's sessions that are not waiting for us. Of a server that does not tell, all. */
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
