package dev.postern.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result. Columns are counted from 1. A null in a column that must have a value is a broken row
 * and throws.
 */
public final class Row {
    private final ResultSet result;
    private final Engine engine;

    Row(ResultSet result, Engine engine) {
        this.result = result;
        this.engine = engine;
    }

    public UUID uuid(int column) {
        return present(uuidOrNull(column), column);
    }

    public @Nullable UUID uuidOrNull(int column) {
        try {
            return switch (engine) {
                case POSTGRES -> result.getObject(column, UUID.class);
                case SQLITE -> {
                    byte[] bytes = result.getBytes(column);
                    yield bytes == null ? null : Uuids.of(bytes);
                }
            };
        } catch (SQLException e) {
            throw broken(column, e);
        }
    }

    public String text(int column) {
        return present(textOrNull(column), column);
    }

    public @Nullable String textOrNull(int column) {
        try {
            return result.getString(column);
        } catch (SQLException e) {
            throw broken(column, e);
        }
    }

    public long number(int column) {
        try {
            long value = result.getLong(column);
            if (result.wasNull()) {
                throw new IllegalStateException("Column " + column + " is null");
            }
            return value;
        } catch (SQLException e) {
            throw broken(column, e);
        }
    }

    public @Nullable Long numberOrNull(int column) {
        try {
            long value = result.getLong(column);
            return result.wasNull() ? null : value;
        } catch (SQLException e) {
            throw broken(column, e);
        }
    }

    public int count(int column) {
        return Math.toIntExact(number(column));
    }

    public boolean flag(int column) {
        try {
            return result.getBoolean(column);
        } catch (SQLException e) {
            throw broken(column, e);
        }
    }

    public byte[] bytes(int column) {
        return present(bytesOrNull(column), column);
    }

    public byte @Nullable [] bytesOrNull(int column) {
        try {
            return result.getBytes(column);
        } catch (SQLException e) {
            throw broken(column, e);
        }
    }

    /** A time, which is stored as milliseconds since 1970. */
    public Instant time(int column) {
        return Instant.ofEpochMilli(number(column));
    }

    public @Nullable Instant timeOrNull(int column) {
        Long millis = numberOrNull(column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static <T> T present(@Nullable T value, int column) {
        if (value == null) {
            throw new IllegalStateException("Column " + column + " is null");
        }
        return value;
    }

    private static IllegalStateException broken(int column, SQLException cause) {
        return new IllegalStateException("Column " + column + " cannot be read", cause);
    }
}
