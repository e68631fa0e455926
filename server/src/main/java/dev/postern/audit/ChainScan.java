package dev.postern.audit;

import dev.postern.audit.Chain.Place;
import dev.postern.store.Engine;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Iterates over chains: each statement returns the next key in the order of the index. */
final class ChainScan {
    private ChainScan() {}

    /**
     * The key of a chain. On SQLite an attacker may have stored a value that is not an id.
     *
     * @param id null if the stored value is not an id
     */
    record Key(Place place, Object stored, @Nullable UUID id) {
        String text() {
            return id != null
                    ? id.toString()
                    : stored instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : stored.toString();
        }
    }

    /** Returns the next chain that has a head, rows or a checkpoint; null at the end. */
    static @Nullable Key next(Sql sql, Place place, @Nullable Key after) {
        String table = place.table();
        return next(
                sql,
                place,
                after,
                "select k from (select k from (" + first(place, table, after) + ") as a union all select k from ("
                        + first(place, table + "_head", after) + ") as b union all select k from ("
                        + first(place, table + "_checkpoint", after) + ") as c) as d order by k limit 1",
                3);
    }

    /** Returns the next chain that has a head; null at the end. */
    static @Nullable Key nextHead(Sql sql, Place place, @Nullable Key after) {
        return next(sql, place, after, first(place, place.table() + "_head", after), 1);
    }

    private static String first(Place place, String table, @Nullable Key after) {
        return "select " + place.key() + " as k from " + table + " where " + place.key()
                + (after == null ? " >= " : " > ") + "? order by " + place.key() + " limit 1";
    }

    private static @Nullable Key next(Sql sql, Place place, @Nullable Key after, String statement, int times) {
        Object from = after != null ? after.stored() : sql.engine() == Engine.SQLITE ? new byte[0] : new UUID(0, 0);
        Object[] values = new Object[times];
        Arrays.fill(values, from);
        return sql.one(statement, row -> key(row, sql.engine(), place), values);
    }

    private static Key key(Row row, Engine engine, Place place) {
        if (engine == Engine.POSTGRES) {
            UUID id = row.uuid(1);
            return new Key(place, id, id);
        }
        byte[] bytes = row.bytes(1);
        return new Key(place, bytes, bytes.length == 16 ? Uuids.of(bytes) : null);
    }
}
