package dev.postern.benchmarks.directory;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How much a directory contains.
 *
 * @param changes how many of each kind are measured, after a quarter of that many to warm up; half as many mailboxes are created one by one
 * @param decisions how many of each kind one round measures
 */
record DirectorySize(String name, int mailboxes, int groups, int apps, int changes, int decisions) {
    static final List<DirectorySize> ALL = List.of(
            new DirectorySize("10k", 10_000, 1_000, 1_000, 2_000, 500_000),
            new DirectorySize("100k", 100_000, 1_000, 1_000, 2_000, 500_000),
            new DirectorySize("1M", 1_000_000, 100_000, 10_000, 2_000, 500_000),
            // for a run that only shows that everything works
            new DirectorySize("tiny", 6_000, 250, 24, 100, 10_000));

    static DirectorySize named(String name) {
        return ALL.stream()
                .filter(size -> size.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no directory " + name + ": "
                        + ALL.stream().map(DirectorySize::name).collect(Collectors.joining(", "))));
    }
}
