package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.store.ConditionSql;
import dev.postern.store.Sql;
import dev.postern.store.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists items with one statement: the folder or the whole mailbox, the conditions, the order, the number. */
final class ItemLists {
    private final MailboxId mailbox;
    private final ItemReader reader;
    private final FolderRows folders;

    ItemLists(MailboxId mailbox, ItemReader reader, FolderRows folders) {
        this.mailbox = mailbox;
        this.reader = reader;
        this.folders = folders;
    }

    ItemKind kind() {
        return reader.kind();
    }

    /** Lists the items in the folder of the query, or all that lists of the mailbox contain. */
    Page<Item> read(Sql sql, ListQuery requested) {
        return read(sql, requested, List.of());
    }

    /** As {@link #read(Sql, ListQuery)}, limited to items that also meet these conditions. */
    Page<Item> read(Sql sql, ListQuery requested, List<SqlFragment> also) {
        ListQuery query = FolderCondition.lift(mailbox, requested);
        if (WellKnownFolder.RECOVERABLEITEMSPURGES.id().equals(query.folder()) && requested.folder() == null) {
            // the same failure as for naming the folder in the path
            throw new MailboxFailure.FolderNotFound();
        }
        var conditions = new ArrayList<SqlFragment>();
        conditions.add(
                query.folder() != null
                        ? new SqlFragment(
                                "folder_id = ?", List.of(query.folder().value()))
                        // not a join, so that the scan along the index of times is kept
                        : new SqlFragment(
                                "folder_id not in (select folder_id from folder where mailbox_id = ? and not listed)",
                                List.of(mailbox.value())));
        conditions.addAll(also);
        Page<Item> page = within(sql, query, conditions);
        if (page.values().isEmpty() && query.folder() != null) {
            folders.get(sql, query.folder());
        }
        return page;
    }

    /** Lists the items that meet these conditions; the folder of the query is ignored. */
    Page<Item> within(Sql sql, ListQuery query, List<SqlFragment> scope) {
        ConditionSql conditions =
                new ConditionSql(sql.engine(), ComparedColumns.of(reader.kind().properties()));
        var values = new ArrayList<@Nullable Object>();
        StringBuilder from = new StringBuilder(" from " + reader.kind().table() + " where mailbox_id = ?");
        values.add(mailbox.value());
        scope.forEach(condition -> and(condition, from, values));
        ReadCondition split = query.condition() == null ? null : ReadCondition.of(query.condition());
        if (split != null) {
            split.first().forEach(part -> and(conditions.where(part), from, values));
        }
        SqlFragment order = order(query, conditions);
        if (split != null && !split.rest().isEmpty()) {
            return new ReadItems(sql, mailbox, reader, conditions, split).page(query, from.toString(), values, order);
        }
        Long count = query.count() ? sql.number("select count(*)" + from, values.toArray()) : null;
        values.addAll(order.values());
        values.add(query.top() + 1);
        values.add(query.skip());
        List<Item> items = sql.list(
                "select " + reader.columns(query.fields()) + from + " order by " + order.sql() + " limit ? offset ?",
                reader::read,
                values.toArray());
        boolean more = items.size() > query.top();
        return new Page<>(more ? items.subList(0, query.top()) : items, more, count);
    }

    /** The requested order, in which items are unique. */
    private SqlFragment order(ListQuery query, ConditionSql conditions) {
        if (query.orders().isEmpty()) {
            return new SqlFragment(reader.kind().order() + " desc, item_id desc", List.of());
        }
        SqlFragment orders = conditions.orderBy(query.orders());
        boolean descending = query.orders().getLast().descending();
        return new SqlFragment(orders.sql() + ", item_id" + (descending ? " desc" : ""), orders.values());
    }

    private static void and(SqlFragment condition, StringBuilder from, List<@Nullable Object> values) {
        from.append(" and ").append(condition.sql());
        values.addAll(condition.values());
    }
}
