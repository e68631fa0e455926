package dev.postern;

import dev.postern.cli.AuditOutput;
import dev.postern.cli.AuditReadOptions;
import dev.postern.cli.Client;
import dev.postern.logging.Logging;
import dev.postern.store.Database;
import dev.postern.store.ReadOnlyDatabase;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code audit search} and {@code audit tail}: on a running server, or on a database without one. If no server is named and none runs, the
 * database in {@code ./data} is read.
 */
final class AuditReading {
    private static final int FAILED = 1;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Path DATA = Path.of("data");

    private AuditReading() {}

    /** Returns the exit status. */
    static int run(AuditReadOptions options, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (options.isLocal()) {
            return local(options, out, err);
        }
        OptionalInt status = new Client(environment, Path.of(""), out, err).audit(options, AuditReading::pause);
        if (status.isPresent()) {
            return status.getAsInt();
        }
        if (!Files.isRegularFile(DATA.resolve("postern.db"))) {
            err.println("There is no server, and no database in ./data. Start a server with ./postern serve, or specify"
                    + " --profile FILE, --data DIR or --database URL.");
            return FAILED;
        }
        return local(options.on(DATA), out, err);
    }

    private static int local(AuditReadOptions options, PrintStream out, PrintStream err) {
        Logging.install(false, "ERROR");
        try (Database database = new CommandDatabase(options.data(), options.database()).openToRead()) {
            AuditInDatabase audit = AuditInDatabase.of(database, options, InstantSource.system());
            new AuditOutput(audit, options, out).print(AuditReading::pause);
            return 0;
        } catch (ReadOnlyDatabase.OtherSchema e) {
            err.println("postern: " + e.getMessage());
            return AuditVerifying.OTHER_SCHEMA;
        } catch (AuditInDatabase.Unknown e) {
            err.println("postern: " + e.getMessage());
            return FAILED;
        } catch (RuntimeException e) {
            // also for unexpected content of the database
            err.println("postern: The audit cannot be read. " + e.getMessage());
            return AuditVerifying.UNREADABLE;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
