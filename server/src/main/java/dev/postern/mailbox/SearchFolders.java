package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Condition;
import dev.postern.query.UsedPaths;
import dev.postern.store.ConditionSql;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.store.SqlFragment;
import dev.postern.store.UnsupportedCondition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of search folders. They are not stored: every query reads the current items. Thread-safe. */
public final class SearchFolders {
    private final MailboxId mailbox;
    private final Database database;
    private final ItemLists lists;

    SearchFolders(MailboxContext context, ItemLists lists) {
        this.mailbox = context.id();
        this.database = context.database();
        this.lists = lists;
    }

    /** The numbers of items that a search folder finds. */
    public record Counts(long total, long unread) {}

    /**
     * Lists the results of a search folder.
     *
     * @param query names no folder; its condition includes that of the search folder
     * @throws dev.postern.store.UnsupportedCondition as in {@link Items#list}
     */
    public Page<Item> list(SearchFolder search, ListQuery query) {
        return database.read(sql -> lists.within(sql, query, List.of(within(search))));
    }

    public Counts counts(SearchFolder search, Condition condition) {
        return database.read(sql -> {
            var values = new ArrayList<@Nullable Object>();
            String from = from(sql, search, condition, values);
            Counts counts = sql.one(
                    "select count(*), coalesce(sum(case when " + lists.kind().unread() + " then 1 else 0 end), 0)"
                            + from,
                    row -> new Counts(row.number(1), row.number(2)),
                    values.toArray());
            return counts == null ? new Counts(0, 0) : counts;
        });
    }

    /** Whether a search folder finds this item. */
    public boolean finds(SearchFolder search, Condition condition, ItemId item) {
        return database.read(sql -> {
            var values = new ArrayList<@Nullable Object>();
            String from = from(sql, search, condition, values);
            values.add(item.value());
            return sql.number("select count(*)" + from + " and item_id = ?", values.toArray()) > 0;
        });
    }

    private String from(Sql sql, SearchFolder search, Condition condition, List<@Nullable Object> values) {
        if (!ReadCondition.isStored(condition)) {
            // its items are counted whenever the folder is shown
            throw new UnsupportedCondition(
                    UsedPaths.of(condition).contains(ReadCondition.CONTENT)
                            ? "'body/content' is not supported in the filter of a search folder"
                            : "A computed extended property is not supported in the filter of a search folder");
        }
        values.add(mailbox.value());
        SqlFragment within = within(search);
        values.addAll(within.values());
        SqlFragment where =
                new ConditionSql(sql.engine(), ComparedColumns.of(lists.kind().properties())).where(condition);
        values.addAll(where.values());
        return " from " + lists.kind().table() + " where mailbox_id = ? and " + within.sql() + " and " + where.sql();
    }

    /**
     * The folders to search, as a condition on items. Of a source's subfolders only listed ones count, so that a search
     * of everything does not include Recoverable Items.
     */
    SqlFragment within(SearchFolder search) {
        List<Object> sources =
                SqlLists.padded(search.sources().stream().map(FolderId::value).toList());
        if (!search.nested()) {
            return new SqlFragment("folder_id in (" + SqlLists.marks(sources.size()) + ")", List.copyOf(sources));
        }
        var values = new ArrayList<Object>();
        values.add(mailbox.value());
        values.addAll(sources);
        values.add(mailbox.value());
        return new SqlFragment(
                "folder_id in (with recursive tree (folder_id) as (select folder_id from folder where mailbox_id = ?"
                        + " and folder_id in (" + SqlLists.marks(sources.size()) + ")"
                        + " union select folder.folder_id from tree join folder on folder.mailbox_id = ?"
                        + " and folder.parent_id = tree.folder_id and folder.listed) select folder_id from tree)",
                values);
    }
}
