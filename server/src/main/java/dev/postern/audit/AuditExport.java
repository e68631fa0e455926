package dev.postern.audit;

import dev.postern.audit.Chain.Place;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the audit to a file, chain by chain: one line for each row, and a last line with the head of each chain, with which {@link Verifier}
 * compares a database later. Rows are read some hundred at a time, each batch in a transaction of its own. The file is
 * complete or not there.
 */
public final class AuditExport {
    private static final int BATCH = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;
    private final Writer rows;
    private final Writer heads;
    private long chains;
    private long written;
    private boolean whole = true;

    private AuditExport(Database database, Writer rows, Writer heads) {
        this.database = database;
        this.rows = rows;
        this.heads = heads;
    }

    /**
     * The result of an export.
     *
     * @param whole whether the hashes of all rows are correct and each continues the row before it
     */
    public record Done(long chains, long rows, boolean whole) {}

    /**
     * Writes the file, readable only by its owner. An existing file is replaced.
     *
     * @param now a time before which all heads are read
     */
    public static Done write(Database database, Path file, Instant now) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".partial");
        Path heads = file.resolveSibling(file.getFileName() + ".heads");
        try {
            AuditExport export;
            try (Writer rowsTo = writer(draft);
                    Writer headsTo = writer(heads)) {
                export = new AuditExport(database, rowsTo, headsTo);
                export.all();
            }
            try (Writer last = append(draft)) {
                last.write("{\"heads\":[");
                last.flush();
                copy(heads, last);
                last.write("],\"at\":\"" + now + "\"}\n");
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Done(export.chains, export.written, export.whole);
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(heads);
        }
    }

    private static Writer writer(Path file) throws IOException {
        Files.deleteIfExists(file);
        return over(FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    private static Writer append(Path file) throws IOException {
        return over(FileChannel.open(file, StandardOpenOption.APPEND));
    }

    private static Writer over(FileChannel channel) {
        return new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    private static void copy(Path from, Writer to) throws IOException {
        try (var reader = Files.newBufferedReader(from)) {
            reader.transferTo(to);
        }
    }

    private void all() throws IOException {
        for (Place place : Place.values()) {
            ChainScan.Key key = null;
            while ((key = next(place, key)) != null) {
                if (key.id() == null) {
                    whole = false;
                } else {
                    chain(place.chain(key.id()));
                }
            }
        }
    }

    private ChainScan.@Nullable Key next(Place place, ChainScan.@Nullable Key after) {
        return database.read(sql -> ChainScan.next(sql, place, after));
    }

    /** The rows up to a head that was read with the first of them. */
    private record Batch(@Nullable Link head, Link base, List<StoredRow> rows) {}

    private void chain(Chain chain) throws IOException {
        Batch batch = Objects.requireNonNull(database.read(sql -> batch(sql, chain, 0, Long.MAX_VALUE)));
        Link head = batch.head();
        long end = head == null ? Long.MAX_VALUE : head.sequence();
        Link last = batch.base();
        while (true) {
            // rows before the base were removed by retention, perhaps since the last batch
            last = batch.base().sequence() > last.sequence() ? batch.base() : last;
            for (StoredRow row : batch.rows()) {
                if (row.sequence() <= end) {
                    last = write(chain, last, row);
                }
            }
            if (batch.rows().size() < BATCH || last.sequence() >= end) {
                break;
            }
            long from = last.sequence();
            batch = Objects.requireNonNull(database.read(sql -> batch(sql, chain, from, end)));
        }
        whole &= head != null && head.sequence() == last.sequence() && Arrays.equals(head.hash(), last.hash());
        if (last.sequence() > 0) {
            heads.write(chains == 0 ? "" : ",");
            heads.write(named(chain, last).toString());
            chains++;
        }
    }

    private static Batch batch(Sql sql, Chain chain, long after, long end) {
        Link base = Verifier.base(sql, chain);
        long from = Math.max(after, base.sequence());
        return new Batch(
                sql.one(chain.head(), Link::head, chain.key()),
                base,
                new ArrayList<>(sql.list(chain.rows(), row -> StoredRow.read(row, 1), chain.key(), from, end, BATCH)));
    }

    private Link write(Chain chain, Link before, StoredRow row) throws IOException {
        whole &= row.isHashed()
                && row.agreesWithColumns(chain)
                && row.sequence() == before.sequence() + 1
                && Arrays.equals(row.previous(), before.hash());
        Link link = new Link(row.sequence(), row.hash(), null);
        ObjectNode line = named(chain, link).put("previous", HexFormat.of().formatHex(row.previous()));
        if (row.entry() == null || row.text().chars().anyMatch(one -> one < ' ')) {
            rows.write(line.put("text", row.text()).toString());
        } else {
            // exactly as stored, so that its hash can be computed from the line
            String begin = line.toString();
            rows.write(begin, 0, begin.length() - 1);
            rows.write(",\"entry\":");
            rows.write(row.text());
            rows.write("}");
        }
        rows.write("\n");
        written++;
        return link;
    }

    private static ObjectNode named(Chain chain, Link link) {
        return JSON.createObjectNode()
                .put("chain", chain.name())
                .put("place", chain.place().text())
                .put("sequence", link.sequence())
                .put("hash", HexFormat.of().formatHex(link.hash()));
    }
}
