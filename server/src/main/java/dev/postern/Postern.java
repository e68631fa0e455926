package dev.postern;

import dev.postern.audit.Audit;
import dev.postern.compute.Compute;
import dev.postern.compute.ComputePool;
import dev.postern.compute.ContentCache;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.DirectoryRecipients;
import dev.postern.directory.Directory;
import dev.postern.exchange.InvokeCommand;
import dev.postern.gate.Gate;
import dev.postern.graph.DenialText;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphErrors;
import dev.postern.graph.GraphModel;
import dev.postern.graph.OperationTable;
import dev.postern.graph.azuread.AzureAdGraph;
import dev.postern.graph.directory.DirectoryOperations;
import dev.postern.graph.mail.MailHandlers;
import dev.postern.graph.mail.MailSettings;
import dev.postern.graph.mail.UploadRoute;
import dev.postern.graph.odata.MailQueryRules;
import dev.postern.http.FrontDoor;
import dev.postern.http.Health;
import dev.postern.http.HttpMetrics;
import dev.postern.http.HttpServer;
import dev.postern.http.MetricsPage;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.login.Login;
import dev.postern.login.LoginLog;
import dev.postern.mailbox.Mailboxes;
import dev.postern.management.AuditByRequest;
import dev.postern.management.Identities;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.token.AssertionAudiences;
import dev.postern.token.CertificateAssertions;
import dev.postern.token.ClientAuthentication;
import dev.postern.token.FederatedAssertions;
import dev.postern.token.HttpDocumentFetcher;
import dev.postern.token.IssuerKeys;
import dev.postern.token.SigningKeys;
import dev.postern.token.TokenIssuer;
import dev.postern.token.TokenVerifier;
import dev.postern.token.UsedAssertions;
import dev.postern.workflow.WorkflowRoom;
import dev.postern.workflow.api.GateAccess;
import dev.postern.workflow.call.Targets;
import dev.postern.workflow.engine.JobSchedulers;
import dev.postern.workflow.identity.DirectoryIdentities;
import dev.postern.workflow.identity.IssuedIdentityTokens;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A Postern, running: the composition root, which alone knows every room. Read it from top to bottom; that is the order in which a server
 * starts, and the reverse of the order in which it stops. Several may run in one process.
 */
public final class Postern implements AutoCloseable {
    /** A node that could not confirm its directory for so long lets nobody in. */
    private static final Duration LONGEST_UNCONFIRMED = Duration.ofSeconds(5);

    private final Closing closing;
    private final HttpServer http;
    private final Health health;

    /** Starts a server. When this returns, requests are answered and the administrator's file is written. */
    public static Postern start(Settings settings, InstantSource clock) {
        Closing closing = new Closing();
        try {
            return new Postern(settings, clock, closing);
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    private Postern(Settings settings, InstantSource clock, Closing closing) {
        this.closing = closing;
        SecureRandom random = new SecureRandom();

        // What it stands on: the folder, the database, the audit, the directory.
        DataDirectory data = closing.add(DataDirectory.take(settings.data()));
        Database database = closing.add(open(settings, data));
        Audit audit = new Audit(database, settings.audit().strictReads());
        closing.add(audit::flush);
        Directory directory = new Directory(
                database, audit, clock, LONGEST_UNCONFIRMED, settings.access().requireScope());
        Tenants tenants = Tenants.prepare(directory, settings.tenants(), clock);

        Compute compute = closing.add(new Compute(
                new ComputePool(settings.compute().threads().orElseGet(ComputePool::usualThreads)),
                new ContentCache(settings.compute().cacheBytes().bytes())));

        // Tokens, mail, and the door.
        LocalAuthority authority = LocalAuthority.open(
                data.path().resolve("tls"), settings.server().tlsNames(), clock);
        SigningKeys keys = new SigningKeys(database, random, clock);
        TokenIssuer issuer =
                new TokenIssuer(keys, random, clock, settings.token().lifetime());
        Function<Database, Mailboxes> mailboxesOver = over -> new Mailboxes(
                over, clock, random, new Mailboxes.Settings(settings.tenants().domain(), false));
        Mailboxes mailboxes = mailboxesOver.apply(database);
        Delivery delivery = closing.add(new Delivery(
                database, mailboxes, new DirectoryRecipients(directory, mailboxes), clock, UUID.randomUUID()));
        Gate gate = new Gate(
                directory,
                new TokenVerifier(keys, directory, clock),
                audit,
                database,
                mailboxesOver,
                delivery::submissions,
                clock);

        // The edges, and the paths under which they answer.
        OwnAddresses own = new OwnAddresses(settings.server());
        UsedAssertions used = new UsedAssertions(database, clock, UsedAssertions.Policy.ONCE_PER_RESOURCE);
        HttpDocumentFetcher fetcher = closing.add(new HttpDocumentFetcher(authority.outwardContext()));
        LoginLog logins = new LoginLog(audit, clock);
        Login login = new Login(directory, clients(own, used, fetcher, clock), issuer, keys, logins, own, clock);
        WorkflowRoom workflows = new WorkflowRoom(
                new WorkflowRoom.Below(
                        database,
                        compute.pool(),
                        new DirectoryIdentities(directory, clock),
                        new IssuedIdentityTokens(directory, issuer, this::tlsAddress),
                        new GateAccess(gate)),
                new WorkflowRoom.Outside(
                        new Targets(
                                this::address,
                                own::authorities,
                                settings.workflow().mapPublicHosts()),
                        authority.outwardContext(),
                        WorkflowRoom.Outside.PATIENCE),
                new WorkflowRoom.Keeping(settings.workflow().retention(), JobSchedulers.REAL),
                clock);
        PrometheusRegistry metrics = new PrometheusRegistry();
        HttpMetrics callers = new HttpMetrics(metrics);
        health = new Health(Map.of("directory", () -> tenants.areCurrent(directory)));
        FrontDoor door = new FrontDoor()
                .route("health", "GET", "/healthz", health::alive)
                .route("health", "GET", "/readyz", health::ready)
                .route("health", "GET", "/metrics", new MetricsPage(metrics));
        graph(door, gate, compute, tenants, settings, clock);
        login.addTo(door.of("login"));
        new InvokeCommand(gate, compute.pool(), clock).addTo(door.of("exchange"));
        new Identities(gate, issuer, clock, random).addTo(door.of("management"));
        new AuditByRequest(gate).addTo(door.of("management"));
        door.mount("workflow", "/subscriptions", workflows.management());
        door.mount("workflow", "/workflows", workflows.callbacks());
        http = closing.add(listen(settings, authority, door, callers));
        own.listening(http);
        settings.imds().forEach(imds -> closing.add(ImdsListener.open(imds, login, directory)));

        // What goes on by itself.
        Background background = closing.add(new Background());
        background.every(Duration.ofSeconds(1), "Reading the directory's changes", directory::refresh);
        background.every(Duration.ofMillis(500), "Writing the audit of reads", audit::flush);
        background.every(
                Duration.ofSeconds(1),
                "Indexing for the search",
                new WhenQuiet(callers::requests, mailboxes.indexer()::round));
        background.every(Duration.ofMinutes(1), "Tending the signing keys", keys::tend);
        background.every(Duration.ofMinutes(1), "Forgetting used assertions", used::forgetExpired);
        background.every(Duration.ofDays(1), "Renewing the server's certificate", authority::renewIfDue);
        delivery.start();
        closing.add(workflows).start();
        new Measures(metrics)
                .unscopedGrants(directory)
                .deliveries(delivery)
                .search(mailboxes.indexer())
                .compute(compute)
                .logins(logins)
                .workflows(workflows.metrics());
        tenants.writeProfiles(
                directory, data, new Tenants.Reachable(address(), tlsAddress(), authority.caFile()), random);
    }

    private static ClientAuthentication clients(
            OwnAddresses own, UsedAssertions used, HttpDocumentFetcher fetcher, InstantSource clock) {
        return new ClientAuthentication(
                new CertificateAssertions(new AssertionAudiences(own), used, clock),
                new FederatedAssertions(new IssuerKeys(fetcher, clock), clock),
                clock);
    }

    private static void graph(
            FrontDoor door, Gate gate, Compute compute, Tenants tenants, Settings settings, InstantSource clock) {
        GraphErrors errors = new GraphErrors(
                clock, DenialText.valueOf(settings.access().denialText().name()));
        GraphModel model = GraphModel.load();
        GraphEdge graph = new GraphEdge(gate, OperationTable.load(), model, errors, compute);
        DirectoryOperations.bind(graph, model, clock);
        MailSettings mail = new MailSettings(
                settings.mail().maxRecipients(),
                MailQueryRules.ofGraph(),
                tenants.ids(settings.graph().unrestrictedQueries()));
        MailHandlers.bindAll(graph, mail, clock);
        door.mount("graph", "/v1.0", graph)
                .mount("graph", "/v1.0/" + UploadRoute.PATH, new UploadRoute(gate, errors))
                .mount(
                        "azuread",
                        "/{tenant}/servicePrincipals",
                        new AzureAdGraph(gate, model, errors, compute.pool(), clock));
    }

    private static Database open(Settings settings, DataDirectory data) {
        return settings.database()
                .url()
                .<Database>map(
                        url -> new PostgresDatabase(url, settings.database().poolSize(), StatementListener.NONE))
                .orElseGet(() -> new SqliteDatabase(data.file("postern.db"), StatementListener.NONE));
    }

    private static HttpServer listen(Settings settings, LocalAuthority authority, FrontDoor door, HttpMetrics callers) {
        Settings.Server at = settings.server();
        String host = at.bind().getHostAddress();
        return HttpServer.start(
                HttpServer.Options.of(
                                new HttpServer.Listener("plain", host, at.port(), null),
                                new HttpServer.Listener("tls", host, at.tlsPort(), authority.serverContext()))
                        .withPublicNames(at.publicNames())
                        .withMetrics(callers),
                door);
    }

    /** Where plain HTTP is answered. */
    public URI address() {
        return http.address("plain");
    }

    /** Where HTTPS is answered. */
    public URI tlsAddress() {
        return http.address("tls");
    }

    /** Stops: no new requests, those in flight are finished, then everything is closed in reverse order. */
    @Override
    public void close() {
        health.stopping();
        closing.close();
    }
}
