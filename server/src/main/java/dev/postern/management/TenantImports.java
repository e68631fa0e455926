package dev.postern.management;

import dev.postern.audit.Actor;
import dev.postern.directory.DirectoryFailure;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Gate;
import dev.postern.http.BodyTooLarge;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.importer.ImportLimits;
import dev.postern.importer.ImportRefused;
import dev.postern.importer.ImportReport;
import dev.postern.importer.TenantCreation;
import dev.postern.importer.TenantImport;
import dev.postern.mailbox.TemporaryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /postern/import?tenant=DOMAIN} with a ZIP archive of an export: creates a tenant. Only for the administrator of the first tenant,
 * because it concerns the whole server. One import at a time, on a thread of its own. Thread-safe.
 */
public final class TenantImports {
    private static final int MAX_ARCHIVE_BYTES = 60 << 20;
    private static final int BUFFER = 64 << 10;
    private static final int MAX_DOMAIN_LENGTH = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")+");

    private final ManagementGate gate;
    private final TenantCreation tenants;
    private final TemporaryFiles temporary;
    private final ImportLimits limits;
    private final Semaphore turn = new Semaphore(1);

    public TenantImports(Gate gate, TenantCreation tenants, TemporaryFiles temporary, ImportLimits limits) {
        this.gate = new ManagementGate(gate);
        this.tenants = tenants;
        this.temporary = temporary;
        this.limits = limits;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.add(routes, "POST", "/postern/import", DirectoryOpening.DIRECTORY_WRITE, this::serve);
    }

    private Response serve(DirectoryWriter directory, Request request) {
        String domain = domain(request.rawQuery());
        if (domain == null) {
            return ManagementGate.error(
                    400, "InvalidTenant", "The domain of the new tenant must be a name such as fabrikam.example.");
        }
        if (!tenants.isOperator(
                directory.snapshot().tenant().id(), directory.actor().principal())) {
            directory.qualify("(refused: not the administrator of the first tenant)");
            return ManagementGate.error(
                    403,
                    "AuthorizationFailed",
                    "Only the administrator of the server's first tenant can import tenants.");
        }
        if (!turn.tryAcquire()) {
            return ManagementGate.error(503, "ServerBusy", "Another import is running. Try again later.")
                    .with("Retry-After", "10");
        }
        try {
            Response response = imported(domain, directory.actor(), request);
            directory.qualify("of " + domain + " " + response.status());
            return response;
        } finally {
            turn.release();
        }
    }

    private static @Nullable String domain(String query) {
        return Stream.of(query.split("&"))
                .filter(part -> part.startsWith("tenant="))
                .map(part -> part.substring("tenant=".length()))
                .map(part -> part.matches("[A-Za-z0-9.-]+") ? URLDecoder.decode(part, StandardCharsets.UTF_8) : "")
                .map(part -> part.toLowerCase(Locale.ROOT))
                .filter(part -> part.length() <= MAX_DOMAIN_LENGTH
                        && DOMAIN.matcher(part).matches())
                .filter(part -> !part.matches("[0-9.]+"))
                .findFirst()
                .orElse(null);
    }

    private Response imported(String domain, Actor actor, Request request) {
        try (TemporaryFiles.File archive = temporary.create()) {
            receive(request, archive);
            return answer(run(() -> {
                TenantImport read = TenantImport.read(archive::open, limits);
                return new Outcome(tenants.create(domain, read, actor), read.report());
            }));
        } catch (BodyTooLarge e) {
            return ManagementGate.error(
                    413, "RequestEntityTooLarge", "The archive is larger than " + e.limit() + " bytes.");
        } catch (ImportRefused e) {
            return ManagementGate.error(400, "ImportRefused", e.text());
        } catch (DirectoryFailure.AlreadyExists e) {
            return ManagementGate.error(
                    409,
                    "TenantExists",
                    "A tenant with the domain '" + e.value() + "' exists already. Nothing was changed.");
        }
    }

    private static void receive(Request request, TemporaryFiles.File archive) {
        try (InputStream in = request.bodyStream();
                OutputStream out = archive.write()) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (archive.size() > MAX_ARCHIVE_BYTES) {
                    throw new BodyTooLarge(MAX_ARCHIVE_BYTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Outcome(TenantCreation.Created created, ImportReport report) {}

    /** Runs on a thread of its own: requests share a few carrier threads, which a long computation would occupy. */
    private static Outcome run(Callable<Outcome> work) {
        FutureTask<Outcome> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("import").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new DirectoryFailure.NotCurrent("The server is stopping");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static Response answer(Outcome outcome) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        TenantCreation.Created created = outcome.created();
        body.put("tenantId", created.tenant().id().toString());
        body.put("tenantDomain", created.tenant().defaultDomain());
        ObjectNode imported = body.putObject("imported");
        outcome.report().imported().forEach(imported::put);
        var unused = body.putArray("unused");
        outcome.report()
                .unused()
                .forEach(one -> unused.addObject()
                        .put("file", one.file())
                        .put("item", one.item())
                        .put("reason", one.reason()));
        var warnings = body.putArray("warnings");
        outcome.report().warnings().forEach(warnings::add);
        body.putObject("administrator")
                .put("clientId", created.administrator().toString())
                .put("clientSecret", created.secret());
        return ManagementGate.json(201, body);
    }
}
