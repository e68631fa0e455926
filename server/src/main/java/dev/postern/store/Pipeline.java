package dev.postern.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction that do not need each other's results. They run in the order of their addition.
 * PostgreSQL gets them in as few round trips as its driver allows, because a round trip costs more than a small
 * statement. For one thread and one use.
 */
public final class Pipeline {
    /** A higher limit would create more different texts, and each connection caches the plans of all of them. */
    private static final int MAX_REPETITIONS = 16;

    private final Sql sql;
    private final List<Step<?>> steps = new ArrayList<>();

    Pipeline(Sql sql) {
        this.sql = sql;
    }

    /** The result of a statement; empty before {@link #run}. */
    public static final class Result<T> {
        private T value;

        private Result(T before) {
            this.value = before;
        }

        public T get() {
            return value;
        }
    }

    /** The transaction, for statements that run immediately, before those of the pipeline. */
    public Sql sql() {
        return sql;
    }

    /**
     * Adds a statement that runs once for each row of values. The result contains the number of changed rows for each.
     */
    public Result<int[]> batch(String text, List<? extends @Nullable Object[]> rows) {
        return add(text, rows, null).counts;
    }

    public Result<int[]> update(String text, @Nullable Object... values) {
        return batch(text, List.<@Nullable Object[]>of(values));
    }

    /**
     * As {@link #batch}, for a statement that returns rows: the result contains all of them, in the order of the
     * values.
     */
    public <T> Result<List<T>> list(String text, RowReader<T> reader, List<? extends @Nullable Object[]> rows) {
        return add(text, rows, reader).read;
    }

    private <T> Step<T> add(String text, List<? extends @Nullable Object[]> rows, @Nullable RowReader<T> reader) {
        Step<T> step = new Step<>(text, rows, reader);
        steps.add(step);
        return step;
    }

    /** Runs all statements, up to the first that fails. */
    public void run() {
        if (sql.engine() == Engine.SQLITE) {
            steps.forEach(step -> step.alone(sql));
            return;
        }
        var together = new ArrayList<Execution>();
        for (Step<?> step : steps) {
            if (step.rows.size() == 1) {
                together.add(new Execution(step, 0));
            } else if (step.reader == null) {
                send(together);
                step.alone(sql);
            } else {
                send(together);
                for (int row = 0; row < step.rows.size(); row++) {
                    together.add(new Execution(step, row));
                    int chunk = Integer.highestOneBit(step.rows.size() - row - 1 + together.size());
                    if (together.size() == Math.min(MAX_REPETITIONS, chunk)) {
                        send(together);
                    }
                }
            }
        }
        send(together);
    }

    /** Sends several statements in one text; the engine returns their results one after the other. */
    private void send(List<Execution> executions) {
        if (executions.isEmpty()) {
            return;
        }
        List<String> texts = executions.stream().map(one -> one.step().text).toList();
        var values = new ArrayList<@Nullable Object>();
        executions.forEach(one -> values.addAll(Arrays.asList(one.step().rows.get(one.row()))));
        sql.run(texts, values.toArray(), statement -> {
            boolean rows = statement.execute();
            for (Execution one : executions) {
                one.step().read(statement, rows, one.row(), sql.engine());
                rows = statement.getMoreResults();
            }
            return true;
        });
        executions.clear();
    }

    private record Execution(Step<?> step, int row) {}

    /** A statement and the values of each of its executions. Without a reader it returns no rows. */
    private static final class Step<T> {
        private final String text;
        private final List<? extends @Nullable Object[]> rows;
        private final @Nullable RowReader<T> reader;
        private final Result<List<T>> read = new Result<>(new ArrayList<>());
        private final Result<int[]> counts;

        Step(String text, List<? extends @Nullable Object[]> rows, @Nullable RowReader<T> reader) {
            this.text = text;
            this.rows = rows;
            this.reader = reader;
            this.counts = new Result<>(new int[rows.size()]);
        }

        void alone(Sql sql) {
            if (reader == null) {
                counts.value = sql.batch(text, rows);
            } else {
                rows.forEach(values -> read.get().addAll(sql.list(text, reader, values)));
            }
        }

        void read(PreparedStatement statement, boolean hasRows, int row, Engine engine) throws SQLException {
            if (reader == null) {
                counts.get()[row] = statement.getUpdateCount();
                return;
            }
            if (!hasRows) {
                throw new SQLException("The statement returned no rows: " + text);
            }
            try (ResultSet result = statement.getResultSet()) {
                Row current = new Row(result, engine);
                while (result.next()) {
                    read.get().add(reader.read(current));
                }
            }
        }
    }

    /** The statements as one text. */
    static String joined(List<String> texts) {
        return texts.stream().collect(Collectors.joining(";\n"));
    }
}
