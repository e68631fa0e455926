package dev.postern.exchange;

import dev.postern.TestCore;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditKeeper;
import dev.postern.audit.AuditRows;
import dev.postern.compute.ComputePool;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.graph.AskedOperation;
import dev.postern.graph.OperationTable;
import dev.postern.http.Handler;
import dev.postern.http.Health;
import dev.postern.http.HttpMetrics;
import dev.postern.http.Response;
import dev.postern.http.Routes;
import dev.postern.http.TrafficHistory;
import dev.postern.management.AccessFindingsApi;
import dev.postern.management.AccessPlanApi;
import dev.postern.management.AccessUse;
import dev.postern.management.AdministratorSecrets;
import dev.postern.management.ApplicationList;
import dev.postern.management.DkimApi;
import dev.postern.management.EffectiveAccessApi;
import dev.postern.management.Identities;
import dev.postern.management.MigrationApi;
import dev.postern.management.MyMailboxes;
import dev.postern.management.QueueList;
import dev.postern.management.RecipientList;
import dev.postern.management.ServerStatus;
import dev.postern.management.SubscriptionList;
import dev.postern.management.TraceList;
import dev.postern.management.VersionOfServer;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A directory with its gate, tokens and routes, on a real database. The clock does not advance. */
public final class ExchangeFixture implements AutoCloseable {
    public static final URI BASE = TestCore.BASE;
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final JsonMapper JSON = JsonMapper.shared();
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = () -> NOW;
    private final TestCore here;
    private final ComputePool compute = new ComputePool(2);
    private final Routes<Handler> routes = new Routes<>();
    public final Directory directory;
    public final Gate gate;
    private int tenants;
    public Tenant tenant;
    public ServicePrincipal admin;

    public ExchangeFixture(Engine engine) {
        here = new TestCore(TestCore.on(Databases.open(engine))
                .clock(clock)
                .tokenLifetime(Duration.ofHours(1))
                .open());
        directory = here.directory();
        gate = here.core.gate();
        tenant = tenant("contoso.example");
        admin = principal(tenant, "admin");
        grant(tenant, admin, Resource.EXCHANGE, "Exchange.ManageAsApp");
        grant(tenant, admin, Resource.MANAGEMENT, "Identity.ReadWrite.All");
        grant(tenant, admin, Resource.MANAGEMENT, "Audit.Read.All");
        new InvokeCommand(gate, compute, clock).addTo(routes::add);
        new VersionOfServer(gate, () -> dev.postern.http.Json.object().put("version", "test")).addTo(routes::add);
        new ApplicationList(gate, clock).addTo(routes::add);
        new RecipientList(gate, clock).addTo(routes::add);
        new AccessUse(gate, clock).addTo(routes::add);
        new Identities(gate, here.core.issuer(), clock, random).addTo(routes::add);
        new QueueList(gate, here.core.delivery().queue(), here.core.queue()).addTo(routes::add);
        new ServerStatus(
                        gate,
                        new ServerStatus.Parts(
                                new Health(Map.of("database", here.core.database()::isReachable)),
                                new TrafficHistory(() -> new HttpMetrics.Traffic(0, 0, 0), clock),
                                here.core.delivery().queue(),
                                here.core.queue(),
                                new NoSecrets(),
                                () -> dev.postern.http.Json.object().put("version", "test")),
                        clock)
                .addTo(routes::add);
        new DkimApi(gate, here.core.dkimKeys()).addTo(routes::add);
        new TraceList(gate, clock).addTo(routes::add);
        OperationTable table = OperationTable.load();
        var access = new EffectiveAccessApi(
                gate, table.mailboxOperations(), text -> asked(table.asked(text)), "Blocked by policy.");
        access.addTo(routes::add);
        new MigrationApi(gate, access.permissions()).addTo(routes::add);
        new AccessFindingsApi(gate, OperationTable.load().mailboxOperations(), clock).addTo(routes::add);
        new MyMailboxes(gate, access.permissions()).addTo(routes::add);
        new AccessPlanApi(gate, new CmdletPlan(compute, clock, directory::freeWeight)).addTo(routes::add);
        new SubscriptionList(gate, here.core.subscriptions().scan(), clock).addTo(routes::add);
    }

    /** Here are no administrators whose secrets servers renew. */
    private record NoSecrets() implements AdministratorSecrets {
        @Override
        public List<Shown> list(TenantId tenant) {
            return List.of();
        }

        @Override
        public List<Node> nodes(TenantId tenant) {
            return List.of(new Node("here", NOW, true), new Node("there", NOW.minusSeconds(60), false));
        }

        @Override
        public String rotate(TenantId tenant, Actor actor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean revoke(TenantId tenant, UUID keyId, Actor actor) {
            return false;
        }
    }

    private static Operation asked(AskedOperation asked) {
        if (asked.operation() == null) {
            throw new EffectiveAccessApi.NoOperation(asked.problem());
        }
        return asked.operation();
    }

    /** Continues in a new, empty tenant. */
    public void moveIn() {
        tenant = tenant("contoso" + ++tenants + ".example");
        admin = principal(tenant, "admin");
        grant(tenant, admin, Resource.EXCHANGE, "Exchange.ManageAsApp");
    }

    public Routes<Handler> routes() {
        return routes;
    }

    public InstantSource clock() {
        return clock;
    }

    public Database database() {
        return here.core.database();
    }

    /** What verifies the audit, with the anchors of a folder. Closed before the fixture. */
    public AuditKeeper keeper(Path folder) {
        return new AuditKeeper(database(), here.core.audit(), folder, Duration.ofDays(30), clock);
    }

    public SecureRandom random() {
        return random;
    }

    /** The rows of the audit, after those that waited were written. */
    public AuditRows audit() {
        here.core.audit().flush();
        return new AuditRows(here.database());
    }

    /** The audit, to append entries of requests that were not made. */
    public Audit log() {
        return here.core.audit();
    }

    public Tenant tenant(String domain) {
        return here.tenant(domain, "second." + domain);
    }

    /** Creates many users without a mailbox. */
    void users(List<String> names) {
        here.users(tenant, names);
    }

    public DirectorySnapshot snapshot() {
        return directory.snapshot(tenant.id());
    }

    public ServicePrincipal principal(Tenant of, String name) {
        return here.principal(of, name);
    }

    public void grant(Tenant of, ServicePrincipal principal, Resource resource, String role) {
        here.grant(of, principal, resource.appId(), role);
    }

    public void revokeAll(Tenant of, ServicePrincipal principal) {
        directory.change(of.id(), TestCore.ACTOR, draft -> {
            draft.before().assignments().stream()
                    .filter(one -> one.principal().equals(principal.id()))
                    .forEach(draft::remove);
            return true;
        });
    }

    public String token(Tenant of, ServicePrincipal principal, String audience) {
        return here.token(of, principal, audience);
    }

    public String adminToken() {
        return token(tenant, admin, "https://outlook.office365.com");
    }

    /** The response of a cmdlet. */
    public record Reply(int status, JsonNode json, Response response) {
        public List<JsonNode> rows() {
            return json.path("value").valueStream().toList();
        }

        public JsonNode row() {
            return rows().getFirst();
        }

        public List<String> warnings() {
            JsonNode from = json.has("error") ? json.get("error") : json;
            return from.path("@adminapi.warnings")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        /** The text of a failure, without hash and type. */
        public String text() {
            JsonNode error = json.path("error");
            JsonNode inner = error.path("innererror").path("internalexception").path("message");
            String text = inner.asString(error.path("message").asString(""));
            String[] parts = text.split("\\|", 3);
            return parts[parts.length - 1];
        }

        /** The text of a failure in the property that clients read first. */
        public String detail() {
            return json.path("error").path("details").path(0).path("message").asString("");
        }
    }

    /** Runs a cmdlet as the administrator; the parameters are JSON. */
    public Reply run(String cmdlet, String parameters) {
        return post(
                "/adminapi/beta/" + tenant.defaultDomain() + "/InvokeCommand",
                "",
                envelope(cmdlet, parameters),
                Map.of());
    }

    public static String envelope(String cmdlet, String parameters) {
        return "{\"CmdletInput\":{\"CmdletName\":\"" + cmdlet + "\",\"Parameters\":" + parameters + "}}";
    }

    public Reply post(String path, String query, String body, Map<String, String> headers) {
        var all = new java.util.HashMap<>(headers);
        if (headers.keySet().stream().noneMatch("authorization"::equalsIgnoreCase)) {
            all.put("authorization", "Bearer " + adminToken());
        }
        return send("POST", path, query, body, all);
    }

    public Reply send(String method, String path, String query, String body, Map<String, String> headers) {
        TestRequest request = new TestRequest(
                method, path, query, headers, body.getBytes(StandardCharsets.UTF_8), BASE, UUID.randomUUID());
        if (!(routes.find(method, request.segments()) instanceof Routes.Match.Found<Handler>(var route, var values))) {
            throw new AssertionError("No route for " + path + values(path));
        }
        Response response = route.target().handle(request);
        JsonNode json =
                response.body() instanceof Response.Bytes bytes ? JSON.readTree(bytes.content()) : JSON.missingNode();
        return new Reply(response.status(), json, response);
    }

    private static String values(String path) {
        return " (" + path.length() + " characters)";
    }

    @Override
    public void close() {
        compute.close();
        here.close();
    }
}
