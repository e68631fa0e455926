package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Literal;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Is;
import dev.postern.store.ColumnMap;
import dev.postern.store.Database;
import dev.postern.store.SearchEntries;
import dev.postern.store.SearchSql;
import dev.postern.store.Sql;
import dev.postern.store.SqlFragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches the items of one kind. Thread-safe; see {@link Mailboxes} about blocking and exceptions. A search sees everything that
 * was acknowledged before it began: items that are not indexed yet are indexed first.
 */
public final class Search {
    /**
     * Up to this number of items with the words, or in the folder, all are checked. Of more, the newest are checked
     * until a page is full.
     */
    private static final int MAX_CHECKED_ITEMS = 1000;

    private static final String JOINED = " where e.mailbox_id = ? and i.mailbox_id = ? and i.item_id = e.item_id";

    /**
     * How a kind is searched.
     *
     * @param kind the {@code kind:} value that matches it
     * @param unfindable a condition on a row {@code i}: in Deleted Items it is not found
     * @param columns for comparisons
     */
    record Rule(String kind, String unfindable, ColumnMap columns) {
        static final Rule MESSAGES = new Rule("email", "i.is_draft", SearchFields.COLUMNS);
        static final Rule CONTACTS = new Rule("contacts", "1 = 0", SearchFields.CONTACT_COLUMNS);
    }

    private final MailboxId mailbox;
    private final Database database;
    private final ItemReader reader;
    private final FolderRows folders;
    private final ItemLists lists;
    private final Indexer indexer;
    private final Rule rule;

    Search(MailboxContext context, ItemReader reader, FolderRows folders, ItemLists lists, Indexer indexer, Rule rule) {
        this.mailbox = context.id();
        this.database = context.database();
        this.reader = reader;
        this.folders = folders;
        this.lists = lists;
        this.indexer = indexer;
        this.rule = rule;
    }

    /**
     * Finds items, the latest sent first. Drafts in Deleted Items are never found.
     *
     * @throws MailboxFailure.FolderNotFound if the query names a folder that does not exist
     * @throws dev.postern.store.UnsupportedCondition if the search uses a property that is not searchable
     */
    public Page<Item> find(SearchQuery query) {
        indexer.catchUp(mailbox);
        return database.read(sql -> find(sql, query));
    }

    /**
     * Lists items that a search finds, like any list: filtered, sorted, counted. Graph refuses these combinations
     * with a search; they are available here.
     *
     * @throws MailboxFailure.FolderNotFound if the query names a folder that does not exist
     * @throws dev.postern.store.UnsupportedCondition if the search, the condition or the sort uses a property that does
     *     not support it
     */
    public Page<Item> list(SearchExpression search, ListQuery query) {
        indexer.catchUp(mailbox);
        return database.read(sql -> lists.read(sql, query, List.of(found(sql, search))));
    }

    /** A condition on items: the search finds them. */
    private SqlFragment found(Sql sql, SearchExpression requested) {
        SearchExpression search = withKinds(requested);
        SearchSql searches = searches(sql);
        SqlFragment where = searches.where(search);
        SqlFragment from = source(sql, searches.required(search).orElse(null));
        var values = new ArrayList<Object>(from.values());
        values.add(mailbox.value());
        values.add(mailbox.value());
        values.add(WellKnownFolder.DELETEDITEMS.id().value());
        values.addAll(where.values());
        return new SqlFragment(
                "item_id in (select e.item_id from " + from.sql() + JOINED + findable() + " and " + where.sql() + ")",
                values);
    }

    /** Binds Deleted Items. */
    private String findable() {
        return " and not (" + rule.unfindable() + " and i.folder_id = ?)";
    }

    private SearchSql searches(Sql sql) {
        return new SearchSql(sql.engine(), SearchFields.INDEX, rule.columns(), SearchFields.scope(mailbox));
    }

    private Page<Item> find(Sql sql, SearchQuery query) {
        FolderId folder = query.folder();
        if (WellKnownFolder.RECOVERABLEITEMSPURGES.id().equals(folder)) {
            throw new MailboxFailure.FolderNotFound();
        }
        long inFolder =
                folder == null ? Long.MAX_VALUE : folders.get(sql, folder).total();
        SearchExpression search = withKinds(query.search());
        SearchSql searches = searches(sql);
        SqlFragment where = searches.where(search);
        SqlFragment from = inFolder <= MAX_CHECKED_ITEMS
                ? SearchEntries.byItem(reader.kind().table())
                : source(sql, searches.required(search).orElse(null));
        var values = new ArrayList<@Nullable Object>(from.values());
        StringBuilder text =
                new StringBuilder("select e.item_id from ").append(from.sql()).append(JOINED);
        values.add(mailbox.value());
        values.add(mailbox.value());
        if (folder != null) {
            text.append(" and i.folder_id = ?");
            values.add(folder.value());
        } else {
            text.append(" and i.folder_id not in (select folder_id from folder where mailbox_id = ? and not listed)");
            values.add(mailbox.value());
        }
        text.append(findable());
        values.add(WellKnownFolder.DELETEDITEMS.id().value());
        text.append(" and ").append(where.sql());
        values.addAll(where.values());
        SearchQuery.Place after = query.after();
        if (after != null) {
            text.append(" and (e.sent_at, e.item_id) < (?, ?)");
            values.add(after.sent());
            values.add(after.item().value());
        }
        text.append(" order by e.sent_at desc, e.item_id desc limit ?");
        values.add(query.top() + 1);
        List<UUID> found = sql.list(text.toString(), row -> row.uuid(1), values.toArray());
        boolean more = found.size() > query.top();
        return new Page<>(items(sql, more ? found.subList(0, query.top()) : found, query.fields()), more, null);
    }

    private SqlFragment source(Sql sql, @Nullable String required) {
        if (required != null
                && SearchEntries.having(sql, mailbox.value(), required, MAX_CHECKED_ITEMS + 1) <= MAX_CHECKED_ITEMS) {
            return SearchEntries.having(sql.engine(), reader.kind().table(), mailbox.value(), required);
        }
        return SearchEntries.byTime(sql.engine(), reader.kind().table());
    }

    private List<Item> items(Sql sql, List<UUID> ids, Fields fields) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<@Nullable Object>();
        values.add(mailbox.value());
        List<Object> padded = SqlLists.padded(ids);
        values.addAll(padded);
        Map<UUID, Item> items = new HashMap<>();
        sql.list(
                        "select " + reader.columns(fields) + " from "
                                + reader.kind().table() + " where mailbox_id = ? and item_id in ("
                                + SqlLists.marks(padded.size()) + ")",
                        reader::read,
                        values.toArray())
                .forEach(item -> items.put(item.id().value(), item));
        return ids.stream().flatMap(id -> Stream.ofNullable(items.get(id))).toList();
    }

    /** Evaluates conditions on the kind, because each kind has its own table. */
    private SearchExpression withKinds(SearchExpression search) {
        return switch (search) {
            case Is(var property, Literal.Enumerated(var kind))
            when property.equals("kind") -> {
                SearchExpression nothing = new SearchExpression.Nothing();
                yield kind.equals(rule.kind()) ? new SearchExpression.Not(nothing) : nothing;
            }
            case SearchExpression.And(var all) ->
                new SearchExpression.And(all.stream().map(this::withKinds).toList());
            case SearchExpression.Or(var any) ->
                new SearchExpression.Or(any.stream().map(this::withKinds).toList());
            case SearchExpression.Not(var inner) -> new SearchExpression.Not(withKinds(inner));
            case Is _, SearchExpression.Within _, SearchExpression.Words _, SearchExpression.Nothing _ -> search;
        };
    }
}
