package dev.postern.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Maps what a driver throws to what callers can act on. */
final class Failures {
    private Failures() {}

    static RuntimeException of(SQLException failure, String statement) {
        if (isDuplicateKey(failure)) {
            return new DuplicateKey(failure);
        }
        if (isDiskFull(failure)) {
            return new DiskFull("The database has no room on its disk", failure);
        }
        if (isUnavailable(failure)) {
            return new DatabaseUnavailable("The database cannot be reached", failure);
        }
        return new IllegalStateException("A statement failed: " + statement, failure);
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

    /** Connection failures, a server that is starting or stopping, and one that lacks memory or connections for the moment. */
    static boolean isUnavailable(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            return switch (sqlite.getResultCode()) {
                case SQLITE_BUSY,
                        SQLITE_BUSY_SNAPSHOT,
                        SQLITE_NOMEM,
                        SQLITE_PROTOCOL,
                        SQLITE_CANTOPEN,
                        SQLITE_INTERRUPT -> true;
                default -> sqlite.getResultCode().name().startsWith("SQLITE_IOERR");
            };
        }
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"));
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
