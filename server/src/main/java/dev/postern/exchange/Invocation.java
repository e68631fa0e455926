package dev.postern.exchange;

import dev.postern.compute.ComputePool;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.gate.OpenDirectory;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of a cmdlet. For one thread. */
final class Invocation {
    private final OpenDirectory directory;
    private final CmdletArguments arguments;
    private final ComputePool compute;
    private final Instant now;
    /** A set, because a change that meets another one is made again and warns again. */
    private final Set<String> warnings = new LinkedHashSet<>();
    /** What the change as it was made last opens. */
    private List<String> widenings = List.of();

    Invocation(OpenDirectory directory, CmdletArguments arguments, ComputePool compute, Instant now) {
        this.directory = directory;
        this.arguments = arguments;
        this.compute = compute;
        this.now = now;
    }

    CmdletArguments arguments() {
        return arguments;
    }

    /** For what looks at the whole directory. */
    ComputePool compute() {
        return compute;
    }

    Instant now() {
        return now;
    }

    /** The directory as it was when the caller was let in. */
    DirectorySnapshot directory() {
        return directory.snapshot();
    }

    void warn(String text) {
        warnings.add(text);
    }

    List<String> warnings() {
        return Stream.concat(warnings.stream(), widenings.stream()).toList();
    }

    /**
     * Changes the directory, see {@link OpenDirectory#change}. With {@code -WhatIf} everything is tried and checked, and then
     * given up, which leaves with a {@link NothingChanged}.
     */
    <T extends @Nullable Object> T change(Function<Draft, T> change) {
        if (!arguments.flag("WhatIf")) {
            return directory.change(warned(change));
        }
        return directory.change(draft -> {
            var _ = warned(change).apply(draft);
            throw new NothingChanged();
        });
    }

    private <T extends @Nullable Object> Function<Draft, T> warned(Function<Draft, T> change) {
        return draft -> {
            T result = change.apply(draft);
            widenings = draft.widenings();
            return result;
        };
    }

    /** What would have been done was all right, and was not done. */
    static final class NothingChanged extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NothingChanged() {
            super("Nothing was changed", null, false, false);
        }
    }
}
