package dev.postern.gate;

import dev.postern.audit.Actor;
import dev.postern.directory.DirectorySnapshot;

/**
 * The directory of one tenant, opened for reading, for one operation that the caller holds a permission for. Only the gate makes
 * one. For one request.
 */
public sealed class DirectoryReader implements AutoCloseable permits DirectoryWriter {
    final OpenedDirectory opened;

    DirectoryReader(OpenedDirectory opened) {
        this.opened = opened;
    }

    /** The state of the directory in which the caller was let in. */
    public final DirectorySnapshot snapshot() {
        return opened.caller().directory();
    }

    /** The caller, for the audit. */
    public final Actor actor() {
        return opened.caller().actor();
    }

    /** Ends the operation: its audit entry is written soon after. */
    @Override
    public void close() {
        opened.audit().later(opened.entry());
    }
}
