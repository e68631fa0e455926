package dev.postern.console.access;

import dev.postern.console.session.ConsoleSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The downloads of the matrix from this server, and how far they are. Thread-safe. */
final class MatrixDownloads {
    private static final int MAX_KEPT = 100;
    private static final int MAX_SHOWN = 5;
    static final int MAX_RUNNING = 4;

    private final List<Download> downloads = new ArrayList<>();

    /** A download of a person; its methods are called by the thread that sends it, and by those that show it. */
    final class Download implements MatrixCsv.Progress {
        private final ConsoleSession session;
        private final Instant begun;
        private long rows;
        private boolean ended;
        private boolean complete;

        private Download(ConsoleSession session, Instant begun) {
            this.session = session;
            this.begun = begun;
        }

        @Override
        public void rows(int more) {
            synchronized (downloads) {
                rows += more;
            }
        }

        @Override
        public void ended(boolean whole) {
            synchronized (downloads) {
                ended = true;
                complete = whole;
            }
        }
    }

    /** Returns null if too many of the tenant are running. */
    @Nullable
    Download begin(ConsoleSession session, Instant now) {
        synchronized (downloads) {
            long running = downloads.stream()
                    .filter(one -> !one.ended && one.session.tenant().equals(session.tenant()))
                    .count();
            if (running >= MAX_RUNNING) {
                return null;
            }
            if (downloads.size() >= MAX_KEPT) {
                downloads.removeIf(one -> one.ended);
            }
            Download begun = new Download(session, now);
            downloads.add(begun);
            return begun;
        }
    }

    /** Those of a session, the newest first. */
    List<MatrixExport.Download> of(ConsoleSession session) {
        synchronized (downloads) {
            return downloads.reversed().stream()
                    .filter(one -> one.session.equals(session))
                    .map(one -> new MatrixExport.Download(one.begun.toString(), one.rows, one.ended, one.complete))
                    .limit(MAX_SHOWN)
                    .toList();
        }
    }
}
