package dev.postern.workflow;

import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import com.sun.net.httpserver.HttpServer;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.compute.ComputePool;
import dev.postern.directory.Tenant;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NameLookup;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutwardTrust;
import dev.postern.outbound.OwnEdges;
import dev.postern.outbound.TargetPolicy;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.workflow.api.ArmFailure;
import dev.postern.workflow.api.ManagementCaller;
import dev.postern.workflow.call.Targets;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.identity.IdentityPath;
import dev.postern.workflow.identity.IdentityTokens;
import dev.postern.workflow.identity.WorkflowIdentities;
import dev.postern.workflow.identity.WorkflowIdentity;
import dev.postern.workflow.job.JobSchedulers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A workflow service on a real database that calls a real HTTP service on loopback. Its clock advances only on demand. */
final class WorkflowBench implements AutoCloseable {
    static final TenantId TENANT = new TenantId(UUID.randomUUID());
    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    /** The application that calls the management API. */
    static final AppId CALLER = new AppId(UUID.fromString("00000000-0000-4000-8000-0000000000ca"));
    /** A configured name of Graph. */
    static final String GRAPH_ALIAS = "https://graph.corp.example";

    static final String VERSION = "api-version=2019-05-01";
    private static final String ROOT = "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.Logic/workflows";

    private final Engine engine;
    private final Path file = Databases.sqliteFile();
    private final String url;
    private final ComputePool compute = new ComputePool(2);
    private final HttpServer service;
    final SettableClock clock = new SettableClock();
    final Principals principals = new Principals();
    /** The error that issuing a token ends with, if it is to fail. */
    volatile @Nullable Throwable failure;

    /** May be replaced between {@link #kill} and {@link #open()}, to simulate a lost key. */
    Sealer sealer = Sealers.common();

    /** The claims of the tokens that callers of triggers may have. */
    final Map<String, Map<String, Set<String>>> claims = new ConcurrentHashMap<>();

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    volatile Function<Seen, Answer> behaviour = call -> new Answer(202, Map.of(), "");
    private @Nullable Database database;
    private @Nullable WorkflowService workflows;
    private @Nullable ManualScheduler scheduler;

    /** A call that reached the service. */
    record Seen(String method, String path, Map<String, String> headers, String body) {}

    record Answer(int status, Map<String, String> headers, String body) {}

    /** The service principals that exist. */
    record Principals(Map<String, WorkflowIdentity> byArmId) implements WorkflowIdentities, IdentityTokens {
        Principals() {
            this(new ConcurrentHashMap<>());
        }

        @Override
        public WorkflowIdentity create(TenantId tenant, Kind kind, String displayName, String armId, Actor actor) {
            WorkflowIdentity made = new WorkflowIdentity(new ObjectId(UUID.randomUUID()), new AppId(UUID.randomUUID()));
            byArmId.put(armId, made);
            return made;
        }

        @Override
        public Optional<WorkflowIdentity> find(TenantId tenant, String armId) {
            return Optional.ofNullable(byArmId.get(armId));
        }

        @Override
        public Map<IdentityPath, WorkflowIdentity> userAssigned(TenantId tenant) {
            var found = new java.util.HashMap<IdentityPath, WorkflowIdentity>();
            byArmId.forEach((id, identity) -> IdentityPath.parse(id).ifPresent(path -> found.put(path, identity)));
            return found;
        }

        @Override
        public void rename(TenantId tenant, ObjectId principal, String displayName, String armId, Actor actor) {
            byArmId.entrySet().stream()
                    .filter(entry -> entry.getValue().principalId().equals(principal))
                    .findFirst()
                    .ifPresent(entry -> {
                        byArmId.remove(entry.getKey());
                        byArmId.put(armId, entry.getValue());
                    });
        }

        @Override
        public void remove(TenantId tenant, ObjectId principal, Actor actor) {
            byArmId.values().removeIf(identity -> identity.principalId().equals(principal));
        }

        @Override
        public String token(TenantId tenant, ObjectId principal, String audience) {
            if (byArmId.values().stream()
                    .noneMatch(identity -> identity.principalId().equals(principal))) {
                throw new IdentityTokens.Refused("The service principal is gone.");
            }
            return "token-of-" + principal + "-for-" + audience;
        }
    }

    WorkflowBench(Engine engine) {
        this.engine = engine;
        this.url = engine == Engine.POSTGRES ? Databases.postgresUrl() : "";
        clock.set(START);
        try {
            service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/", exchange -> {
            var headers = new ConcurrentHashMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            Seen call = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            seen.add(call);
            Answer answer = behaviour.apply(call);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        open();
        database()
                .write(sql -> sql.update(
                        "insert into tenant (tenant_id, created_at, revision) values (?, ?, 1) on conflict do nothing",
                        TENANT.value(),
                        START));
    }

    /** Everything that a copy of the database contains: the files with free pages, or all rows of the workflow tables. */
    String copy() {
        if (engine == Engine.POSTGRES) {
            return database()
                    .read(sql -> java.util.stream.Stream.of(
                                    "workflow",
                                    "workflow_version",
                                    "workflow_run",
                                    "workflow_action",
                                    "workflow_attempt",
                                    "workflow_working",
                                    "workflow_trigger",
                                    "workflow_trigger_history",
                                    "workflow_split",
                                    "workflow_subscription")
                            .map(table -> sql.list("select cast(t as text) from " + table + " t", row -> row.text(1))
                                    .toString())
                            .collect(java.util.stream.Collectors.joining("\n")));
        }
        var all = new StringBuilder();
        try (var files = java.nio.file.Files.newDirectoryStream(file.getParent(), "postern.db*")) {
            for (Path one : files) {
                all.append(new String(java.nio.file.Files.readAllBytes(one), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    URI address() {
        return URI.create("http://localhost:" + service.getAddress().getPort());
    }

    /** Opens the database and the workflow service, the first time or after {@link #kill}. */
    void open() {
        open(false);
    }

    /** @param real with the production scheduler, which runs on its own threads */
    void open(boolean real) {
        Database opened = engine == Engine.SQLITE
                ? new SqliteDatabase(file, StatementListener.NONE)
                : new PostgresDatabase(url, 8, StatementListener.NONE);
        database = opened;
        JobSchedulers manual = (base, tasks, ignored) -> {
            ManualScheduler made = TestHelper.createManualScheduler(base.jobs(), tasks)
                    .clock(clock)
                    .build();
            scheduler = made;
            return made;
        };
        workflows = service(opened, real ? JobSchedulers.REAL : manual);
    }

    /** A second node on the same database; it has no timers of its own until it is started. */
    WorkflowService node(Database opened) {
        return service(
                opened,
                (base, tasks, ignored) -> TestHelper.createManualScheduler(base.jobs(), tasks)
                        .clock(clock)
                        .build());
    }

    /** Another connection to the same database, for a second node. */
    Database connect() {
        return new PostgresDatabase(url, 8, StatementListener.NONE);
    }

    private WorkflowService service(Database opened, JobSchedulers schedulers) {
        Audit audit = new Audit(opened, false);
        return new WorkflowService(
                new WorkflowService.Services(
                        opened,
                        sealer,
                        compute,
                        principals,
                        this::token,
                        request -> {
                            if (request.header("authorization").isEmpty()) {
                                throw new ArmFailure(401, "AuthenticationFailed", "No token.");
                            }
                            return new ManagementCaller(
                                    new Tenant(TENANT, START, List.of("contoso.example")), true, entry(audit, request));
                        },
                        (token, tenant) -> Optional.ofNullable(claims.get(token))),
                new WorkflowService.OutgoingCalls(
                        new Targets(this::address, Set::of, GRAPH_ALIAS::equals, true),
                        new OutboundClient(
                                new TargetPolicy(
                                        AllowedTargets.of(List.of("127.0.0.0/8", "::1")),
                                        OwnEdges.NONE,
                                        NameLookup.SYSTEM),
                                OutwardTrust.ofContext(WorkflowBench::context)),
                        Duration.ofSeconds(20)),
                new WorkflowService.RunSettings(
                        Duration.ofDays(90), schedulers, WorkflowService.RunSettings.MISSED_AFTER),
                clock::now);
    }

    private PendingEntry entry(Audit audit, Request request) {
        String operation = request.method() + " /" + String.join("/", request.segments());
        Actor actor = new Actor(CALLER, null, UUID.randomUUID());
        return new PendingEntry(
                audit, new AuditEntry(TENANT, null, clock.now(), actor, operation, "", "granted", null, null, null));
    }

    private String token(TenantId tenant, ObjectId principal, String audience) {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        return principals.token(tenant, principal, audience);
    }

    void start() {
        workflows().start();
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Database database() {
        return java.util.Objects.requireNonNull(database);
    }

    WorkflowService workflows() {
        return java.util.Objects.requireNonNull(workflows);
    }

    /** Runs everything that is due. */
    void run() {
        java.util.Objects.requireNonNull(scheduler).runAnyDueExecutions();
    }

    void move(Duration by) {
        clock.tick(by);
        run();
    }

    JsonNode put(String name, String definition) {
        String body =
                "{\"location\":\"here\",\"identity\":{\"type\":\"SystemAssigned\"},\"properties\":{\"definition\":"
                        + definition.replace('\'', '"').replace('`', '\'') + "}}";
        return json(send("PUT", "/" + name, body));
    }

    /** Sends a request to any path of the management API. */
    Response manage(String method, String path, String body) {
        return workflows().management().handle(new Sent(method, path, "api-version=2019-05-01", body, Map.of()));
    }

    /** Lists the workflows of the group with a query. */
    Response list(String query) {
        return workflows().management().handle(new Sent("GET", ROOT, query, "", Map.of()));
    }

    Response send(String method, String rest, String body) {
        int mark = rest.indexOf('?');
        String path = mark < 0 ? rest : rest.substring(0, mark);
        return send(method, path, body, VERSION + (mark < 0 ? "" : "&" + rest.substring(mark + 1)));
    }

    /** @param query as in a URL */
    Response send(String method, String rest, String body, String query) {
        return workflows().management().handle(new Sent(method, ROOT + rest, query, body, Map.of()));
    }

    Response call(URI uri, String method, String body) {
        return call(uri, method, body, Map.of());
    }

    Response call(URI uri, String method, String body, Map<String, String> more) {
        return call(workflows(), uri, method, body, more);
    }

    static Response call(WorkflowService node, URI uri, String method, String body, Map<String, String> more) {
        return node.callbacks()
                .handle(new Sent(
                        method, uri.getRawPath(), Objects.requireNonNullElse(uri.getRawQuery(), ""), body, more));
    }

    /** Returns the callback URL of a trigger. */
    URI callback(String workflow, String trigger) {
        return URI.create(json(send("POST", "/" + workflow + "/triggers/" + trigger + "/listCallbackUrl", ""))
                .path("value")
                .asString());
    }

    JsonNode get(String rest) {
        return json(send("GET", rest, ""));
    }

    static JsonNode json(Response response) {
        return response.body() instanceof Response.Bytes bytes
                ? JsonValues.parse(new String(bytes.content(), StandardCharsets.UTF_8))
                : JsonValues.object();
    }

    /** Starts a run manually and drives it as far as possible; returns its name. */
    String fire(String workflow, String trigger) {
        Response response = send("POST", "/" + workflow + "/triggers/" + trigger + "/run", "");
        String run = java.util.Objects.requireNonNull(
                        response.headers().get("x-ms-workflow-run-id"),
                        () -> json(response).toString())
                .getFirst();
        run();
        return run;
    }

    /** Returns the properties of a run's action. */
    JsonNode action(String workflow, String run, String action) {
        return get("/" + workflow + "/runs/" + run + "/actions/" + action).path("properties");
    }

    String status(String workflow, String run) {
        return get("/" + workflow + "/runs/" + run)
                .path("properties")
                .path("status")
                .asString();
    }

    /** Simulates the end of the process: tasks marked as running stay marked. */
    void kill() {
        workflows().close();
        database().close();
    }

    @Override
    public void close() {
        kill();
        compute.close();
        service.stop(0);
    }

    private record Sent(String method, String rawPath, String rawQuery, String text, Map<String, String> more)
            implements Request {
        @Override
        public List<String> segments() {
            var parts = new ArrayList<String>();
            for (String part : rawPath.split("/")) {
                if (!part.isEmpty()) {
                    parts.add(java.net.URLDecoder.decode(part, StandardCharsets.UTF_8));
                }
            }
            return parts;
        }

        @Override
        public Optional<String> header(String name) {
            return headers(name).stream().findFirst();
        }

        @Override
        public List<String> headers(String name) {
            return switch (name) {
                case "authorization" -> List.of(more.getOrDefault("authorization", "Bearer test"));
                case "content-type" -> List.of("application/json");
                default ->
                    more.entrySet().stream()
                            .filter(header -> header.getKey().equals(name))
                            .map(Map.Entry::getValue)
                            .toList();
            };
        }

        @Override
        public URI base() {
            return URI.create("http://localhost:8080");
        }

        @Override
        public String peer() {
            return "127.0.0.1";
        }

        @Override
        public UUID requestId() {
            return new UUID(1, 2);
        }

        @Override
        public String clientRequestId() {
            return requestId().toString();
        }

        @Override
        public byte[] body(int limit) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public java.io.InputStream bodyStream() {
            return new java.io.ByteArrayInputStream(body(0));
        }
    }
}
