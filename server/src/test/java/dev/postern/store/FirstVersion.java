package dev.postern.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** A store of the first version: its schema, and rows in every table of a mailbox, from {@code first-version.sql}. */
public final class FirstVersion {
    private static final String SCHEMA = "11";
    private static final Pattern UUIDS = Pattern.compile("uuid'([0-9a-f-]{36})'");
    private static final Pattern BYTES = Pattern.compile("bytes'([0-9a-f]*)'");

    /** The database, and how the program opens it, which migrates it to the current schema. */
    public record Store(DataSource source, Supplier<Database> opening) {
        public Database open() {
            return opening.get();
        }
    }

    private FirstVersion() {}

    public static Store of(Engine engine) {
        Store store = switch (engine) {
            case SQLITE -> {
                Path file = Databases.sqliteFile();
                SQLiteDataSource source = new SQLiteDataSource();
                source.setUrl("jdbc:sqlite:" + file);
                yield new Store(source, () -> new SqliteDatabase(file, StatementListener.NONE));
            }
            case POSTGRES -> {
                String url = Databases.postgresUrl();
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(url);
                yield new Store(source, () -> new PostgresDatabase(url, 8, StatementListener.NONE));
            }
        };
        Migrations.run(store.source(), engine, SCHEMA);
        execute(store, engine, lines());
        return store;
    }

    /**
     * As {@link #of(Engine)}, migrated to a later version.
     *
     * @param more statements that add rows there, with ids as {@code uuid'...'}
     */
    public static Store of(Engine engine, String version, List<String> more) {
        Store store = of(engine);
        Migrations.run(store.source(), engine, version);
        execute(store, engine, more);
        return store;
    }

    private static void execute(Store store, Engine engine, List<String> lines) {
        try (Connection connection = store.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String line : lines) {
                statement.execute(in(engine, line));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines() {
        try (InputStream in = FirstVersion.class.getResourceAsStream("first-version.sql")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.startsWith("insert ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String in(Engine engine, String line) {
        String ids = UUIDS.matcher(line)
                .replaceAll(found -> engine == Engine.SQLITE
                        ? "x'" + UUID.fromString(found.group(1)).toString().replace("-", "") + "'"
                        : "'" + found.group(1) + "'");
        return BYTES.matcher(ids).replaceAll(engine == Engine.SQLITE ? "x'$1'" : "'\\\\x$1'");
    }
}
