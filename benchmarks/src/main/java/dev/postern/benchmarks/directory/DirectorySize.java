package dev.postern.benchmarks.directory;

import java.util.List;

/** How much a directory contains. */
record DirectorySize(String name, int mailboxes, int groups, int apps) {
    static final List<DirectorySize> ALL = List.of(
            new DirectorySize("100k", 100_000, 1_000, 1_000), new DirectorySize("1M", 1_000_000, 100_000, 10_000));

    /** For a run that only shows that everything works. */
    static final DirectorySize TINY = new DirectorySize("tiny", 6_000, 50, 20);

    static DirectorySize named(String name) {
        return java.util.stream.Stream.concat(ALL.stream(), java.util.stream.Stream.of(TINY))
                .filter(size -> size.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no directory " + name + ": 100k, 1M, tiny"));
    }
}
