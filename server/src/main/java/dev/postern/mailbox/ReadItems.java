package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.html.HtmlText;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import dev.postern.store.ConditionSql;
import dev.postern.store.Sql;
import dev.postern.store.SqlFragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates conditions that the database cannot evaluate: see {@link ReadCondition}. No index contains what they need, so the texts of all
 * candidates are read, a few at a time, and their total size is limited.
 */
final class ReadItems {
    /** About a second of one processor. */
    static final long MAX_BYTES = 256L << 20;
    /** The cost of an item without texts. */
    private static final int ROW = 512;

    private static final int BATCH = 64;
    private static final long BATCH_BYTES = 2L << 20;

    private final Sql sql;
    private final MailboxId mailbox;
    private final ItemReader reader;
    private final ConditionSql conditions;
    private final ReadCondition condition;
    private final Set<String> mapi;
    private final Fields fields;

    ReadItems(Sql sql, MailboxId mailbox, ItemReader reader, ConditionSql conditions, ReadCondition condition) {
        this.sql = sql;
        this.mailbox = mailbox;
        this.reader = reader;
        this.conditions = conditions;
        this.condition = condition;
        this.mapi = condition.mapiIds();
        Set<String> names = new HashSet<>(MapiValues.reads(mapi));
        if (!mapi.isEmpty()) {
            names.add("singleValueExtendedProperties");
        }
        if (condition.readsBodies()) {
            names.add("body");
        }
        this.fields = new Fields(reader.kind().properties(), names, Integer.MAX_VALUE);
    }

    private record Candidate(UUID id, long weight) {}

    /**
     * @param from the items that the first part leaves
     * @param order with its values
     * @throws MailboxFailure.BodiesTooLarge if their texts are too large to be read for one query
     */
    Page<Item> page(ListQuery query, String from, List<@Nullable Object> values, SqlFragment order) {
        long bytes = sql.number(
                        "select coalesce(sum(" + ROW + " + " + reader.weight(fields) + "), 0)" + from, values.toArray())
                * condition.searches();
        if (bytes > MAX_BYTES) {
            throw new MailboxFailure.BodiesTooLarge(bytes, MAX_BYTES);
        }
        var ordered = new ArrayList<@Nullable Object>(values);
        ordered.addAll(order.values());
        List<Candidate> candidates = sql.list(
                "select item_id, " + reader.weight(fields) + from + " order by " + order.sql(),
                row -> new Candidate(row.uuid(1), row.number(2)),
                ordered.toArray());
        var page = new ArrayList<UUID>();
        long found = 0;
        long wanted = (long) query.skip() + query.top() + 1;
        for (int next = 0; next < candidates.size() && (query.count() || found < wanted); ) {
            List<UUID> batch = batch(candidates, next);
            next += batch.size();
            for (UUID id : matching(batch)) {
                if (found >= query.skip() && found < wanted) {
                    page.add(id);
                }
                found++;
            }
        }
        boolean more = page.size() > query.top();
        List<UUID> shown = more ? page.subList(0, query.top()) : page;
        return new Page<>(items(shown, query.fields()), more, query.count() ? found : null);
    }

    private static List<UUID> batch(List<Candidate> candidates, int from) {
        var batch = new ArrayList<UUID>();
        long bytes = 0;
        for (int i = from; i < candidates.size() && batch.size() < BATCH; i++) {
            bytes += candidates.get(i).weight();
            if (!batch.isEmpty() && bytes > BATCH_BYTES) {
                break;
            }
            batch.add(candidates.get(i).id());
        }
        return batch;
    }

    /** Those that meet the rest of the condition, in their order. */
    private List<UUID> matching(List<UUID> ids) {
        Map<UUID, List<Boolean>> stored = stored(ids);
        Set<UUID> matching = new HashSet<>();
        for (Item item : rows("select " + reader.columns(fields), List.of(), ids, reader::read)) {
            UUID id = item.id().value();
            if (holds(item, stored.getOrDefault(id, List.of()))) {
                matching.add(id);
            }
        }
        return ids.stream().filter(matching::contains).toList();
    }

    /** The results of the parts that the database evaluates. */
    private Map<UUID, List<Boolean>> stored(List<UUID> ids) {
        if (condition.stored().isEmpty()) {
            return Map.of();
        }
        var select = new StringBuilder("select item_id");
        var values = new ArrayList<@Nullable Object>();
        for (Condition part : condition.stored()) {
            SqlFragment where = conditions.where(part);
            select.append(", case when ").append(where.sql()).append(" then 1 else 0 end");
            values.addAll(where.values());
        }
        int count = condition.stored().size();
        Map<UUID, List<Boolean>> results = new HashMap<>();
        rows(
                        select.toString(),
                        values,
                        ids,
                        row -> Map.entry(
                                row.uuid(1),
                                IntStream.range(0, count)
                                        .mapToObj(part -> row.number(2 + part) == 1)
                                        .toList()))
                .forEach(one -> results.put(one.getKey(), one.getValue()));
        return results;
    }

    private boolean holds(Item item, List<Boolean> results) {
        ObjectNode document = StoredJson.object();
        Body body = item.body();
        if (condition.readsBodies() && body != null) {
            String text = body.type() == Body.Type.HTML ? HtmlText.lines(body.content()) : body.content();
            document.putObject("body").put("content", text.replace('\u00a0', ' '));
        }
        if (!mapi.isEmpty()) {
            ObjectNode values = document.putObject("mapi");
            for (String id : mapi) {
                String value = MapiValues.value(item, id);
                if (value != null) {
                    values.put(ReadCondition.mapi(id).segments().getLast(), value);
                }
            }
        }
        ObjectNode stored = document.putObject("stored");
        for (int i = 0; i < results.size(); i++) {
            stored.put(ReadCondition.name(i), results.get(i));
        }
        return condition.rest().stream().allMatch(part -> DocumentEvaluator.test(part, document));
    }

    private List<Item> items(List<UUID> ids, Fields wanted) {
        Map<UUID, Item> items = new HashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            rows(
                            "select " + reader.columns(wanted),
                            List.of(),
                            ids.subList(from, Math.min(ids.size(), from + BATCH)),
                            reader::read)
                    .forEach(item -> items.put(item.id().value(), item));
        }
        return ids.stream().map(items::get).filter(item -> item != null).toList();
    }

    private <T> List<T> rows(
            String select, List<@Nullable Object> first, List<UUID> ids, dev.postern.store.RowReader<T> row) {
        List<Object> padded = SqlLists.padded(ids);
        var values = new ArrayList<@Nullable Object>(first);
        values.add(mailbox.value());
        values.addAll(padded);
        return sql.list(
                select + " from " + reader.kind().table() + " where mailbox_id = ? and item_id in ("
                        + SqlLists.marks(padded.size()) + ")",
                row,
                values.toArray());
    }
}
