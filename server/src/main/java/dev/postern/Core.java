package dev.postern;

import dev.postern.audit.Audit;
import dev.postern.compute.ComputePool;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.DirectoryRecipients;
import dev.postern.delivery.OutsideRoute;
import dev.postern.delivery.ResourceResponder;
import dev.postern.directory.Directory;
import dev.postern.gate.Gate;
import dev.postern.http.tls.AuthorityStore;
import dev.postern.mailbox.Mailboxes;
import dev.postern.receive.ArrivalTrace;
import dev.postern.receive.ReceivedMessages;
import dev.postern.receive.ReceivingHandler;
import dev.postern.receive.ReceivingSettings;
import dev.postern.relay.DkimKeys;
import dev.postern.relay.QueueAdministration;
import dev.postern.relay.RelayRows;
import dev.postern.relay.RelayService;
import dev.postern.secrets.Sealer;
import dev.postern.smtp.server.MailHandler;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.subscription.ChangedMailboxes;
import dev.postern.subscription.Subscriptions;
import dev.postern.token.SigningKeys;
import dev.postern.token.TokenIssuer;
import dev.postern.token.TokenVerifier;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Everything below the edges, assembled in this one place. The server, the test fixtures and embedding programs use this class, so that
 * tests run the same code as the server. Two cores on one database are two nodes.
 *
 * <p>A core starts no threads: the server starts the delivery and schedules the background tasks.
 */
public final class Core implements AutoCloseable {
    private final CloseStack closing = new CloseStack();
    private final Database database;
    private final Sealer sealer;
    private final InstantSource clock;
    private final Audit audit;
    private final Directory directory;
    private final SigningKeys keys;
    private final TokenIssuer issuer;
    private final TokenVerifier tokens;
    private final Mailboxes mailboxes;
    private final MailTraces mailTraces = new MailTraces();
    private final RelayRows relayRows;
    private final Delivery delivery;
    private final QueueAdministration queue;
    private final UUID node;
    private final RandomGenerator ids;
    private final Subscriptions subscriptions;
    private final DkimKeys dkimKeys;
    private final Gate gate;
    private final ChangedMailboxes changed;
    private final ReceivedMessages received;

    /**
     * Returns a builder with default settings for a core on this database, which is closed with the core.
     *
     * @param sealer encrypts stored secrets
     */
    public static CoreBuilder on(Database database, Sealer sealer) {
        return new CoreBuilder(database, sealer);
    }

    Core(CoreBuilder with) {
        this.database = closing.add(with.database());
        this.sealer = with.sealer();
        this.clock = with.clock();
        SecureRandom random = new SecureRandom();
        this.audit = new Audit(database, with.strictReads());
        closing.add(audit::flush);
        this.directory = new Directory(
                database, audit, clock, with.maxUnconfirmed(), with.requireScope(), with.maxDirectoryBytes());
        this.keys = new SigningKeys(database, sealer, random, clock);
        this.issuer = new TokenIssuer(keys, random, clock, with.tokenLifetime(), with.graphNames());
        this.tokens = new TokenVerifier(keys, directory, clock, with.graphNames());
        this.mailboxes = with.mailboxes(database);
        this.relayRows = new RelayRows(clock, with.ids(), with.relayExpiry());
        this.delivery = closing.add(new Delivery(
                database,
                mailboxes,
                new DirectoryRecipients(directory, mailboxes),
                new ResourceResponder(),
                clock,
                with.node(),
                relayRows,
                with.sendingLimits()));
        this.received = new ReceivedMessages(database, clock);
        this.node = with.node();
        this.ids = with.ids();
        this.queue = new QueueAdministration(database, delivery.waiting(), relayRows, mailTraces, clock);
        this.subscriptions = new Subscriptions(database, sealer, clock, with.server());
        this.dkimKeys = new DkimKeys(database, sealer, clock, random);
        this.changed = with.changed();
        this.gate = new Gate(
                directory,
                tokens,
                audit,
                database,
                with::mailboxes,
                delivery::submissions,
                subscriptions,
                with.propagation(),
                clock);
    }

    public Database database() {
        return database;
    }

    public Sealer sealer() {
        return sealer;
    }

    public InstantSource clock() {
        return clock;
    }

    public Audit audit() {
        return audit;
    }

    public Directory directory() {
        return directory;
    }

    public SigningKeys keys() {
        return keys;
    }

    public TokenIssuer issuer() {
        return issuer;
    }

    public TokenVerifier tokens() {
        return tokens;
    }

    public Mailboxes mailboxes() {
        return mailboxes;
    }

    public Delivery delivery() {
        return delivery;
    }

    /** What takes over the mail to other domains. */
    public OutsideRoute outsideRoute() {
        return relayRows;
    }

    /** The administration of the mail to other domains. */
    public QueueAdministration queue() {
        return queue;
    }

    /** Returns a service that sends the mail to other domains. It is not started. */
    public RelayService relay(RelayService.Way way) {
        RelayService service = new RelayService(
                new RelayService.Storage(
                        database, delivery.waiting(), relayRows, mailboxes.temporary(), clock, node, ids),
                way,
                mailTraces);
        queue.add(service);
        return service;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public DkimKeys dkimKeys() {
        return dkimKeys;
    }

    /** What this node has changed in mailboxes with subscriptions. */
    public ChangedMailboxes changed() {
        return changed;
    }

    public Gate gate() {
        return gate;
    }

    /** The messages of other hosts that were stored lately, which are to be forgotten from time to time. */
    public ReceivedMessages received() {
        return received;
    }

    /** What takes the mail of other hosts from a listener. */
    public MailHandler receiving(ReceivingSettings settings, ComputePool pool) {
        return receiving(settings, pool, mailTraces);
    }

    /** As {@link #receiving(ReceivingSettings, ComputePool)}, with another record of what came in. */
    public MailHandler receiving(ReceivingSettings settings, ComputePool pool, ArrivalTrace trace) {
        return new ReceivingHandler(database, directory, delivery, received, trace, pool, settings, clock);
    }

    /** The certificate authorities that nodes share; none with SQLite, which has one node. */
    Optional<AuthorityStore> sharedAuthorities() {
        return database.engine() == Engine.SQLITE
                ? Optional.empty()
                : Optional.of(new SharedAuthorities(database, sealer, clock));
    }

    /** Finishes deliveries in progress, writes the waiting audit entries of reads, and closes the database. */
    @Override
    public void close() {
        closing.close();
    }
}
