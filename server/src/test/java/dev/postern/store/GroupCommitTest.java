package dev.postern.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The writer repeats work only while no caller has been told that it is done. */
class GroupCommitTest {
    @Test
    void aConnectionThatDoesNotCloseAfterTheCommitRunsNothingTwice() throws Exception {
        var file = Databases.sqliteFile();
        SQLiteDataSource sqlite = new SQLiteDataSource(new SQLiteConfig());
        sqlite.setUrl("jdbc:sqlite:" + file);
        try (Connection kept = sqlite.getConnection();
                var statement = kept.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table counter (n integer)");
            statement.execute("insert into counter values (0)");
            var log = new WriteAheadLog(file, new WriteAheadLog.Bounds(1L << 30, Duration.ofDays(1)), List.of());
            var runs = new AtomicInteger();
            var begun = new CountDownLatch(1);
            var queued = new CountDownLatch(3);
            try (var writer = new GroupCommit(unclosable(kept), StatementListener.NONE, log, new OneTransaction());
                    var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Boolean> first = callers.submit(() -> writer.submit(sql -> {
                    begun.countDown();
                    await(queued);
                    return true;
                }));
                await(begun);
                var answers = new ArrayList<Future<Integer>>();
                for (int i = 0; i < 3; i++) {
                    answers.add(callers.submit(() -> {
                        queued.countDown();
                        return writer.submit(sql -> {
                            runs.incrementAndGet();
                            return sql.update("update counter set n = n + 1");
                        });
                    }));
                }
                for (Future<Integer> answer : answers) {
                    assertEquals(1, answer.get());
                }
                assertTrue(first.get());
            }
            try (var rows = statement.executeQuery("select n from counter")) {
                rows.next();
                assertEquals(3, rows.getInt(1));
            }
            assertEquals(3, runs.get());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A pool whose connections work until they are returned, which fails. */
    private static DataSource unclosable(Connection real) {
        Connection given = proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close")) {
                throw new SQLException("it could not be given back");
            }
            return method.invoke(real, arguments);
        });
        return proxy(DataSource.class, (method, arguments) -> given);
    }

    private interface Call {
        Object of(java.lang.reflect.Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    try {
                        return call.of(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
