package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Databases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The schema also works with its tables partitioned by mailbox: PostgreSQL then refuses any unique key without the
 * mailbox.
 */
class MailPartitionTest {
    private static final Map<String, String> TYPES = Map.of(
            "uuid", "uuid", "bytes", "bytea", "bool", "boolean", "bigint", "bigint", "exact", "text collate \"C\"");

    @Test
    void everyKeyContainsTheMailbox() throws SQLException, IOException {
        String schema = text("common/V3__mailbox.sql") + text("postgres/V12__search.sql");
        for (Map.Entry<String, String> type : TYPES.entrySet()) {
            schema = schema.replace("${" + type.getKey() + "}", type.getValue());
        }
        // an engine's own file has no placeholder for the table type
        schema = schema.replaceAll("\\$\\{(table|narrow)}|(?<=\n\\))(?=;)", " partition by hash (mailbox_id)");
        long tables = Pattern.compile("create table").matcher(schema).results().count();
        try (var connection = DriverManager.getConnection(Databases.postgresUrl());
                var statement = connection.createStatement()) {
            statement.execute(schema);
            try (var result = statement.executeQuery("select count(*) from pg_partitioned_table")) {
                result.next();
                assertEquals(tables, result.getLong(1));
            }
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Databases.class.getResourceAsStream("/dev/postern/store/schema/" + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
