package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pipelined statements have the same effects as single ones, on both engines. */
class PipelineTest {
    private static final String INSERT =
            "insert into mailbox_audit_head (mailbox_id, sequence, hash) values (?, ?, ?) on conflict do nothing";
    private static final String UPDATE =
            "update mailbox_audit_head set sequence = sequence + ? where mailbox_id = ? returning sequence";
    private static final byte[] HASH = {1};

    private static List<Object[]> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Object[] {new UUID(1, i), (long) i, HASH})
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void resultsAreInTheOrderOfTheStatements(Engine engine) {
        try (Database database = Databases.open(engine)) {
            int present = 0;
            // PostgreSQL's driver uses server-side prepared statements from the sixth time on
            for (int round = 0; round < 8; round++) {
                for (int count : List.of(1, 2, 3, 16, 17, 40)) {
                    check(database, count, Math.min(count, present));
                    present = Math.max(present, count);
                }
            }
        }
    }

    private static void check(Database database, int count, int present) {
        var read = database.write(sql -> {
            Pipeline pipeline = sql.pipeline();
            var added = pipeline.batch(INSERT, rows(count));
            var none = pipeline.batch(INSERT, List.<Object[]>of());
            var more = pipeline.update(UPDATE.replace(" returning sequence", ""), 0, new UUID(9, 9));
            var sequences = pipeline.list(
                    UPDATE,
                    row -> row.number(1),
                    IntStream.range(0, count)
                            .mapToObj(i -> new Object[] {0, new UUID(1, count - 1 - i)})
                            .toList());
            var one = pipeline.list(
                    "select count(*) from mailbox_audit_head where mailbox_id = ?",
                    row -> row.number(1),
                    List.<Object[]>of(new Object[] {new UUID(1, 0)}));
            pipeline.run();
            assertEquals(count - present, IntStream.of(added.get()).sum());
            assertEquals(0, none.get().length);
            assertArrayEquals(new int[] {0}, more.get());
            assertEquals(List.of(1L), one.get());
            return sequences.get();
        });
        assertEquals(
                IntStream.range(0, count).mapToObj(i -> count - 1L - i).toList(), read, "in the order of the values");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFailingStatementUndoesAll(Engine engine) {
        try (Database database = Databases.open(engine)) {
            assertThrows(
                    DuplicateKey.class,
                    () -> database.write(sql -> {
                        Pipeline pipeline = sql.pipeline();
                        pipeline.update(INSERT, new UUID(1, 1), 1, HASH);
                        pipeline.update(INSERT.replace(" on conflict do nothing", ""), new UUID(1, 1), 1, HASH);
                        pipeline.run();
                        return true;
                    }));
            assertEquals(0L, (long) database.read(sql -> sql.number("select count(*) from mailbox_audit_head")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theListenerSeesEachStatement(Engine engine) {
        var seen = new ConcurrentLinkedQueue<String>();
        try (Database database = Databases.open(engine, seen::add)) {
            database.write(sql -> {
                Pipeline pipeline = sql.pipeline();
                pipeline.update(INSERT, new UUID(1, 1), 1, HASH);
                pipeline.list(UPDATE, row -> row.number(1), List.<Object[]>of(new Object[] {1, new UUID(1, 1)}));
                pipeline.run();
                return true;
            });
        }
        assertEquals(
                List.of(INSERT, UPDATE),
                seen.stream().filter(text -> text.contains("audit_head")).toList());
    }
}
