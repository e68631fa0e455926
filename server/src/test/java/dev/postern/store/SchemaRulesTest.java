package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@code docs/storage.md} that allow the schema to be sharded by mailbox, checked on the schema after all
 * migrations, so that new tables are included automatically.
 */
class SchemaRulesTest {
    /** The tables of a mailbox, recognised by their column. */
    private static final String MAILBOX_TABLES = """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relkind = 'r' and a.attname = 'mailbox_id' and c.relnamespace = 'public'::regnamespace\
        """;

    private static Connection connection;

    @BeforeAll
    static void migrate() throws SQLException {
        String url = Databases.postgresUrl();
        new PostgresDatabase(url, 2, StatementListener.NONE).close();
        connection = DriverManager.getConnection(url);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static List<String> rows(String query) {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theQueryFindsTheTables() {
        List<String> tables = rows(MAILBOX_TABLES);
        assertTrue(
                tables.containsAll(List.of("mailbox", "folder", "message", "attachment", "outbound_queue")),
                tables::toString);
    }

    @Test
    void everyUniqueKeyBeginsWithTheMailbox() {
        assertEquals(List.of(), rows("""
            select i.indexrelid::regclass::text from pg_index i
            join pg_class t on t.oid = i.indrelid
            left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
            where i.indisunique and t.relname in (%s) and a.attname is distinct from 'mailbox_id'\
            """.formatted(MAILBOX_TABLES)));
    }

    @Test
    void everyMailboxTableHasAKeyAndTheSameTypeOfId() {
        assertEquals(List.of(), rows("""
            select t.relname from pg_class t where t.relname in (%s) and not exists
            (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)\
            """.formatted(MAILBOX_TABLES)));
        assertEquals(List.of("uuid"), rows("""
            select distinct format_type(a.atttypid, a.atttypmod) from pg_attribute a join pg_class t on t.oid = a.attrelid
            where a.attname = 'mailbox_id' and t.relname in (%s)\
            """.formatted(MAILBOX_TABLES)));
    }

    @Test
    void foreignKeysStayWithinOneMailbox() {
        assertEquals(List.of(), rows("""
            select c.conname from pg_constraint c
            join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
            where c.contype = 'f' and (f.relname in (%1$s) or t.relname in (%1$s)) and not exists
            (select 1 from unnest(c.conkey, c.confkey) as k(own, other)
             join pg_attribute a on a.attrelid = f.oid and a.attnum = k.own
             join pg_attribute b on b.attrelid = t.oid and b.attnum = k.other
             where a.attname = 'mailbox_id' and b.attname = 'mailbox_id')\
            """.formatted(MAILBOX_TABLES)));
    }

    @Test
    void theDatabaseHasNoTriggersOrGeneratedValues() {
        assertEquals(List.of(), rows("select tgname from pg_trigger where not tgisinternal"));
        assertEquals(List.of(), rows("select sequencename from pg_sequences"));
        assertEquals(List.of(), rows("""
            select attname from pg_attribute a join pg_class t on t.oid = a.attrelid
            where t.relnamespace = 'public'::regnamespace and a.attidentity <> ''\
            """));
        assertEquals(List.of(), rows("""
            select t.relname from pg_attrdef d join pg_class t on t.oid = d.adrelid
            join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
            where t.relname in (%s) and a.attgenerated = ''\
            """.formatted(MAILBOX_TABLES)));
    }
}
