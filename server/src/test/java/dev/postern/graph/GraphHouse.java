package dev.postern.graph;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.compute.Compute;
import dev.postern.compute.ComputePool;
import dev.postern.compute.ContentCache;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.directory.WellKnown;
import dev.postern.gate.Gate;
import dev.postern.graph.azuread.AzureAdGraph;
import dev.postern.graph.directory.DirectoryOperations;
import dev.postern.graph.mail.MailHandlers;
import dev.postern.graph.mail.MailSettings;
import dev.postern.http.Handler;
import dev.postern.mailbox.Mailboxes;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.token.ClientProof;
import dev.postern.token.SigningKeys;
import dev.postern.token.TokenIssuer;
import dev.postern.token.TokenTarget;
import dev.postern.token.TokenVerifier;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Everything that stands behind Graph, on a real database, with two tenants; real tokens, real gate, real directory. */
public final class GraphHouse implements AutoCloseable {
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());

    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));
    public final Tenant contoso;
    public final Tenant fabrikam;
    public final Directory directory;
    public final GraphModel model = GraphModel.load();
    public final GraphEdge edge;
    private final Compute compute = new Compute(new ComputePool(2), new ContentCache(1 << 20));
    public final AzureAdGraph azureAd;
    public final Audit audit;
    private final Database database;
    private final TokenIssuer issuer;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Client> clients = new HashMap<>();

    public GraphHouse(Engine engine) {
        database = Databases.open(engine);
        audit = new Audit(database, false);
        directory = new Directory(database, audit, now::get, Duration.ofMinutes(5), false);
        contoso = tenant("contoso.example");
        fabrikam = tenant("fabrikam.example");
        SigningKeys keys = new SigningKeys(database, Sealers.fresh(), random, now::get);
        issuer = new TokenIssuer(keys, random, now::get, Duration.ofHours(1));
        Gate gate = new Gate(
                directory,
                new TokenVerifier(keys, directory, now::get),
                audit,
                database,
                over -> new Mailboxes(over, now::get, random, new Mailboxes.Settings("contoso.example", false)),
                (over, mailboxes) -> {
                    throw new IllegalStateException("Nobody sends mail here");
                },
                now::get);
        GraphErrors errors = new GraphErrors(now::get, DenialText.CLASSIC);
        edge = new GraphEdge(gate, OperationTable.load(), model, errors, compute);
        DirectoryOperations.bind(edge, model, now::get);
        MailHandlers.bindAll(edge, MailSettings.standard(), now::get);
        azureAd = new AzureAdGraph(gate, model, errors, compute.pool(), now::get);
    }

    private Tenant tenant(String domain) {
        return directory.createTenant(new Tenant(new TenantId(UUID.randomUUID()), now.get(), List.of(domain)), ACTOR);
    }

    public DirectorySnapshot snapshot() {
        return directory.snapshot(contoso.id());
    }

    public ServicePrincipal resource(AppId appId) {
        return Objects.requireNonNull(snapshot().servicePrincipal(appId));
    }

    /** A program of contoso that holds these roles on Microsoft Graph. */
    public Client client(String... roles) {
        return client(contoso, WellKnown.MICROSOFT_GRAPH, "https://graph.microsoft.com", edge, roles);
    }

    /** The same for fabrikam. */
    public Client stranger(String... roles) {
        return client(fabrikam, WellKnown.MICROSOFT_GRAPH, "https://graph.microsoft.com", edge, roles);
    }

    /** A program that holds roles on Azure AD Graph. */
    public Client azureAd(String... roles) {
        return client(contoso, WellKnown.AZURE_AD_GRAPH, "https://graph.windows.net", azureAd, roles);
    }

    private Client client(Tenant tenant, AppId resource, String audience, Handler handler, String... roles) {
        String name = tenant.defaultDomain() + " " + audience + " " + String.join("+", roles);
        return clients.computeIfAbsent(name, key -> {
            ServicePrincipal principal = directory.change(tenant.id(), ACTOR, draft -> {
                ServicePrincipal made = principal(key);
                draft.put(made);
                ServicePrincipal guarded = Objects.requireNonNull(draft.before().servicePrincipal(resource));
                guarded.appRoles().stream()
                        .filter(role -> List.of(roles).contains(role.value()))
                        .forEach(role -> draft.put(new AppRoleAssignment(
                                AppRoleAssignment.newId(made.id(), random),
                                made.id(),
                                guarded.id(),
                                role.id(),
                                now.get())));
                return made;
            });
            DirectorySnapshot snapshot = directory.snapshot(tenant.id());
            String token = issuer.issue(
                            snapshot,
                            principal,
                            ClientProof.SECRET,
                            TokenTarget.of(snapshot, audience),
                            URI.create("https://localhost:8443"))
                    .text();
            return new Client(handler, token, principal);
        });
    }

    private ServicePrincipal principal(String name) {
        AppId appId = new AppId(UUID.randomUUID());
        return new ServicePrincipal(
                new ObjectId(UUID.randomUUID()),
                appId,
                now.get(),
                name,
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(appId.toString()),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                Map.of());
    }

    /** A program with a token. */
    public record Client(Handler handler, String token, ServicePrincipal principal) {
        public Answer send(String method, String address, String body, Map<String, String> more) {
            var headers = new HashMap<>(more);
            headers.putIfAbsent("Authorization", "Bearer " + token);
            if (!body.isEmpty()) {
                headers.putIfAbsent("Content-Type", "application/json");
            }
            return Answer.of(handler.handle(TestRequest.of(method, address, headers, body)));
        }

        public Answer get(String address) {
            return send("GET", address, "", Map.of());
        }

        /** With the header that advanced queries need. */
        public Answer eventual(String address) {
            return send("GET", address, "", Map.of("ConsistencyLevel", "eventual"));
        }

        public Answer post(String address, String body) {
            return send("POST", address, body.replace('\'', '"'), Map.of());
        }

        public Answer patch(String address, String body) {
            return send("PATCH", address, body.replace('\'', '"'), Map.of());
        }

        public Answer delete(String address) {
            return send("DELETE", address, "", Map.of());
        }
    }

    @Override
    public void close() {
        compute.close();
        database.close();
    }
}
