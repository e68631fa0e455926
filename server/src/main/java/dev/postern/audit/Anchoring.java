package dev.postern.audit;

import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores heads of chains outside the database: in a file of the data directory and, once an hour, in the log. A head is anchored only if
 * it continues the previous anchor. Otherwise it is reported, and the older anchor is kept as evidence. Thread-safe.
 */
public final class Anchoring {
    /** Interval at which all changed heads are anchored. */
    private static final Duration WHOLE = Duration.ofHours(1);
    /** If at most this many chains changed, they are anchored within a minute instead of hourly. */
    private static final int FEW = 64;

    private static final int HEADS_IN_A_LOG_LINE = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);

    private final Database database;
    private final Audit audit;
    private final InstantSource clock;
    private final AnchorFile file;
    private final Map<Chain, Anchor> latest = new HashMap<>();
    private final Set<Chain> reported = new HashSet<>();
    private final Duration retention;
    private Instant lastWhole = Instant.MIN;

    /** @param retention after which entries are removed; recorded in the file */
    public Anchoring(Database database, Audit audit, Path folder, Duration retention, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.retention = retention;
        Anchors known = Anchors.read(folder);
        this.file = new AnchorFile(folder, known.link());
        known.chains().forEach(chain -> latest.put(chain, known.of(chain).getLast()));
        if (known.minRetention()
                .filter(shortest -> shortest.compareTo(retention) <= 0)
                .isEmpty()) {
            write(List.of(new AnchorLine(clock.instant(), null, retention)));
        }
    }

    /** Called about once a minute. */
    public synchronized void round() {
        Instant now = clock.instant();
        if (!lastWhole.isAfter(now.minus(WHOLE))) {
            all();
        } else if (audit.changed().size() <= FEW) {
            anchor(audit.takeChanged(), now);
        }
    }

    /** Anchors every head that is not anchored yet: hourly, at start and at shutdown. */
    public synchronized void all() {
        Instant now = clock.instant();
        var _ = audit.takeChanged();
        var anchored = new ArrayList<AnchorLine>();
        for (Place place : Place.values()) {
            ChainScan.Key key = null;
            while ((key = next(place, key)) != null) {
                if (key.id() != null) {
                    anchored.addAll(anchor(List.of(place.chain(key.id())), now, false));
                }
            }
        }
        write(anchored);
        for (int i = 0; i < anchored.size(); i += HEADS_IN_A_LOG_LINE) {
            LOG.info("Audit heads: {}", text(anchored.subList(i, Math.min(anchored.size(), i + HEADS_IN_A_LOG_LINE))));
        }
        lastWhole = now;
    }

    private ChainScan.@Nullable Key next(Place place, ChainScan.@Nullable Key after) {
        return database.read(sql -> ChainScan.nextHead(sql, place, after));
    }

    private void anchor(Collection<Chain> chains, Instant now) {
        var _ = anchor(chains, now, true);
    }

    private List<AnchorLine> anchor(Collection<Chain> chains, Instant now, boolean write) {
        var lines = new ArrayList<AnchorLine>();
        for (Chain chain : chains) {
            Anchor before = latest.get(chain);
            State state = database.read(sql -> state(sql, chain, before));
            if (!state.continues()) {
                if (reported.add(chain)) {
                    LOG.error(
                            "The audit chain of {} does not continue its anchor of {}. Run audit verify.",
                            chain.name(),
                            before == null ? 0 : before.sequence());
                }
            } else if (state.head() != null && (before == null || state.head().sequence() > before.sequence())) {
                Link head = state.head();
                lines.add(new AnchorLine(now, new AnchorLine.Head(chain, head.sequence(), head.hash()), null));
            }
        }
        if (write) {
            write(lines);
        }
        return lines;
    }

    /** @param continues whether the chain still contains the previous anchor */
    private record State(@Nullable Link head, boolean continues) {}

    private static State state(Sql sql, Chain chain, @Nullable Anchor before) {
        Link head = sql.one(chain.head(), Link::head, chain.key());
        if (before == null) {
            return new State(head, true);
        }
        if (head == null || head.sequence() < before.sequence()) {
            return new State(head, false);
        }
        Link base = Verifier.base(sql, chain);
        byte[] there = base.sequence() > before.sequence()
                ? before.hash()
                : base.sequence() == before.sequence()
                        ? base.hash()
                        : sql.one(chain.hashAt(), row -> row.bytes(1), chain.key(), before.sequence());
        return new State(head, Arrays.equals(there, before.hash()));
    }

    private void write(List<AnchorLine> lines) {
        if (!lines.isEmpty()) {
            file.append(lines.stream(), this::newest);
            lines.forEach(line -> {
                AnchorLine.Head head = line.head();
                if (head != null) {
                    latest.put(head.chain(), new Anchor(head.sequence(), head.hash(), line.at()));
                }
            });
        }
    }

    /** Returns the newest anchor of each chain. */
    private Stream<AnchorLine> newest() {
        return Stream.concat(
                Stream.of(new AnchorLine(clock.instant(), null, retention)),
                latest.entrySet().stream()
                        .map(entry -> new AnchorLine(
                                entry.getValue().at(),
                                new AnchorLine.Head(
                                        entry.getKey(),
                                        entry.getValue().sequence(),
                                        entry.getValue().hash()),
                                null)));
    }

    private static String text(List<AnchorLine> lines) {
        return String.join(
                ", ",
                lines.stream()
                        .map(line -> Objects.requireNonNull(line.head()))
                        .map(head -> head.chain().name() + " " + head.sequence() + " "
                                + HexFormat.of().formatHex(head.hash()))
                        .toList());
    }
}
