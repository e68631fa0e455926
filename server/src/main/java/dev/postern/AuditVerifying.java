package dev.postern;

import dev.postern.audit.Anchors;
import dev.postern.audit.AuditProblem;
import dev.postern.audit.AuditReport;
import dev.postern.audit.Verifier;
import dev.postern.cli.AuditOptions;
import dev.postern.http.Json;
import dev.postern.logging.Logging;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import dev.postern.store.StoreException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Verifies the audit in a database that a server may use meanwhile. */
final class AuditVerifying {
    private static final int PROBLEMS = 1;
    // The rest as sysexits.h has it.
    private static final int OTHER_SCHEMA = 65;
    private static final int UNREADABLE = 69;

    private AuditVerifying() {}

    /** {@code postern audit verify}: answers the exit status. */
    static int verify(AuditOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        // The anchors first: a server that runs may add some that are newer than what is then read of the database.
        try {
            Anchors anchors = options.data().map(Anchors::read).orElseGet(Anchors::none);
            try (Database database = new CommandDatabase(options.data(), options.database()).openToRead()) {
                AuditReport report = new Verifier(database, anchors, Instant.now(), Verifier.Pace.FULL).run();
                out.print(options.json() ? json(report) : text(report, anchors));
                return report.ok() ? 0 : PROBLEMS;
            }
        } catch (ReadOnlyDatabase.OtherSchema e) {
            err.println("postern: " + e.getMessage());
            return OTHER_SCHEMA;
        } catch (StoreException | UncheckedIOException | IllegalStateException e) {
            err.println("postern: The audit cannot be verified. " + e.getMessage());
            return UNREADABLE;
        }
    }

    private static String json(AuditReport report) {
        ObjectNode root = Json.object()
                .put("ok", report.ok())
                .put("chains", report.chains())
                .put("rows", report.rows());
        ArrayNode problems = root.putArray("problems");
        for (AuditProblem problem : report.problems()) {
            problems.addObject()
                    .put("chain", problem.chain())
                    .put("sequence", problem.sequence())
                    .put("kind", problem.kind().toString());
        }
        return Json.text(root) + "\n";
    }

    private static String text(AuditReport report, Anchors anchors) {
        var text = new StringBuilder();
        for (AuditProblem problem : report.problems()) {
            text.append(problem.kind())
                    .append(" at ")
                    .append(problem.sequence())
                    .append(" in the chain of ")
                    .append(problem.chain())
                    .append('\n');
        }
        text.append(report.ok() ? "The audit is whole: " : "The audit is not as it was written: ")
                .append(report.rows())
                .append(" rows in ")
                .append(report.chains())
                .append(" chains, ")
                .append(report.problems().size())
                .append(" problems.\n");
        text.append(
                anchors.size() == 0
                        ? "No anchors were compared, so a database that was written anew as a whole would not show;"
                                + " --data names the folder that has them.\n"
                        : "Compared with " + anchors.size() + " anchors outside the database.\n");
        return text.toString();
    }
}
