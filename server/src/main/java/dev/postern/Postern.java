package dev.postern;

import dev.postern.audit.Anchoring;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditKeeper;
import dev.postern.compute.Compute;
import dev.postern.compute.ComputePool;
import dev.postern.compute.ContentCache;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.DirectoryRecipients;
import dev.postern.directory.Directory;
import dev.postern.exchange.InvokeCommand;
import dev.postern.gate.Gate;
import dev.postern.http.Health;
import dev.postern.http.HttpMetrics;
import dev.postern.http.HttpServer;
import dev.postern.http.MemoryBudget;
import dev.postern.http.MetricsPage;
import dev.postern.http.RequestRouter;
import dev.postern.http.connection.Connections;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.login.Login;
import dev.postern.login.LoginLog;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.management.AuditByRequest;
import dev.postern.management.Identities;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NameLookup;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.TargetPolicy;
import dev.postern.secrets.Sealer;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import dev.postern.store.WatchedDatabase;
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
import dev.postern.workflow.WorkflowService;
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
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A Postern, running: the composition root, which alone knows every room. Read it from top to bottom; that is the order in which a server
 * starts, and the reverse of the order in which it stops. Several may run in one process.
 */
public final class Postern implements AutoCloseable {
    /** A node that could not confirm its directory for so long lets nobody in. */
    private static final Duration LONGEST_UNCONFIRMED = Duration.ofSeconds(5);
    /** Four looks within the second in which a change is in force everywhere: one may be late. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(10);

    private final CloseStack closing;
    private final HttpServer http;
    private final Health health;
    private final CompletableFuture<String> failed = new CompletableFuture<>();

    /** Starts a server. When this returns, requests are answered and the administrator's file is written. */
    public static Postern start(Settings settings, InstantSource clock) {
        CloseStack closing = new CloseStack();
        try {
            return new Postern(settings, clock, closing);
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    private Postern(Settings settings, InstantSource clock, CloseStack closing) {
        this.closing = closing;
        SecureRandom random = new SecureRandom();

        // What it stands on: the folder, the database, the audit, the directory.
        DataDirectory data = closing.add(DataDirectory.take(settings.data()));
        DiskSpace disk =
                DiskSpace.of(data.path(), settings.storage().diskReserve().bytes(), clock);
        Database database = closing.add(new WatchedDatabase(open(settings, data), disk));
        TemporaryFiles temporary = TemporaryFiles.in(
                data.path().resolve("tmp"), settings.storage().temporaryBytes().bytes());
        Audit audit = new Audit(database, settings.audit().strictReads());
        Duration retention = settings.audit().retention();
        Anchoring anchoring = new Anchoring(database, audit, data.path(), retention, clock);
        closing.add(anchoring::all);
        closing.add(audit::flush);
        Directory directory = new Directory(
                database, audit, clock, LONGEST_UNCONFIRMED, settings.access().requireScope());
        Background looks = closing.add(new Background(1));
        looks.every(BETWEEN_LOOKS, "Reading the directory's changes", directory::refresh);
        Tenants tenants = Tenants.prepare(directory, settings.tenants(), clock);
        AdministratorLeases leases = closing.add(new AdministratorLeases(directory, data.nodeId(), clock, random));

        Compute compute = closing.add(new Compute(
                new ComputePool(settings.compute().threads().orElseGet(ComputePool::usualThreads)),
                new ContentCache(settings.compute().cacheBytes().bytes())));

        // Tokens, mail, and the door.
        LocalAuthority authority =
                LocalAuthority.open(data.folder("tls"), settings.server().tlsNames(), clock);
        Sealer sealer = StoredSecrets.seal(database, StoredSecrets.keyring(settings, data, random));
        SigningKeys keys = new SigningKeys(database, sealer, random, clock);
        TokenIssuer issuer =
                new TokenIssuer(keys, random, clock, settings.token().lifetime());
        Mailboxes.Settings mailboxSettings = new Mailboxes.Settings(
                settings.tenants().domain(),
                false,
                quotas(settings.storage().mailbox()),
                database.engine() == Engine.SQLITE ? disk : DiskSpace.unlimited(),
                temporary);
        Function<Database, Mailboxes> mailboxesOver = over -> new Mailboxes(over, clock, random, mailboxSettings);
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
        UsedAssertions used = new UsedAssertions(
                database,
                clock,
                settings.signIn().singleUseAssertions()
                        ? UsedAssertions.Policy.ONCE_PER_RESOURCE
                        : UsedAssertions.Policy.WHILE_VALID);
        OutboundClient outbound = outbound(settings.outbound(), authority, own, closing);
        HttpDocumentFetcher fetcher = new HttpDocumentFetcher(outbound);
        LoginLog logins = new LoginLog(audit, clock, settings.signIn().failedLogins());
        closing.add(logins::sumUp);
        Login login = new Login(directory, clients(own, used, fetcher, clock), issuer, keys, logins, own, clock);
        WorkflowService workflows = new WorkflowService(
                new WorkflowService.Below(
                        database,
                        sealer,
                        compute.pool(),
                        new DirectoryIdentities(directory, clock),
                        new IssuedIdentityTokens(directory, issuer, this::tlsAddress),
                        new GateAccess(gate)),
                new WorkflowService.Outside(
                        new Targets(
                                this::address, own::origins, settings.workflow().mapPublicHosts()),
                        outbound,
                        WorkflowService.Outside.PATIENCE),
                new WorkflowService.Keeping(settings.workflow().retention(), JobSchedulers.REAL),
                clock);
        PrometheusRegistry metrics = new PrometheusRegistry();
        HttpMetrics callers = new HttpMetrics(metrics);
        Connections connections = Listeners.connections(settings.connections());
        health = new Health(Map.of(
                "directory",
                () -> tenants.areCurrent(directory),
                "database",
                database::isReachable,
                "disk",
                disk::hasRoom,
                "listeners",
                () -> !failed.isDone()));
        RequestRouter door = new RequestRouter()
                .route("health", "GET", "/healthz", health::alive)
                .route("health", "GET", "/readyz", health::ready)
                .route("health", "GET", "/metrics", new MetricsPage(metrics));
        GraphRoutes.addTo(door, gate, compute, tenants, settings, clock);
        login.addTo(door.of("login"));
        new InvokeCommand(gate, compute.pool(), clock).addTo(door.of("exchange"));
        new Identities(gate, issuer, clock, random).addTo(door.of("management"));
        new AuditByRequest(gate).addTo(door.of("management"));
        door.mount("workflow", "/subscriptions", workflows.management());
        door.mount("workflow", "/workflows", workflows.callbacks());
        MemoryBudget memory = settings.memory()
                .budget()
                .map(budget -> MemoryBudget.of(budget.bytes()))
                .orElseGet(MemoryBudget::ofHeap);
        http = closing.add(watched(
                Listeners.open(settings, authority, connections, new DatabaseOutageFilter(door), callers, memory)));
        own.listening(http);
        settings.imds()
                .forEach(imds -> own.speaksForIdentity(closing.add(watched(
                        ImdsListener.open(imds, login, directory, tenants.all().getFirst(), connections, memory)))));

        // What goes on by itself.
        Background background = closing.add(new Background(2));
        background.every(Duration.ofMillis(500), "Writing the audit of reads", audit::flush);
        background.every(Duration.ofMinutes(1), "Anchoring the audit", anchoring::round);
        background.every(
                Duration.ofSeconds(1),
                "Indexing for the search",
                new IdleTask(callers::requests, mailboxes.indexer()::round));
        background.every(Duration.ofMinutes(1), "Removing what nobody uses", mailboxes.sweeps()::round);
        background.every(Duration.ofMinutes(1), "Tending the signing keys", keys::tend);
        background.every(Duration.ofMinutes(1), "Forgetting used assertions", used::forgetExpired);
        background.every(Duration.ofMinutes(1), "Summing up failed logins", logins::sumUp);
        background.every(Duration.ofMinutes(1), "Renewing the administrator's secret", leases::renew);
        background.every(Duration.ofDays(1), "Renewing the server's certificate", authority::renewIfDue);
        AuditKeeper keeper = closing.add(new AuditKeeper(database, audit, data.path(), retention, clock));
        keeper.start();
        delivery.start();
        closing.add(workflows).start();
        new ServerMetrics(metrics)
                .memory(memory)
                .unscopedGrants(directory)
                .deliveries(delivery)
                .search(mailboxes.indexer())
                .storage(database, disk, temporary, mailboxes.sweeps())
                .compute(compute)
                .logins(logins)
                .audit(keeper)
                .connections(connections)
                .workflows(workflows.metrics());
        tenants.writeProfiles(leases, data, new Tenants.Reachable(address(), tlsAddress(), authority.caFile()));
    }

    private static Quotas quotas(Settings.MailboxSize size) {
        return new Quotas(
                size.maxItems(),
                size.maxSize().bytes(),
                size.maxRecoverableSize().bytes(),
                size.maxFolders(),
                size.maxFolderDepth(),
                size.maxUploadSessions(),
                size.maxQueued());
    }

    private static ClientAuthentication clients(
            OwnAddresses own, UsedAssertions used, HttpDocumentFetcher fetcher, InstantSource clock) {
        AssertionAudiences audiences = new AssertionAudiences(own);
        return new ClientAuthentication(
                new CertificateAssertions(audiences, used, clock),
                new FederatedAssertions(new IssuerKeys(fetcher, clock), audiences, clock),
                clock);
    }

    private static OutboundClient outbound(
            Settings.Outbound settings, LocalAuthority authority, OwnAddresses own, CloseStack closing) {
        NameLookup names = closing.add(new NameLookup.Pooled(NameLookup.SYSTEM, LONGEST_LOOKUP));
        return closing.add(new OutboundClient(
                new TargetPolicy(AllowedTargets.of(settings.allowedTargets()), own, names),
                authority.outwardContext(settings.trusted())));
    }

    static Database open(Settings settings, DataDirectory data) {
        return settings.database()
                .url()
                .<Database>map(
                        url -> new PostgresDatabase(url, settings.database().poolSize(), StatementListener.NONE))
                .orElseGet(() -> new SqliteDatabase(data.file("postern.db"), StatementListener.NONE));
    }

    private HttpServer watched(HttpServer server) {
        var _ = server.failed().thenAccept(failed::complete);
        return server;
    }

    /** Where plain HTTP is answered. */
    public URI address() {
        return http.address("plain");
    }

    /** Where HTTPS is answered. */
    public URI tlsAddress() {
        return http.address("tls");
    }

    /** Completed with what happened when a listener ends that nobody stopped. The server is of little use then, and not ready. */
    public CompletableFuture<String> failed() {
        return failed;
    }

    /** Stops: no new requests, those in flight are finished, then everything is closed in reverse order. */
    @Override
    public void close() {
        health.stopping();
        closing.close();
    }
}
