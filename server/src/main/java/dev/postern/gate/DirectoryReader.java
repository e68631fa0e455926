package dev.postern.gate;

import dev.postern.directory.DirectorySnapshot;

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

    /** Ends the operation; its audit entry is written soon after. */
    @Override
    public void close() {
        opened.audit().later(opened.entry());
    }
}
