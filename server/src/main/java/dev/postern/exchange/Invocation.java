package dev.postern.exchange;

import dev.postern.compute.ComputePool;
import dev.postern.directory.DirectorySnapshot;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One call of a cmdlet. For one thread. */
sealed class Invocation permits WritingInvocation, MailboxInvocation {
    private final DirectorySnapshot directory;
    private final CmdletArguments arguments;
    private final ComputePool compute;
    private final Instant now;
    /** A set, because a change that conflicts with another is repeated together with its warnings. */
    private final Set<String> warnings = new LinkedHashSet<>();

    Invocation(DirectorySnapshot directory, CmdletArguments arguments, ComputePool compute, Instant now) {
        this.directory = directory;
        this.arguments = arguments;
        this.compute = compute;
        this.now = now;
    }

    final CmdletArguments arguments() {
        return arguments;
    }

    final ComputePool compute() {
        return compute;
    }

    final Instant now() {
        return now;
    }

    /** Returns the directory snapshot on which the cmdlet was allowed. */
    final DirectorySnapshot directory() {
        return directory;
    }

    final void warn(String text) {
        warnings.add(text);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
