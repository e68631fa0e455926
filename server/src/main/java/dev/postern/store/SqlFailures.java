package dev.postern.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Maps driver exceptions to failures that callers can handle. */
final class SqlFailures {
    /**
     * States after which the same request may soon succeed, in addition to the classes below: conflicts, transactions
     * aborted by the server, and time limits.
     */
    private static final Set<String> PASSING =
            Set.of("25P02", "25P03", "25P04", "40001", "40P01", "40003", "55P03", "57014", "53200", "53300", "53400");

    /** Connections, start and stop of the server, and errors of its machine. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "57P", "58");

    /**
     * States in which a server has rolled back although a commit was requested. In every other state the outcome is
     * unknown.
     */
    private static final Set<String> ROLLED_BACK =
            Set.of("25P02", "40001", "40P01", "55P03", "57014", "53100", "53200");

    private SqlFailures() {}

    static RuntimeException of(SQLException failure, String statement) {
        if (isDuplicateKey(failure)) {
            return new DuplicateKey(failure);
        }
        if (isDiskFull(failure)) {
            return new DiskFull("The disk of the database is full", failure);
        }
        if (isUnavailable(failure)) {
            return new DatabaseUnavailable("The database is unavailable", failure);
        }
        return new IllegalStateException("A statement failed: " + statement, failure);
    }

    /** As {@link #of(SQLException, String)}. On a closed connection, every failure counts as caused by the closing. */
    static RuntimeException of(SQLException failure, String statement, Connection on) {
        return isClosed(on) ? new DatabaseUnavailable("The connection was lost", failure) : of(failure, statement);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    static boolean isDuplicateKey(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            SQLiteErrorCode code = sqlite.getResultCode();
            return code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
                    || code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE;
        }
        return "23505".equals(failure.getSQLState());
    }

    /**
     * Whether the disk is full. The engine reports that, or that it could not write: SQLite reports a full disk
     * reliably only for a write that the system refused, not when extending a file or when forcing it to disk.
     */
    static boolean isDiskFull(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return switch (sqlite.getResultCode()) {
                case SQLITE_FULL,
                        SQLITE_IOERR_WRITE,
                        SQLITE_IOERR_FSYNC,
                        SQLITE_IOERR_DIR_FSYNC,
                        SQLITE_IOERR_TRUNCATE,
                        SQLITE_IOERR_SHMSIZE -> true;
                default -> false;
            };
        }
        return "53100".equals(failure.getSQLState());
    }

    /** Whether the failure is not caused by the statement, so that a retry may succeed. */
    static boolean isUnavailable(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return isUnavailable(sqlite.getResultCode());
        }
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || isPassing(failure.getSQLState())
                || isOfTheNetwork(failure);
    }

    private static boolean isUnavailable(SQLiteErrorCode code) {
        // the last byte of an extended code is the primary code
        return switch (code.code & 0xff) {
            case 5, 6, 7, 9, 10, 14, 15 ->
                true; // busy, locked, no memory, interrupted, input and output, cannot open, protocol
            default -> false;
        };
    }

    private static boolean isPassing(@Nullable String state) {
        return state != null
                && (PASSING.contains(state) || PASSING_CLASSES.stream().anyMatch(state::startsWith));
    }

    private static boolean isOfTheNetwork(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** Whether a commit with this failure has certainly changed nothing. */
    static boolean isRolledBack(SQLException commit) {
        if (commit instanceof SQLiteException sqlite) {
            // a write that found no space is not in the log's index; after other disk errors the outcome is unknown
            return isDiskFull(commit) || (sqlite.getResultCode().code & 0xff) != 10;
        }
        String state = commit.getSQLState();
        return state != null && (state.startsWith("23") || ROLLED_BACK.contains(state));
    }

    /** Whether two transactions conflicted, so that a retry may succeed. */
    static boolean isConflict(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException e && ("40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
