package dev.postern;

import dev.postern.audit.AuditExport;
import dev.postern.cli.AuditExportOptions;
import dev.postern.cli.FileProblem;
import dev.postern.http.Json;
import dev.postern.logging.Logging;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;

/** Exports the audit of a database, which a server may use at the same time. */
final class AuditExporting {
    private static final int NOT_WHOLE = 1;
    /** From sysexits.h: the output file cannot be written. */
    private static final int CANNOT_CREATE = 73;

    private AuditExporting() {}

    /** {@code postern audit export}: returns the exit status. */
    static int export(AuditExportOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        Instant now = Instant.now();
        try (Database database = new CommandDatabase(options.data(), options.database()).openToRead()) {
            AuditExport.Done done = AuditExport.write(database, options.file().toAbsolutePath(), now);
            out.println(
                    options.json()
                            ? Json.text(Json.object()
                                    .put("ok", done.whole())
                                    .put("chains", done.chains())
                                    .put("rows", done.rows()))
                            : "Exported " + done.rows() + " rows of " + done.chains() + " chains to " + options.file()
                                    + ".");
            if (!done.whole()) {
                err.println("WARNING: The audit is not as it was written. ./postern audit verify lists the problems.");
            }
            return done.whole() ? 0 : NOT_WHOLE;
        } catch (ReadOnlyDatabase.OtherSchema e) {
            err.println("postern: " + e.getMessage());
            return AuditVerifying.OTHER_SCHEMA;
        } catch (IOException e) {
            err.println("postern: The file " + options.file() + " cannot be written: " + FileProblem.writing(e) + ".");
            return CANNOT_CREATE;
        } catch (RuntimeException e) {
            // also for unexpected content of the database
            err.println("postern: The audit cannot be exported. " + e.getMessage());
            return AuditVerifying.UNREADABLE;
        }
    }
}
