package dev.postern.audit;

import dev.postern.audit.AuditProblem.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of one chain in order, one at a time, and stores only what it needs to name problems. Broken links
 * are classified at the end, when it is known whether rows were swapped or altered.
 */
final class ChainCheck {
    /** With more broken links or rows than this, there is one finding and they are not classified. */
    private static final int MAX_KEPT_ROWS = 64;

    private final Chain chain;
    private final Findings findings;
    private final TreeMap<Long, List<Anchor>> anchors = new TreeMap<>();
    private final List<Broken> broken = new ArrayList<>();
    private final List<StoredRow> unhashed = new ArrayList<>();
    private final List<Long> disagreeing = new ArrayList<>();
    private @Nullable Link sweptTo;
    private boolean swept;
    private long position;
    private byte @Nullable [] last;
    private boolean lastHashed = true;
    private boolean begun;

    /** @param sequence the row whose previous hash differs from the hash of the previous row */
    private record Broken(long sequence, byte[] expected, byte[] actual, boolean behindUnhashed) {}

    /** @param base where the existing rows begin */
    ChainCheck(Chain chain, Link base, List<Anchor> anchors, Findings findings) {
        this.chain = chain;
        this.findings = findings;
        this.position = base.sequence();
        this.last = base.hash();
        this.sweptTo = base.sequence() > 0 ? base : null;
        for (Anchor anchor : anchors) {
            this.anchors
                    .computeIfAbsent(anchor.sequence(), _ -> new ArrayList<>())
                    .add(anchor);
        }
        checkAnchor(base.sequence(), base.hash());
    }

    long position() {
        return position;
    }

    /** Continues after rows that retention has removed during the check. */
    void skipTo(Link base) {
        position = base.sequence();
        last = base.hash();
        lastHashed = true;
        sweptTo = null;
    }

    void row(StoredRow row) {
        begun = true;
        if (row.sequence() != position + 1) {
            findings.add(chain, position + 1, Kind.MISSING);
            last = null;
        }
        boolean hashed = row.isHashed();
        if (!hashed) {
            keep(unhashed, row, row.sequence());
        } else if (last != null && !Arrays.equals(last, row.previous())) {
            keep(broken, new Broken(row.sequence(), last, row.previous(), !lastHashed), row.sequence());
        }
        if (!row.agreesWithColumns(chain)) {
            findings.add(chain, row.sequence(), Kind.ALTERED);
            AuditEntry entry = row.entry();
            if (entry != null && !Chain.of(entry).equals(chain)) {
                findings.add(Chain.of(entry), row.sequence(), Kind.ALTERED);
            }
        }
        checkAnchor(row.sequence(), row.hash());
        Link base = sweptTo;
        AuditEntry entry = row.entry();
        if (base != null && entry != null && Retention.tells(entry, base)) {
            swept = true;
        }
        last = row.hash();
        lastHashed = hashed;
        position = row.sequence();
    }

    private <T> void keep(List<T> kept, T one, long sequence) {
        if (kept.size() < MAX_KEPT_ROWS) {
            kept.add(one);
        } else {
            findings.add(chain, sequence, Kind.ALTERED);
        }
    }

    private void checkAnchor(long sequence, byte[] hash) {
        List<Anchor> there = anchors.getOrDefault(sequence, List.of());
        if (there.stream().anyMatch(anchor -> !Arrays.equals(anchor.hash(), hash))) {
            disagreeing.add(sequence);
        }
    }

    /** @param head the head that was read before the rows; null if there is none */
    void end(@Nullable Link head) {
        if (head == null) {
            if (begun) {
                findings.add(chain, position, Kind.MISSING);
            }
        } else if (head.sequence() > position) {
            findings.add(chain, position + 1, Kind.TRUNCATED);
        } else if (last != null && head.sequence() == position && !Arrays.equals(last, head.hash())) {
            broken.add(new Broken(position + 1, last, head.hash(), !lastHashed));
        }
        nameUnhashed();
        nameBroken();
        long end = head == null ? position : Math.max(position, head.sequence());
        if (!anchors.isEmpty() && anchors.lastKey() > end) {
            findings.add(chain, end + 1, Kind.TRUNCATED);
        }
        // A chain that was rewritten is consistent in itself; if there are other findings, the anchor adds nothing.
        disagreeing.stream()
                .filter(sequence -> !findings.hasNear(chain, sequence))
                .findFirst()
                .ifPresent(sequence -> findings.add(chain, sequence, Kind.ALTERED));
        if (sweptTo != null && !swept) {
            findings.add(chain, sweptTo.sequence(), Kind.TRUNCATED);
        }
    }

    /** If two rows with wrong hashes contain each other's text, they were swapped. */
    private void nameUnhashed() {
        for (StoredRow row : unhashed) {
            boolean moved = unhashed.stream()
                    .filter(other -> other.sequence() != row.sequence())
                    .anyMatch(other -> belongs(row, other) || belongs(other, row));
            findings.add(chain, row.sequence(), moved ? Kind.REORDERED : Kind.ALTERED);
        }
    }

    /** Returns whether the text of one row belongs in the place of the other. */
    private static boolean belongs(StoredRow row, StoredRow place) {
        byte[] there = ChainHash.of(place.previous(), row.text());
        return Arrays.equals(there, row.hash()) || Arrays.equals(there, place.hash());
    }

    /**
     * Swapped rows break the links before and after them, and each missing hash is found at another broken link. A row that was altered
     * together with its hash breaks only the link after it, and its original hash is found nowhere.
     */
    private void nameBroken() {
        List<String> expected =
                broken.stream().map(link -> hex(link.expected())).toList();
        List<String> actual = broken.stream().map(link -> hex(link.actual())).toList();
        boolean before = false;
        for (int i = 0; i < broken.size(); i++) {
            Broken link = broken.get(i);
            if (actual.contains(expected.get(i)) || expected.contains(actual.get(i))) {
                boolean follows = i + 1 < broken.size() && broken.get(i + 1).sequence() == link.sequence() + 1;
                // The link after the last swapped row is broken too, but that row itself is in its place.
                if (follows || !before) {
                    findings.add(chain, link.sequence(), Kind.REORDERED);
                }
                before = follows;
            } else if (!link.behindUnhashed()) {
                findings.add(chain, link.sequence() - 1, Kind.ALTERED);
            }
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
