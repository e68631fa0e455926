package dev.postern.audit;

import dev.postern.access.TenantId;
import dev.postern.audit.AuditProblem.Kind;
import dev.postern.audit.Chain.Place;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was looked up, verified when it is shown: its hash, its columns, and the links to its neighbours.
 *
 * @param entry null if the row cannot be shown to this tenant: it contains no valid entry, or one of another tenant
 * @param problem null if nothing is wrong
 */
public record ShownEntry(
        @Nullable AuditEntry entry,
        String chain,
        long sequence,
        @Nullable Kind problem) {

    private record Found(StoredRow row, UUID key) {}

    /** The index uses a column that may have been altered. Therefore the content of the entry decides which tenant may see it. */
    static List<ShownEntry> find(Sql sql, TenantId tenant, UUID requestId) {
        var shown = new ArrayList<ShownEntry>();
        for (Place place : Place.values()) {
            for (Found found : rows(sql, place, requestId)) {
                Chain chain = place.chain(found.key());
                StoredRow row = found.row();
                AuditEntry entry = row.entry();
                boolean own = entry != null && entry.tenant().equals(tenant);
                if (own || tenant.value().equals(row.tenant())) {
                    shown.add(new ShownEntry(
                            own ? entry : null,
                            chain.name(),
                            row.sequence(),
                            problem(sql, chain, row).orElse(null)));
                }
            }
        }
        return shown;
    }

    private static List<Found> rows(Sql sql, Place place, UUID requestId) {
        return sql.list(
                "select " + place.key() + ", " + place.columns() + " from " + place.table()
                        + " where request_id = ? order by sequence",
                row -> found(row),
                requestId);
    }

    private static Found found(Row row) {
        UUID key;
        try {
            key = row.uuid(1);
        } catch (IllegalArgumentException e) {
            key = new UUID(0, 0);
        }
        return new Found(StoredRow.read(row, 2), key);
    }

    private static Optional<Kind> problem(Sql sql, Chain chain, StoredRow row) {
        if (!row.isHashed() || !row.agreesWithColumns(chain)) {
            return Optional.of(Kind.ALTERED);
        }
        byte[] before = row.sequence() == 1
                ? ChainHash.beginning()
                : sql.one(chain.hashAt(), one -> one.bytes(1), chain.key(), row.sequence() - 1);
        if (before == null) {
            Link base = Verifier.base(sql, chain);
            before = base.sequence() == row.sequence() - 1 ? base.hash() : null;
        }
        byte[] following = sql.one(chain.previousAt(), one -> one.bytes(1), chain.key(), row.sequence() + 1);
        if (following == null) {
            Link head = sql.one(chain.head(), Link::head, chain.key());
            following = head != null && head.sequence() == row.sequence() ? head.hash() : null;
        }
        if (before == null || following == null) {
            return Optional.of(Kind.MISSING);
        }
        return Arrays.equals(before, row.previous()) && Arrays.equals(following, row.hash())
                ? Optional.empty()
                : Optional.of(Kind.ALTERED);
    }
}
