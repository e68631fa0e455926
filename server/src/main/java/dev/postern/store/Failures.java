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

    /** Connection failures and a server that is starting or stopping. */
    static boolean isUnavailable(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
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
