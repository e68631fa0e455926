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

/** One call of a cmdlet. Not thread-safe. */
final class Invocation {
    private final OpenDirectory directory;
    private final CmdletArguments arguments;
    private final ComputePool compute;
    private final Instant now;
    /** A set, because a change that conflicts with another is repeated and then warns again. */
    private final Set<String> warnings = new LinkedHashSet<>();
    /** The widenings of the last attempt of the change. */
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

    /** Where scans of the whole directory run. */
    ComputePool compute() {
        return compute;
    }

    Instant now() {
        return now;
    }

    /** The directory snapshot on which the caller was authorized. */
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
     * Changes the directory, see {@link OpenDirectory#change}. With {@code -WhatIf} the change is prepared and checked but not
     * committed, and {@link NothingChanged} is thrown.
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

    /** The change was valid but not committed, because of {@code -WhatIf}. */
    static final class NothingChanged extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NothingChanged() {
            super("Nothing was changed", null, false, false);
        }
    }
}
