package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads items within a memory limit, whatever number and size the caller asks for. Memory is always reserved before
 * it is used, outside of any transaction: first for the rows and the small texts read with them, then for the large
 * ones, whose sizes are then known. A page ends early when its texts have {@link #PAGE} bytes. Thread-safe.
 */
public final class BoundedReads {
    /** The maximum total size in bytes of the texts of a page with more than one item. */
    public static final long PAGE = 4L << 20;

    /**
     * The maximum total size in bytes of a page's small texts; small enough for a page of the default length to be a
     * small request.
     */
    private static final int SMALL_TEXTS = 160 << 10;

    private static final int INLINE = 64 << 10;
    private static final int MIN_INLINE_BYTES = 2 << 10;
    /** The memory of an item without its texts, in bytes. */
    private static final int ROW = 2 << 10;
    /** Each text is in memory as read, as shown and as sent. */
    private static final int COPIES = 5;

    private final MailboxId mailbox;
    private final Database database;
    private final ItemReader reader;

    BoundedReads(MailboxContext context, ItemReader reader) {
        this.mailbox = context.id();
        this.database = context.database();
        this.reader = reader;
    }

    /** Returns the memory in bytes that a text needs while it is read, shown and sent. */
    public static long memoryOf(long text) {
        return COPIES * text;
    }

    /**
     * Reads one item.
     *
     * @param memory reserves bytes, or releases them if the number is negative
     */
    public Item item(Fields fields, LongConsumer memory, Function<Fields, Item> read) {
        long first = INLINE + ROW;
        memory.accept(first);
        Item item = read.apply(fields.inline(INLINE));
        if (fields.inline(INLINE).complete(item)) {
            memory.accept(memoryOf(text(item) + ROW) - first);
            return item;
        }
        Map<UUID, Long> weights = weights(fields, List.of(item.id().value()));
        memory.accept(memoryOf(weights.getOrDefault(item.id().value(), 0L) + ROW) - first);
        return read.apply(fields);
    }

    /**
     * Reads a page of items.
     *
     * @param top the maximum number of items
     * @param memory reserves bytes, or releases them if the number is negative
     */
    public Page<Item> page(Fields fields, int top, LongConsumer memory, Function<Fields, Page<Item>> read) {
        int inline = Math.clamp(SMALL_TEXTS / (top + 1), MIN_INLINE_BYTES, INLINE);
        Fields small = fields.inline(inline);
        long first = (long) (top + 1) * (ROW + (small.bounded() ? inline : 0));
        memory.accept(first);
        Page<Item> page = read.apply(small);
        List<UUID> large = page.values().stream()
                .filter(item -> !small.complete(item))
                .map(item -> item.id().value())
                .toList();
        Map<UUID, Long> weights = large.isEmpty() ? Map.of() : weights(fields, large);
        List<Item> shown = new ArrayList<>();
        long total = 0;
        for (Item item : page.values()) {
            long weight = weights.getOrDefault(item.id().value(), text(item));
            if (!shown.isEmpty() && total + weight > PAGE) {
                break;
            }
            shown.add(item);
            total += weight;
        }
        memory.accept(memoryOf(total + (long) ROW * shown.size()) - first);
        boolean more = page.more() || shown.size() < page.values().size();
        return new Page<>(large.isEmpty() ? shown : completed(fields, small, shown), more, page.count());
    }

    /**
     * Reads a few items in the caller's way, with their small texts; {@link Fields#complete} tells which have all.
     *
     * @param max the maximum number of items
     * @param memory reserves bytes, or releases them if the number is negative
     * @param items those in the result of the read
     */
    public <T> T few(
            Fields fields,
            int max,
            LongConsumer memory,
            Function<Fields, T> read,
            Function<T, Collection<Item>> items) {
        int inline = Math.clamp(SMALL_TEXTS / max, MIN_INLINE_BYTES, INLINE);
        Fields small = fields.inline(inline);
        long first = (long) max * (ROW + (small.bounded() ? inline : 0));
        memory.accept(first);
        T result = read.apply(small);
        long kept = items.apply(result).stream()
                .mapToLong(item -> memoryOf(text(item) + ROW))
                .sum();
        memory.accept(kept - first);
        return result;
    }

    /**
     * Reads items by their ids, in this order, until their texts have {@link #PAGE} bytes. At least the first is read,
     * if it exists; those that do not exist are left out.
     *
     * @param memory reserves bytes
     * @return the number of ids that were processed, and the items
     */
    public Prefix items(Fields fields, List<ItemId> ids, LongConsumer memory) {
        List<UUID> all = ids.stream().map(ItemId::value).toList();
        Map<UUID, Long> weights = weights(fields, all);
        long total = 0;
        int taken = 0;
        while (taken < all.size()) {
            long weight = weights.getOrDefault(all.get(taken), 0L);
            if (taken > 0 && total + weight > PAGE) {
                break;
            }
            total += weight;
            taken++;
        }
        memory.accept(memoryOf(total + (long) ROW * taken));
        List<UUID> chosen = all.subList(0, taken);
        List<Item> items = database.read(sql -> rows(sql, reader.columns(fields), chosen, reader::read));
        return new Prefix(taken, items);
    }

    /** The items of the first ids of a list. */
    public record Prefix(int ids, List<Item> items) {}

    private List<Item> completed(Fields fields, Fields small, List<Item> shown) {
        List<UUID> large = shown.stream()
                .filter(item -> !small.complete(item))
                .map(item -> item.id().value())
                .toList();
        if (large.isEmpty()) {
            return shown;
        }
        Map<UUID, Item> whole = new HashMap<>();
        database.read(sql -> rows(sql, reader.columns(fields), large, reader::read))
                .forEach(item -> whole.put(item.id().value(), item));
        return shown.stream()
                .map(item -> small.complete(item) ? item : whole.get(item.id().value()))
                .filter(item -> item != null)
                .toList();
    }

    private Map<UUID, Long> weights(Fields fields, List<UUID> ids) {
        record Weighed(UUID id, long weight) {}
        Map<UUID, Long> weights = new HashMap<>();
        database.read(sql -> rows(
                        sql, "item_id, " + reader.weight(fields), ids, row -> new Weighed(row.uuid(1), row.number(2))))
                .forEach(one -> weights.put(one.id(), one.weight()));
        return weights;
    }

    private <T> List<T> rows(Sql sql, String columns, List<UUID> ids, dev.postern.store.RowReader<T> row) {
        var values = new ArrayList<@Nullable Object>();
        values.add(mailbox.value());
        List<Object> padded = SqlLists.padded(ids);
        values.addAll(padded);
        return sql.list(
                "select " + columns + " from " + reader.kind().table() + " where mailbox_id = ? and item_id in ("
                        + SqlLists.marks(padded.size()) + ")",
                row,
                values.toArray());
    }

    /** The size of the texts read so far. Documents are not counted, because they are small in comparison. */
    private static long text(Item item) {
        Body body = item.body();
        String subject = item.part() == null ? null : item.part().subject();
        return (body == null ? 0L : body.content().length()) + (subject == null ? 0L : subject.length());
    }
}
