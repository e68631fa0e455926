package dev.postern.gate;

import dev.postern.audit.Actor;
import dev.postern.directory.DirectoryDelta;
import dev.postern.directory.DirectorySnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one tenant, opened for reading, for one operation that the caller has a permission for. Only the gate creates one. For
 * one request.
 */
public sealed class DirectoryReader implements AutoCloseable permits DirectoryWriter {
    final OpenedDirectory opened;

    DirectoryReader(OpenedDirectory opened) {
        this.opened = opened;
    }

    /** Returns the directory snapshot on which the operation was allowed. */
    public final DirectorySnapshot snapshot() {
        return opened.caller().directory();
    }

    /** Returns the changes of the directory. */
    public final DirectoryDelta delta() {
        return opened.directory().delta(opened.caller().token().tenant());
    }

    /** Returns a snapshot that has at least this revision, which another node may have shown; null if there is no such revision. */
    public final @Nullable DirectorySnapshot snapshotAt(long revision) {
        if (snapshot().revision() >= revision) {
            return snapshot();
        }
        opened.directory().refresh();
        DirectorySnapshot newer =
                opened.directory().snapshot(opened.caller().token().tenant());
        return newer.revision() >= revision ? newer : null;
    }

    /** Who requested the operation. */
    public final Actor actor() {
        return opened.caller().actor();
    }

    /** Ends the operation; its audit entry is written soon after. */
    @Override
    public void close() {
        opened.audit().later(opened.entry());
    }
}
