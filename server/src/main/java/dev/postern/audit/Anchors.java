package dev.postern.audit;

import dev.postern.store.Database;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The heads of chains that one server stored outside the database, as read from its file. */
public final class Anchors {
    /** The file in the data directory. */
    public static final String FILE = "audit-anchors.jsonl";
    /** The chain name that reports use for problems of the file itself. */
    public static final String CHAIN = "anchors";

    private static final int MAX_LINE_BYTES = 4096;

    private final Map<Chain, List<Anchor>> heads = new LinkedHashMap<>();
    private final Map<Chain, Anchor> exported = new LinkedHashMap<>();
    private @Nullable Duration minRetention;
    private byte[] link = ChainHash.beginning();
    private long lines;
    private long broken;

    private final boolean expected;

    private Anchors(boolean expected) {
        this.expected = expected;
    }

    /** No anchors: those of other nodes are on those nodes, and a new store has none. */
    public static Anchors none() {
        return new Anchors(false);
    }

    /** Reads the file of a data directory; without a file there are no anchors. */
    public static Anchors read(Path folder) {
        Anchors anchors = new Anchors(true);
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return anchors;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            var line = new ByteArrayOutputStream();
            for (int one = in.read(); one >= 0; one = in.read()) {
                if (one == '\n') {
                    anchors.take(line.toByteArray());
                    line.reset();
                } else if (line.size() < MAX_LINE_BYTES) {
                    line.write(one);
                }
            }
            anchors.take(line.toByteArray());
            return anchors;
        } catch (IOException e) {
            throw new UncheckedIOException("The anchors in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Adds the heads of an export. */
    public void add(ExportedHeads from, Database database) {
        from.heads()
                .forEach(head -> exported.put(head.in(database), new Anchor(head.sequence(), head.hash(), from.at())));
    }

    private void take(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        lines++;
        AnchorLine.Read read = AnchorLine.read(bytes, link);
        if (read == null) {
            // A line that a crash truncated was never acknowledged, and the next line continues the one before it.
            if (!AnchorLine.isTorn(bytes) && broken == 0) {
                broken = lines;
            }
            return;
        }
        if (!read.follows() && broken == 0) {
            broken = lines;
        }
        link = read.link();
        add(read.line());
    }

    private void add(AnchorLine line) {
        AnchorLine.Head head = line.head();
        if (head != null) {
            heads.computeIfAbsent(head.chain(), _ -> new ArrayList<>())
                    .add(new Anchor(head.sequence(), head.hash(), line.at()));
        }
        Duration retention = line.retention();
        if (retention != null && (minRetention == null || retention.compareTo(minRetention) < 0)) {
            minRetention = retention;
        }
    }

    /** The number, from one, of the first line that does not continue the previous line. */
    OptionalLong brokenLine() {
        return broken == 0 ? OptionalLong.empty() : OptionalLong.of(broken);
    }

    /** Returns whether a folder that should have anchors has none. */
    boolean areMissing() {
        return expected && heads.isEmpty();
    }

    Set<Chain> chains() {
        return exported.isEmpty() ? heads.keySet() : union();
    }

    private Set<Chain> union() {
        var all = new LinkedHashSet<>(heads.keySet());
        all.addAll(exported.keySet());
        return all;
    }

    /** Oldest first; the head of an export is the last. */
    List<Anchor> of(Chain chain) {
        List<Anchor> own = heads.getOrDefault(chain, List.of());
        Anchor other = exported.get(chain);
        return other == null
                ? own
                : Stream.concat(own.stream(), Stream.of(other)).toList();
    }

    /** Returns the shortest retention that this server was ever configured with, according to the file. */
    Optional<Duration> minRetention() {
        return Optional.ofNullable(minRetention);
    }

    /** Returns the hash that the next line continues. */
    byte[] link() {
        return link;
    }

    /** Returns the number of known heads. */
    public int size() {
        return heads.values().stream().mapToInt(List::size).sum() + exported.size();
    }
}
