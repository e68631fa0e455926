package dev.postern;

import dev.postern.compute.Compute;
import dev.postern.compute.ComputePool;
import dev.postern.console.Console;
import dev.postern.develop.DeveloperMode;
import dev.postern.graph.mail.DeferredMail;
import dev.postern.http.Health;
import dev.postern.http.HttpMetrics;
import dev.postern.http.RequestRouter;
import dev.postern.http.TrafficHistory;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.management.ServerStatus;
import dev.postern.outbound.OutboundClient;
import dev.postern.relay.RelayService;
import dev.postern.settings.Settings;
import dev.postern.token.GraphNames;
import dev.postern.workflow.WorkflowService;
import dev.postern.workflow.api.CloudMetadata;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A running Postern: the composition root. The code is in the order in which a server starts, which is the reverse of the order in which it
 * stops. Several may run in one process.
 */
public final class Postern implements AutoCloseable {
    private final CloseStack closing;
    private final Listeners listeners;
    private final MailListeners mail;
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final Health health;
    private final Development development;
    private final Console console;
    private final Tenants tenants;

    /** Starts a server. When this returns, it accepts requests and the administrator's file is written. */
    public static Postern start(Settings settings, InstantSource clock) {
        return start(settings, clock, null);
    }

    /** As {@link #start(Settings, InstantSource)}, in developer mode, whose clock the server uses. */
    static Postern start(Settings settings, DeveloperMode developer) {
        return start(settings, developer.clock(), developer);
    }

    private static Postern start(Settings settings, InstantSource clock, @Nullable DeveloperMode developer) {
        CloseStack closing = new CloseStack();
        try {
            return new Postern(settings, clock, developer, closing);
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    private Postern(Settings settings, InstantSource clock, @Nullable DeveloperMode developer, CloseStack closing) {
        this.closing = closing;
        SecureRandom random = new SecureRandom();

        // The core, and what only a server needs: tenants with administrators, the compute pool.
        ServerStorage storage = closing.add(ServerStorage.take(settings, clock));
        DataDirectory data = storage.data();
        OwnAddresses own = new OwnAddresses(settings.server());
        GraphNames names = GraphNames.of(own, settings.graph().resourceNames());
        InstantSource real = developer == null ? clock : InstantSource.system();
        // beside SQLite, because both take a third of the time of a start; the authority of several nodes is in their
        // database
        Optional<Future<LocalAuthority>> opening = Optional.of(settings)
                .filter(one -> one.database().url().isEmpty())
                .map(one -> Prepared.of(() ->
                        LocalAuthority.open(data.folder("tls"), one.server().tlsNames(), real)));
        Core core = closing.add(storage.openCore(settings, names, clock, random, developer != null));
        core.keys().start();
        AuditUpkeep audit =
                closing.add(new AuditUpkeep(core, data.path(), settings.audit().retention()));
        Background refresh = closing.add(BackgroundTasks.refresh(core));
        tenants = Tenants.prepare(core.directory(), settings.tenants(), clock, developer == null);
        AdministratorLeases leases =
                closing.add(new AdministratorLeases(core.directory(), data.nodeId(), clock, random));
        development = new Development(developer, core, leases, tenants.all().getFirst(), random);
        Compute compute = closing.add(Compute.of(
                settings.compute().threads().orElseGet(ComputePool::usualThreads),
                settings.compute().cacheBytes().bytes()));

        // The edges and their listeners.
        LocalAuthority authority = opening.map(Prepared::get)
                .orElseGet(() -> authority(data, settings.server().tlsNames(), core, real));
        Optional<OwnCertificateReload> certificate =
                settings.certificate().map(files -> new OwnCertificateReload(files, authority, real));
        listeners = new Listeners(settings, own);
        OutboundClient outbound = OutboundCalls.client(settings.outbound(), authority, own, closing);
        // of its own, so that slow endpoints of subscriptions take no slots of workflows
        OutboundClient notified = OutboundCalls.keeping(settings.outbound(), authority, own, closing);
        // Developer mode captures mail to other domains and never sends it.
        Optional<RelayService> relay =
                developer == null ? new MailRelay(core, settings, outbound, random).service() : Optional.empty();
        relay.ifPresent(closing::add);
        GraphRoutes graph = new GraphRoutes(core, compute, tenants, settings, names, notified);
        SignIn signIn = closing.add(SignIn.of(core, settings.signIn(), outbound, own));
        WorkflowService workflows =
                Workflows.of(core, compute, outbound, own, names, listeners, settings.workflow(), developer != null);
        PrometheusRegistry metrics = new PrometheusRegistry();
        HttpMetrics callers = new HttpMetrics(metrics);
        TrafficHistory traffic = new TrafficHistory(callers::traffic, core.clock());
        health = new Health(Map.of(
                "directory",
                () -> tenants.areCurrent(core.directory()),
                "database",
                core.database()::isReachable,
                "disk",
                storage.disk()::hasRoom,
                "listeners",
                () -> !failed().isDone()));
        AdministratorFiles administrator = new AdministratorFiles(
                leases,
                tenants,
                data,
                () -> new Tenants.Reachable(
                        address(), tlsAddress(), listeners.managementAddress(), authority.caFile()));
        OperatorRoutes operators = new OperatorRoutes(health, metrics);
        console = new Console(new Console.Parts(
                core.database(),
                core.directory(),
                core.audit(),
                core.issuer(),
                new ConsolePrincipals(core.directory(), core.clock(), random),
                core.clock(),
                random));
        closing.add(listeners)
                .open(
                        authority,
                        development.over(new ServerRoutes(
                                        core,
                                        compute,
                                        administrator,
                                        new ImportedTenants(
                                                core.directory(),
                                                leases,
                                                tenants.all().getFirst(),
                                                clock,
                                                random),
                                        settings.mail().maxMessageSize().bytes(),
                                        new ServerStatus.Parts(
                                                health,
                                                traffic,
                                                core.delivery().queue(),
                                                core.queue(),
                                                administrator,
                                                ServerFacts.of(core, storage, listeners::memory)),
                                        audit.keeper().verifications(),
                                        console)
                                .router(
                                        Optional.of(operators)
                                                .filter(_ ->
                                                        settings.management().isEmpty()),
                                        graph,
                                        signIn,
                                        workflows,
                                        new CloudMetadata(own, listeners::tlsAddress),
                                        random)),
                        callers);
        mail = closing.add(new MailListeners(settings));
        var _ = listeners.failed().thenAccept(failed::complete);
        var _ = mail.failed().thenAccept(failed::complete);
        mail.open(authority, core.receiving(MailListeners.handler(settings), compute.pool()));
        listeners.openForOperators(operators.addTo(new RequestRouter()));
        listeners.openForIdentities(
                signIn.login(), core.directory(), tenants.all().getFirst());

        // The background tasks.
        Background background = closing.add(BackgroundTasks.start(
                core,
                audit,
                administrator,
                signIn,
                authority,
                certificate,
                callers,
                traffic,
                new MailboxRetention(core, settings.storage().retention()),
                settings.mail().traceRetention(),
                console,
                new DeferredMail(
                        core.gate(), core.delivery().deferred(), GraphRoutes.mail(tenants, settings), core.clock()),
                graph.notifications()));
        development.tasks(background, refresh, graph.notifications());
        audit.start();
        core.delivery().start();
        relay.ifPresent(RelayService::start);
        closing.add(graph.notifications()).start();
        closing.add(workflows).start();
        ServerMetrics shown = new ServerMetrics(metrics).received(mail.counters());
        relay.ifPresent(service -> shown.relay(service.counters()));
        shown.core(core, storage)
                .memory(listeners.memory())
                .compute(compute)
                .shown(graph.shownEvents())
                .logins(signIn.log())
                .audit(audit.keeper())
                .connections(listeners.connections())
                .certificate(
                        () -> certificate.map(OwnCertificateReload::expires).orElseGet(authority::expires),
                        () -> certificate.map(OwnCertificateReload::refused).orElse(0L))
                .notifications(graph.notifications().worker())
                .workflows(workflows.metrics());
        administrator.writeAll();
    }

    private static LocalAuthority authority(DataDirectory data, List<String> names, Core core, InstantSource clock) {
        Path folder = data.folder("tls");
        return core.sharedAuthorities()
                .map(shared -> LocalAuthority.open(folder, names, clock, shared))
                .orElseGet(() -> LocalAuthority.open(folder, names, clock));
    }

    /** The URL of the HTTP listener. */
    public URI address() {
        return listeners.address();
    }

    /** Developer mode, also if the server is not in it. */
    Development development() {
        return development;
    }

    /** The URL of the HTTPS listener. */
    public URI tlsAddress() {
        return listeners.tlsAddress();
    }

    /** Makes a link that signs the administrator of the first tenant in to the console. */
    String consoleLink(String person) {
        return address() + console.link(tenants.all().getFirst().id(), person);
    }

    /** The port of the listener for SMTP, if there is one. */
    OptionalInt smtpPort() {
        return mail.smtpPort();
    }

    /** The port of the listener for LMTP, if there is one. */
    OptionalInt lmtpPort() {
        return mail.lmtpPort();
    }

    /** The URL of the listener for health and metrics, if it has its own. */
    Optional<URI> managementAddress() {
        return listeners.managementAddress();
    }

    /** Completed with the reason when a listener ends unexpectedly; from then on the server is not ready. */
    public CompletableFuture<String> failed() {
        return failed;
    }

    /** Stops: refuses new requests, finishes those in progress, then closes everything in reverse order. */
    @Override
    public void close() {
        health.stopping();
        closing.close();
    }
}
