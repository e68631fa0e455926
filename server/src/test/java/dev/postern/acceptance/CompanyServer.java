package dev.postern.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server that is killed and started again, and callers that repeat what was not answered. */
final class CompanyServer implements AutoCloseable {
    private static final Duration RESTART = Duration.ofSeconds(90);

    private final Path folder;
    private final List<String> options;
    private final Administration.App app;
    private final JavaScript javaScript;
    private final Predicate<String> usesJavaScript;
    private volatile Run run;

    /** The server between two kills. */
    private record Run(ServerProcess process, CompanyJava java, CompanyScript script) {}

    CompanyServer(Path folder, List<String> options, JavaScript javaScript, Predicate<String> usesJavaScript)
            throws IOException {
        this.folder = folder;
        this.options = options;
        this.javaScript = javaScript;
        this.usesJavaScript = usesJavaScript;
        ServerProcess process = ServerProcess.start(folder, List.of(), options);
        this.app = process.admin().app("company", "Calendars.ReadWrite", "Mail.Read");
        this.run = run(process);
    }

    private Run run(ServerProcess process) throws IOException {
        Administration admin = process.admin();
        Path authority = folder.resolve("tls").resolve("ca.pem");
        var clients = new OfficialClients(authority, admin.tlsAddress(), admin.tenantId());
        var script = new CompanyScript(javaScript.start(
                "company.mjs",
                Map.of(
                        "POSTERN", admin.tlsAddress(),
                        "POSTERN_TENANT", admin.tenantId(),
                        "POSTERN_CLIENT_ID", app.appId(),
                        "POSTERN_CLIENT_SECRET", app.secret(),
                        "NODE_EXTRA_CA_CERTS", authority.toString())));
        return new Run(process, new CompanyJava(clients.graph(clients.secret(app))), script);
    }

    Administration admin() {
        return run.process().admin();
    }

    /** Sends SIGKILL, and starts the server again. */
    void kill() throws IOException {
        run.process().close();
        Run next = run(ServerProcess.start(folder, List.of(), options));
        run.script().close();
        run = next;
    }

    <T> @Nullable T call(String user, Function<CompanyCaller, T> call) {
        Run now = run;
        for (boolean repeated = false; ; repeated = true) {
            try {
                return call.apply(usesJavaScript.test(user) ? now.script() : now.java());
            } catch (CompanyCaller.Unreachable e) {
                now = after(now, e);
            } catch (CompanyCaller.Refused e) {
                if (repeated && e.status() == 404) {
                    return null; // the first attempt has removed it
                }
                throw e;
            }
        }
    }

    private Run after(Run killed, CompanyCaller.Unreachable failure) {
        Instant end = Instant.now().plus(RESTART);
        while (run.equals(killed)) {
            if (Instant.now().isAfter(end)) {
                throw failure;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return run;
    }

    @Override
    public void close() {
        run.script().close();
        run.process().close();
    }
}
