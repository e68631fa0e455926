package dev.postern.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection. A value is bound for every question mark: UUID, text (without U+0000), number,
 * boolean, bytes, time (stored as milliseconds), an enum (stored by name) or null. Like the transaction, it belongs to
 * one thread at a time.
 *
 * <p>Prepared statements are cached, and the least recently used ones are closed: preparing costs more than executing
 * many of them.
 */
public final class Sql {
    private static final int KEPT_STATEMENTS = 256;

    private final Connection connection;
    private final Engine engine;
    private final StatementListener listener;
    private final StatementClock clock;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Map<String, PreparedStatement> kept = new LinkedHashMap<>(64, 0.75f, true);

    Sql(Connection connection, Engine engine, StatementListener listener) {
        this(connection, engine, listener, StatementClock.NONE);
    }

    Sql(Connection connection, Engine engine, StatementListener listener, StatementClock clock) {
        this.connection = connection;
        this.engine = engine;
        this.listener = listener;
        this.clock = clock;
    }

    public Engine engine() {
        return engine;
    }

    /** Inserts, updates or deletes. Returns the number of rows. */
    public int update(String text, @Nullable Object... values) {
        return run(text, values, PreparedStatement::executeUpdate);
    }

    /** All rows of a query, or of a statement with {@code returning}. */
    public <T extends @Nullable Object> List<T> list(String text, RowReader<T> reader, @Nullable Object... values) {
        return run(text, values, statement -> {
            try (ResultSet result = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                Row row = new Row(result, engine);
                while (result.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        });
    }

    /** The only row, or null. More than one row is a bug in the statement and throws. */
    public <T> @Nullable T one(String text, RowReader<T> reader, @Nullable Object... values) {
        List<T> rows = list(text, reader, values);
        if (rows.size() > 1) {
            throw new IllegalStateException("One row was expected, " + rows.size() + " came: " + text);
        }
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /** The number in the only row, such as the result of {@code select count(*)}. */
    public long number(String text, @Nullable Object... values) {
        Long number = one(text, row -> row.number(1), values);
        if (number == null) {
            throw new IllegalStateException("No row came: " + text);
        }
        return number;
    }

    /** Runs the statement for each row of values. Returns the number of changed rows for each. */
    public int[] batch(String text, List<? extends @Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        return run(text, new Object[0], statement -> {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
    }

    /**
     * Runs a task after the transaction has committed, on the thread that commits it; not at all if it does not commit or its outcome is
     * unknown. The task returns at once and does not fail.
     */
    public void afterCommit(Runnable task) {
        afterCommit.add(task);
    }

    /** The tasks so far, which are no longer tasks of this object. */
    List<Runnable> takeAfterCommit() {
        if (afterCommit.isEmpty()) {
            return List.of();
        }
        List<Runnable> tasks = List.copyOf(afterCommit);
        afterCommit.clear();
        return tasks;
    }

    /** A pipeline for statements that do not need each other's results. */
    public Pipeline pipeline() {
        return new Pipeline(this);
    }

    private <T> T run(String text, @Nullable Object[] values, Execution<T> execution) {
        return run(List.of(text), values, execution);
    }

    /**
     * @param texts several only for an engine that accepts several statements in one text
     */
    <T> T run(List<String> texts, @Nullable Object[] values, Execution<T> execution) {
        String text = texts.size() == 1 ? texts.getFirst() : Pipeline.joined(texts);
        try {
            PreparedStatement statement = prepared(text, texts);
            bind(statement, values);
            clock.begin();
            return execution.on(statement);
        } catch (SQLException e) {
            forget(text);
            throw SqlFailures.of(e, text, connection);
        } finally {
            clock.end();
        }
    }

    /**
     * SQLite's driver closes a statement after a failure of the engine. If it stayed in the cache, it would fail
     * forever.
     */
    private void forget(String text) {
        try (PreparedStatement _ = kept.remove(text)) {
            // closed, if it was cached
        } catch (SQLException e) {
            // it was to be closed anyway
        }
    }

    private PreparedStatement prepared(String text, List<String> texts) throws SQLException {
        PreparedStatement statement = kept.get(text);
        if (statement != null) {
            return statement;
        }
        texts.forEach(listener::prepared);
        statement = connection.prepareStatement(text);
        kept.put(text, statement);
        if (kept.size() > KEPT_STATEMENTS) {
            var eldest = kept.entrySet().iterator();
            eldest.next().getValue().close();
            eldest.remove();
        }
        return statement;
    }

    private void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private void bind(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.NULL);
            case String text -> statement.setString(at, storable(text));
            case Integer number -> statement.setInt(at, number);
            case Long number -> statement.setLong(at, number);
            case Double number -> statement.setDouble(at, number);
            case Boolean flag -> statement.setBoolean(at, flag);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Instant time -> statement.setLong(at, time.toEpochMilli());
            case Enum<?> name -> statement.setString(at, name.name());
            case UUID uuid when engine == Engine.POSTGRES -> statement.setObject(at, uuid);
            case UUID uuid -> statement.setBytes(at, Uuids.bytes(uuid));
            default ->
                throw new IllegalArgumentException(
                        "Cannot bind a " + value.getClass().getName());
        }
    }

    /** U+0000 is dropped, as in {@link dev.postern.query.Folding}: PostgreSQL's text cannot contain it. */
    private static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    @FunctionalInterface
    interface Execution<T> {
        T on(PreparedStatement statement) throws SQLException;
    }
}
