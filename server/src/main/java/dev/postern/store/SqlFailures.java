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

/** Maps what a driver throws to what callers can act on. */
final class SqlFailures {
    /**
     * States in which the same request may succeed a moment later, beside the whole classes below: conflicts, transactions that the
     * server gave up, and what waited for too long.
     */
    private static final Set<String> PASSING =
            Set.of("25P02", "25P03", "25P04", "40001", "40P01", "40003", "55P03", "57014", "53200", "53300", "53400");

    /** Connections, the server's start and stop, and errors of the machine it runs on. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "57P", "58");

    /** States in which a server that was asked to commit has rolled back. In every other nobody knows. */
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

    /** As {@link #of(SQLException, String)}; on a connection that is closed, whatever failed did so because of that. */
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
     * The engine says so, or could not write: SQLite tells only a write apart that the system refused for lack of room, and neither the
     * making of a file longer nor what comes out at the end, when it is forced to the disk.
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

    /** What is no fault of the statement: the same may succeed later. */
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
        // an extended code holds the primary one in its last byte
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

    /** Whether a commit that failed like this has certainly changed nothing. */
    static boolean isRolledBack(SQLException commit) {
        if (commit instanceof SQLiteException sqlite) {
            // what found no room was not taken into the log's index; other errors of the disk tell nothing
            return isDiskFull(commit) || (sqlite.getResultCode().code & 0xff) != 10;
        }
        String state = commit.getSQLState();
        return state != null && (state.startsWith("23") || ROLLED_BACK.contains(state));
    }

    /** Two transactions stood in each other's way; the same work may succeed when it is run again. */
    static boolean isConflict(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException e && ("40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
