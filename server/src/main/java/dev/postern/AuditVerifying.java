package dev.postern;

import dev.postern.audit.Anchors;
import dev.postern.audit.AuditProblem;
import dev.postern.audit.AuditReport;
import dev.postern.audit.ExportedHeads;
import dev.postern.audit.Verifier;
import dev.postern.cli.AuditOptions;
import dev.postern.http.Json;
import dev.postern.logging.Logging;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Verifies the audit in a database, which a server may use at the same time. */
final class AuditVerifying {
    /** Also if nothing could be verified: a script must not take that for an intact audit, nor for its own wrong usage. */
    private static final int NOT_OK = 1;
    // The exit statuses of the other commands on a database are from sysexits.h.
    static final int OTHER_SCHEMA = 65;
    static final int UNREADABLE = 69;

    private AuditVerifying() {}

    /** {@code postern audit verify}: returns the exit status. */
    static int verify(AuditOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        int compared = 0;
        // Reads the anchors first: a running server may add anchors that are newer than what is then read from the
        // database.
        try {
            Anchors anchors = options.data().map(Anchors::read).orElseGet(Anchors::none);
            compared = anchors.size();
            Optional<ExportedHeads> exported = options.head().map(ExportedHeads::read);
            try (Database database = new CommandDatabase(options.data(), options.database()).openToRead()) {
                exported.ifPresent(heads -> anchors.add(heads, database));
                compared = anchors.size();
                AuditReport report = new Verifier(database, anchors, Instant.now(), Verifier.Pace.FULL).run();
                out.print(options.json() ? json(report, compared) : text(report, anchors));
                return report.ok() ? 0 : NOT_OK;
            }
        } catch (ReadOnlyDatabase.OtherSchema e) {
            return failed(options, String.valueOf(e.getMessage()), compared, out, err);
        } catch (RuntimeException e) {
            // also for unexpected content of the database, so that scripts always get a result
            return failed(options, "The audit cannot be verified. " + e.getMessage(), compared, out, err);
        }
    }

    private static int failed(AuditOptions options, String why, int compared, PrintStream out, PrintStream err) {
        err.println("postern: " + why);
        if (options.json()) {
            out.print(Json.text(root(new AuditReport(0, 0, List.of()), false, compared)
                            .put("error", why)) + "\n");
        }
        return NOT_OK;
    }

    private static String json(AuditReport report, int compared) {
        return Json.text(root(report, report.ok(), compared)) + "\n";
    }

    private static ObjectNode root(AuditReport report, boolean ok, int compared) {
        ObjectNode root =
                Json.object().put("ok", ok).put("chains", report.chains()).put("rows", report.rows());
        ArrayNode problems = root.putArray("problems");
        for (AuditProblem problem : report.problems()) {
            problems.addObject()
                    .put("chain", problem.chain())
                    .put("sequence", problem.sequence())
                    .put("kind", problem.kind().toString());
        }
        return root.put("anchors", compared);
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
        text.append(report.ok() ? "The audit is intact: " : "The audit is not as it was written: ")
                .append(report.rows())
                .append(" rows in ")
                .append(report.chains())
                .append(" chains, ")
                .append(report.problems().size())
                .append(" problems.\n");
        text.append(
                anchors.size() == 0
                        ? "No anchors were compared, so a database that was completely rewritten would not be detected."
                                + " Specify the folder with the anchors with --data.\n"
                        : "Compared with " + anchors.size() + " heads outside the database.\n");
        return text.toString();
    }
}
