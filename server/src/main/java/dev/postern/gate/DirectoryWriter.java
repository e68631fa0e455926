package dev.postern.gate;

import dev.postern.audit.AuditEntry;
import dev.postern.directory.Directory;
import dev.postern.directory.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one tenant, opened for reading and changing. A change is committed with an audit entry of its own. For an operation that
 * failed or changed nothing, the entry of its decision is written.
 */
public final class DirectoryWriter extends DirectoryReader {
    private boolean changed;
    private boolean supposes;
    private String suffix = "";
    private final List<String> widenings = new ArrayList<>();

    DirectoryWriter(OpenedDirectory opened) {
        super(opened);
    }

    /** From now on, changes are checked and not made: {@link #change} throws {@link ChangeSupposed}. */
    public void suppose() {
        supposes = true;
        qualify("(what if)");
    }

    /** Changes the directory, see {@link Directory#change}. The audit entry contains the operation's name. */
    public <T extends @Nullable Object> T change(Function<Draft, T> change) {
        var last = new AtomicReference<@Nullable Draft>();
        T result = opened.directory()
                .change(opened.caller().token().tenant(), opened.caller().actor(), draft -> {
                    draft.note(opened.operation().name());
                    last.set(draft);
                    T done = change.apply(draft);
                    if (supposes) {
                        throw new ChangeSupposed(draft.isEmpty() ? null : draft.supposed());
                    }
                    return done;
                });
        Draft committed = last.get();
        if (committed != null && !committed.isEmpty()) {
            changed = true;
            widenings.addAll(committed.widenings());
        }
        return result;
    }

    /** What applications can access since the changes so far and could not before; for the response to the caller. */
    public List<String> widenings() {
        return List.copyOf(widenings);
    }

    /** Appends to the operation's name in the audit entry of an attempt that changes nothing. */
    public void qualify(String how) {
        suffix = " " + how;
    }

    @Override
    public void close() {
        if (!changed) {
            AuditEntry entry = opened.entry();
            opened.audit()
                    .later(new AuditEntry(
                            entry.tenant(),
                            entry.mailbox(),
                            entry.at(),
                            entry.actor(),
                            entry.operation() + suffix,
                            entry.target(),
                            entry.verdict(),
                            entry.rule(),
                            entry.policy(),
                            entry.explanation()));
        }
    }
}
