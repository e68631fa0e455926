package dev.postern;

import dev.postern.audit.Anchors;
import dev.postern.audit.AuditReport;
import dev.postern.audit.Verifier;
import dev.postern.cli.CheckOptions;
import dev.postern.http.Json;
import dev.postern.logging.Logging;
import dev.postern.mailbox.MailboxConsistency;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import dev.postern.store.SchemaVersion;
import dev.postern.store.SqliteFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code check}: examines a database, and the data directory of a server, without changing anything. A server may run meanwhile. */
final class CheckCommand {
    private static final int PROBLEMS = 1;
    private static final int MAX_LISTED = 1_000;
    private static final String SQLITE = "jdbc:sqlite:";

    /** One examination: what was examined, and the problems. */
    private record Check(String name, String examined, List<String> problems) {}

    private final CheckOptions options;
    private final List<Check> checks = new ArrayList<>();

    private CheckCommand(CheckOptions options) {
        this.options = options;
    }

    /** Returns the exit status: 1 if there are problems, 65 or 69 if the database could not be examined. */
    static int run(CheckOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        CheckCommand command = new CheckCommand(options);
        try {
            command.examine();
        } catch (ReadOnlyDatabase.OtherSchema e) {
            return command.failed(String.valueOf(e.getMessage()), AuditVerifying.OTHER_SCHEMA, out, err);
        } catch (RuntimeException e) {
            return command.failed(
                    "The database cannot be examined. " + e.getMessage(), AuditVerifying.UNREADABLE, out, err);
        }
        out.print(options.json() ? command.json(null) : command.text());
        return command.ok() ? 0 : PROBLEMS;
    }

    private int failed(String why, int status, PrintStream out, PrintStream err) {
        err.println("postern: " + why);
        if (options.json()) {
            out.print(json(why));
        }
        return status;
    }

    private void examine() {
        Optional<Path> file = file();
        file.ifPresent(path -> {
            List<String> problems = new SqliteFile(path).problems(MAX_LISTED);
            checks.add(new Check("file", "every page, and every foreign key", problems));
        });
        Anchors anchors = options.data().map(Anchors::read).orElseGet(Anchors::none);
        try (Database database = new CommandDatabase(options.data(), options.database()).openToRead()) {
            checks.add(new Check("schema", "version " + SchemaVersion.known(), List.of()));
            audit(database, anchors);
            mailboxes(database);
        }
    }

    /** Returns the SQLite file; none for PostgreSQL, whose own tools examine its files. */
    private Optional<Path> file() {
        return options.database().isPresent()
                ? options.database()
                        .filter(url -> url.startsWith(SQLITE))
                        .map(url -> Path.of(url.substring(SQLITE.length())))
                : options.data().map(data -> data.resolve(BackupManifest.DATABASE));
    }

    private void audit(Database database, Anchors anchors) {
        AuditReport report = new Verifier(database, anchors, Instant.now(), Verifier.Pace.FULL).run();
        checks.add(new Check(
                "audit",
                report.rows() + " rows in " + report.chains() + " chains, " + anchors.size() + " anchors",
                report.problems().stream()
                        .limit(MAX_LISTED)
                        .map(one -> one.kind() + " at " + one.sequence() + " in the chain of " + one.chain())
                        .toList()));
    }

    private void mailboxes(Database database) {
        var counters = new ArrayList<String>();
        var search = new ArrayList<String>();
        long mailboxes = MailboxConsistency.examine(database, problem -> {
            List<String> of = problem.isOfSearch() ? search : counters;
            if (of.size() < MAX_LISTED) {
                of.add("mailbox " + problem.mailbox() + " " + problem.text());
            }
        });
        checks.add(new Check("counters", "folders and items of " + mailboxes + " mailboxes", counters));
        checks.add(new Check("search", "the search index of " + mailboxes + " mailboxes", search));
    }

    private boolean ok() {
        return checks.stream().allMatch(check -> check.problems().isEmpty());
    }

    private String json(@Nullable String error) {
        var root = Json.object().put("ok", ok() && error == null);
        var list = root.putArray("checks");
        for (Check check : checks) {
            var one = list.addObject()
                    .put("name", check.name())
                    .put("ok", check.problems().isEmpty())
                    .put("examined", check.examined());
            var problems = one.putArray("problems");
            check.problems().forEach(problems::add);
        }
        if (error != null) {
            root.put("error", error);
        }
        return Json.text(root) + "\n";
    }

    private String text() {
        var text = new StringBuilder();
        for (Check check : checks) {
            text.append(check.problems().isEmpty() ? "ok       " : "PROBLEM  ")
                    .append(check.name())
                    .append(": ")
                    .append(check.examined())
                    .append('\n');
            check.problems()
                    .forEach(problem ->
                            text.append("           ").append(problem).append('\n'));
        }
        return text.append(ok() ? "No problems were found.\n" : "Restore a backup, or report the problems.\n")
                .toString();
    }
}
