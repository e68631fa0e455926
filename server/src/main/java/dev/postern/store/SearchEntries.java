package dev.postern.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code search_entry} with the words of each item, named {@code e} in statements. On SQLite the words are in
 * a separate table, {@code search_words}, which has no mailbox column: a statement that queries it also binds the
 * mailbox of the joined entry.
 */
public final class SearchEntries {
    /** The columns that a {@link SearchIndex} names. */
    public static final String SQLITE_TABLE = "search_words";

    /** The unary plus prevents the planner from using this column to find the entries. */
    public static final String SQLITE_KEY = "+e.number";

    public static final String POSTGRES_VECTOR = "e.words";
    public static final String POSTGRES_SEQUENCE = "e.sequence";

    /** On SQLite: counts the entries of a mailbox whose words are missing. */
    public static final String WITHOUT_WORDS =
            "select count(*) from search_entry e where e.mailbox_id = ? and not exists"
                    + " (select 1 from search_words w where w.rowid = e.number)";

    private SearchEntries() {}

    /** Whether the words are in a table of their own. */
    public static boolean hasSeparateWords(Sql sql) {
        return sql.engine() == Engine.SQLITE;
    }

    /** The searchable words of an item, and its position in the results. */
    public record Entry(UUID mailbox, UUID item, Instant sent, List<String> words) {
        public Entry {
            words = List.copyOf(words);
        }
    }

    /** Writes entries and replaces existing ones. */
    public static void write(Sql sql, List<Entry> entries) {
        switch (sql.engine()) {
            case SQLITE -> entries.forEach(entry -> writeSqlite(sql, entry));
            case POSTGRES -> {
                var rows = new ArrayList<@Nullable Object[]>();
                for (Entry entry : entries) {
                    rows.add(new @Nullable Object[] {
                        entry.mailbox(),
                        entry.item(),
                        entry.sent(),
                        SearchIndex.postgresText(entry.words()),
                        SearchIndex.postgresSequence(entry.words())
                    });
                }
                sql.batch(
                        "insert into search_entry (mailbox_id, item_id, sent_at, words, sequence) values (?, ?, ?,"
                                + " ?::tsvector, ?) on conflict (mailbox_id, item_id) do update set sent_at ="
                                + " excluded.sent_at, words = excluded.words, sequence = excluded.sequence",
                        rows);
            }
        }
    }

    private static void writeSqlite(Sql sql, Entry entry) {
        Long number = sql.one(
                "insert into search_entry (mailbox_id, item_id, sent_at) values (?, ?, ?) on conflict (mailbox_id,"
                        + " item_id) do update set sent_at = excluded.sent_at returning number",
                row -> row.number(1),
                entry.mailbox(),
                entry.item(),
                entry.sent());
        sql.update(
                "insert or replace into search_words (rowid, words) values (?, ?)",
                number,
                SearchIndex.sqliteText(entry.words()));
    }

    /** Removes the entries of a mailbox. */
    public static void remove(Sql sql, UUID mailbox) {
        if (sql.engine() == Engine.SQLITE) {
            sql.update(
                    "delete from search_words where rowid in (select number from search_entry where mailbox_id = ?)",
                    mailbox);
        }
        sql.update("delete from search_entry where mailbox_id = ?", mailbox);
    }

    /** Removes the entry of one item, if there is one. */
    public static void remove(Sql sql, UUID mailbox, UUID item) {
        if (sql.engine() == Engine.SQLITE) {
            sql.update(
                    "delete from search_words where rowid in"
                            + " (select number from search_entry where mailbox_id = ? and item_id = ?)",
                    mailbox,
                    item);
        }
        sql.update("delete from search_entry where mailbox_id = ? and item_id = ?", mailbox, item);
    }

    /** The number of matching items in a mailbox, counted up to this limit. */
    public static long having(Sql sql, UUID mailbox, String match, int limit) {
        return switch (sql.engine()) {
            case SQLITE ->
                sql.number(
                        "select count(*) from (select rowid from search_words where search_words match ? limit ?)",
                        match,
                        limit);
            case POSTGRES ->
                sql.number(
                        "select count(*) from (select 1 from search_entry where mailbox_id = ? and words @@ ?::tsquery"
                                + " limit ?) few",
                        mailbox,
                        match,
                        limit);
        };
    }

    // The order after "from" decides which table is scanned: on SQLite a cross join keeps its order, and there are no
    // statistics that would suggest a better one.

    /** The matching entries, which are few, joined with their items as {@code i}. */
    public static SqlFragment having(Engine engine, String items, UUID mailbox, String match) {
        return switch (engine) {
            case SQLITE ->
                new SqlFragment(
                        "search_words cross join search_entry e on search_words match ? and e.number ="
                                + " search_words.rowid cross join " + items + " i",
                        List.of(match));
            case POSTGRES ->
                // the offset is an optimisation fence: the words are looked up first, whatever the order and the limit
                // outside
                new SqlFragment(
                        "(select * from search_entry where mailbox_id = ? and words @@ ?::tsquery offset 0) e"
                                + " cross join " + items + " i",
                        List.of(mailbox, match));
        };
    }

    /** The entries in the order of time, joined with their items as {@code i}. */
    public static SqlFragment byTime(Engine engine, String items) {
        String index = engine == Engine.SQLITE ? " indexed by search_entry_sent" : "";
        return new SqlFragment("search_entry e" + index + " cross join " + items + " i", List.of());
    }

    /** The items as {@code i}, which the folder limits to a few, joined with their entries. */
    public static SqlFragment byItem(String items) {
        return new SqlFragment(items + " i cross join search_entry e", List.of());
    }
}
