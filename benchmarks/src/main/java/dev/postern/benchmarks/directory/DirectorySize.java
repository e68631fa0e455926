package dev.postern.benchmarks.directory;

import java.util.List;

/**
 * The size of a directory.
 *
 * @param oneByOne how many of the mailboxes are created with one change each; the others are created in changes of a
 *     thousand
 */
record DirectorySize(String name, int mailboxes, int groups, int apps, int oneByOne) {
    static final List<DirectorySize> ALL = List.of(
            new DirectorySize("100k", 100_000, 1_000, 1_000, 100_000),
            new DirectorySize("1M", 1_000_000, 100_000, 10_000, 2_000));

    /** The size for a run that only checks that everything works. */
    static final DirectorySize TINY = new DirectorySize("tiny", 2_000, 50, 20, 2_000);

    static DirectorySize named(String name) {
        return java.util.stream.Stream.concat(ALL.stream(), java.util.stream.Stream.of(TINY))
                .filter(size -> size.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no directory " + name + ": 100k, 1M, tiny"));
    }
}
