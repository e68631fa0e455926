package dev.postern.gate;

import dev.postern.audit.Actor;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one tenant, opened for one operation that the caller holds a permission for. Only the gate makes one.
 */
public final class OpenDirectory {
    private final Directory directory;
    private final Caller caller;
    private final Operation operation;

    OpenDirectory(Directory directory, Caller caller, Operation operation) {
        this.directory = directory;
        this.caller = caller;
        this.operation = operation;
    }

    /** The state in which the caller was let in. */
    public DirectorySnapshot snapshot() {
        return caller.directory();
    }

    /** Who changes it. */
    public Actor actor() {
        return caller.actor();
    }

    /**
     * Changes the directory, see {@link Directory#change}. The audit row carries the operation's name.
     *
     * @throws IllegalStateException when the operation was declared to change nothing
     */
    public <T extends @Nullable Object> T change(Function<Draft, T> change) {
        if (!operation.writes()) {
            throw new IllegalStateException(operation.name() + " was opened for reading");
        }
        return directory.change(caller.token().tenant(), caller.actor(), draft -> {
            draft.note(operation.name());
            return change.apply(draft);
        });
    }
}
