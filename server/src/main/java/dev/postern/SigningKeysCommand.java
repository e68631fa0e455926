package dev.postern;

import dev.postern.cli.OutputFormat;
import dev.postern.cli.RowOutput;
import dev.postern.cli.SigningKeyOptions;
import dev.postern.http.Json;
import dev.postern.logging.Logging;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import dev.postern.store.StoreException;
import dev.postern.token.SigningKeyTable;
import dev.postern.token.SigningKeyTable.Listed;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code keys list} and {@code keys retire}, on a database that servers may use meanwhile. */
final class SigningKeysCommand {
    private static final int NOT_FOUND = 1;
    // The other exit statuses are from sysexits.h.
    private static final int OTHER_SCHEMA = 65;
    private static final int UNREADABLE = 69;

    private SigningKeysCommand() {}

    /** Returns the exit status. */
    static int run(SigningKeyOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        CommandDatabase where = new CommandDatabase(options.data(), options.database());
        try {
            return options.retired()
                    .map(id -> retire(where, id, out, err))
                    .orElseGet(() -> list(where, options.format(), out));
        } catch (ReadOnlyDatabase.OtherSchema e) {
            err.println("postern: " + e.getMessage());
            return OTHER_SCHEMA;
        } catch (StoreException | IllegalStateException e) {
            err.println("postern: The signing keys cannot be reached. " + e.getMessage());
            return UNREADABLE;
        }
    }

    private static int retire(CommandDatabase where, String id, PrintStream out, PrintStream err) {
        try (Database database = where.openToWrite()) {
            if (!SigningKeyTable.retire(database, id, Instant.now())) {
                err.println("postern: There is no signing key '" + id + "' in use. ./postern keys list shows all.");
                return NOT_FOUND;
            }
        }
        out.println("Signing key " + id + " is retired. Running servers refuse what it signed within a second;"
                + " clients need new tokens.");
        return 0;
    }

    private static int list(CommandDatabase where, Optional<OutputFormat> format, PrintStream out) {
        try (Database database = where.openToRead()) {
            List<Listed> keys = SigningKeyTable.list(database);
            out.print(format.map(chosen -> rows(keys, chosen)).orElseGet(() -> text(keys)));
            return 0;
        }
    }

    private static String rows(List<Listed> keys, OutputFormat format) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Listed key : keys) {
            var one = all.addObject()
                    .put("kid", key.id())
                    .put("activeFrom", key.activeFrom().toString())
                    .put("encryptionKey", key.encryptionKey());
            if (key.retired() != null) {
                one.put("retired", key.retired().toString());
            }
        }
        return format == OutputFormat.JSON
                ? Json.text(all) + "\n"
                : RowOutput.of(
                        all.valueStream().toList(), format, List.of("kid", "activeFrom", "encryptionKey", "retired"));
    }

    private static String text(List<Listed> keys) {
        var text = new StringBuilder();
        for (Listed key : keys) {
            text.append(key.id()).append("  active from ").append(key.activeFrom());
            text.append(key.retired() == null ? "" : "  retired " + key.retired())
                    .append('\n');
        }
        return text.toString();
    }
}
