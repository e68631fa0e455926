package dev.postern.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server that is killed and started again, and callers that repeat what was not answered. */
final class CompanyServer implements AutoCloseable {
    private static final Duration RESTART = Duration.ofMinutes(2);

    private final Path folder;
    private final List<String> machine;
    private final List<String> options;
    private final Administration.App app;
    private final Process script;
    private final CompanyScript javaScript;
    private final Predicate<String> usesJavaScript;
    private final AtomicLong requests = new AtomicLong();
    /** The changes that have no response yet. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    private final ConcurrentLinkedQueue<String> kills = new ConcurrentLinkedQueue<>();
    private volatile Run run;

    /** The server between two kills. */
    private record Run(ServerProcess process, CompanyJava java, CompanyScript.At script) {}

    /**
     * What a change returned.
     *
     * @param value null if it had been made by an attempt that got no response
     */
    record Changed<T>(@Nullable T value, boolean repeated) {}

    /** @param machine options of the JVM; {@code options} are those of the command line */
    CompanyServer(
            Path folder,
            List<String> machine,
            List<String> options,
            JavaScript javaScript,
            Predicate<String> usesJavaScript)
            throws IOException {
        this.folder = folder;
        this.machine = machine;
        this.options = options;
        this.usesJavaScript = usesJavaScript;
        ServerProcess process = ServerProcess.start(folder, machine, options);
        this.app = process.admin().app("company", "Calendars.ReadWrite", "Mail.Read");
        this.script = javaScript.start(
                "company.mjs",
                Map.of(
                        "POSTERN_TENANT", process.admin().tenantId(),
                        "POSTERN_CLIENT_ID", app.appId(),
                        "POSTERN_CLIENT_SECRET", app.secret(),
                        "NODE_EXTRA_CA_CERTS", authority().toString()));
        this.javaScript = new CompanyScript(script);
        this.run = run(process);
    }

    private Path authority() {
        return folder.resolve("tls").resolve("ca.pem");
    }

    private Run run(ServerProcess process) {
        Administration admin = process.admin();
        var clients = new OfficialClients(authority(), admin.tlsAddress(), admin.tenantId());
        return new Run(process, new CompanyJava(clients.graph(clients.secret(app))), javaScript.at(admin.tlsAddress()));
    }

    Administration admin() {
        return run.process().admin();
    }

    /** Sends SIGKILL, and starts the server again. */
    void kill() throws IOException {
        kills.add("killed during: " + String.join("; ", open));
        run.process().close();
        Run next = run(ServerProcess.start(folder, machine, options));
        // before the calls of the next server begin, which must not be abandoned
        javaScript.abandon();
        run = next;
    }

    /** What was going on at the kills, and what was repeated. */
    String kills() {
        return String.join("\n", kills);
    }

    /** How many calls were made. */
    long requests() {
        return requests.get();
    }

    <T> T read(String user, Function<CompanyCaller, T> call) {
        return Objects.requireNonNull(attempt(user, call).value());
    }

    /** @param what it is, for messages about failures */
    <T> Changed<T> change(String user, String what, Function<CompanyCaller, T> call) {
        String text = user + " " + what;
        open.add(text);
        try {
            Changed<T> changed = attempt(user, call);
            if (changed.repeated()) {
                kills.add("repeated: " + text);
            }
            return changed;
        } finally {
            open.remove(text);
        }
    }

    private <T> Changed<T> attempt(String user, Function<CompanyCaller, T> call) {
        Run now = run;
        for (boolean repeated = false; ; repeated = true) {
            requests.incrementAndGet();
            try {
                return new Changed<>(call.apply(usesJavaScript.test(user) ? now.script() : now.java()), repeated);
            } catch (CompanyCaller.Unreachable e) {
                now = after(now, e);
            } catch (CompanyCaller.Refused e) {
                if (repeated && e.status() == 404) {
                    return new Changed<>(null, true); // the first attempt has removed it
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
        script.destroyForcibly();
        script.onExit().join();
        run.process().close();
    }
}
