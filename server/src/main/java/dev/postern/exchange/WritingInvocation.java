package dev.postern.exchange;

import dev.postern.compute.ComputePool;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.gate.DirectoryWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of a cmdlet that changes something. For one thread. */
final class WritingInvocation extends Invocation {
    private final DraftMaker directory;
    private final boolean warns;

    /** Makes changes of the directory. */
    @FunctionalInterface
    interface DraftMaker {
        <T extends @Nullable Object> T change(Function<Draft, T> change);
    }

    /** The widening of access by the last attempt of the change. */
    private List<String> widenings = List.of();

    WritingInvocation(DirectoryWriter directory, CmdletArguments arguments, ComputePool compute, Instant now) {
        super(directory.snapshot(), arguments, compute, now);
        this.directory = directory::change;
        this.warns = true;
    }

    /** For a change in a draft, which is not examined for what it widens. */
    WritingInvocation(
            DirectorySnapshot snapshot,
            DraftMaker directory,
            CmdletArguments arguments,
            ComputePool compute,
            Instant now) {
        super(snapshot, arguments, compute, now);
        this.directory = directory;
        this.warns = false;
    }

    @Override
    List<String> warnings() {
        return Stream.concat(super.warnings().stream(), widenings.stream()).toList();
    }

    /**
     * Changes the directory, see {@link DirectoryWriter#change}. With {@code -WhatIf} the change is made, checked and rolled back, and
     * {@link NothingChanged} is thrown; there is no warning about what it widens, because it widens nothing.
     */
    <T extends @Nullable Object> T change(Function<Draft, T> change) {
        if (!arguments().flag("WhatIf")) {
            return directory.change(warned(change));
        }
        return directory.change(draft -> {
            var _ = change.apply(draft);
            throw new NothingChanged(draft.supposed());
        });
    }

    private <T extends @Nullable Object> Function<Draft, T> warned(Function<Draft, T> change) {
        return draft -> {
            T result = change.apply(draft);
            if (warns) {
                widenings = draft.widenings();
            }
            return result;
        };
    }
}
