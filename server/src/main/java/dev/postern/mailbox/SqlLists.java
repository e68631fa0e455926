package dev.postern.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Lists of ids in statements, padded to limit the number of different statements. */
final class SqlLists {
    private SqlLists() {}

    /** The ids, with the last one repeated up to a power of two. */
    static List<Object> padded(List<UUID> some) {
        int size = Integer.highestOneBit(Math.max(1, some.size() * 2 - 1));
        var ids = new ArrayList<Object>(size);
        ids.addAll(some);
        while (ids.size() < size) {
            ids.add(some.getLast());
        }
        return ids;
    }

    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
