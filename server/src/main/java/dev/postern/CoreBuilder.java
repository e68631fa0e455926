package dev.postern;

import dev.postern.delivery.SendingLimits;
import dev.postern.gate.PolicyPropagation;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.secrets.Sealer;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import dev.postern.subscription.ChangedMailboxes;
import dev.postern.token.GraphNames;
import dev.postern.token.TokenIssuer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Builds a core with a given database, clock, ids and settings. All have defaults. */
public final class CoreBuilder {
    /** A node that could not confirm its directory for this time refuses every request. */
    private static final Duration MAX_UNCONFIRMED = Duration.ofSeconds(5);

    private final Database database;
    private final Sealer sealer;
    private final UUID node = UUID.randomUUID();
    private UUID server = node;
    private final ChangedMailboxes changed = new ChangedMailboxes();
    private InstantSource clock = InstantSource.system();
    private RandomGenerator ids = new SecureRandom();
    private boolean strictReads;
    private Duration maxUnconfirmed = MAX_UNCONFIRMED;
    private boolean requireScope;
    private Set<String> cloudTenants = Set.of();
    private Duration policyDelay = Duration.ZERO;
    private long maxDirectoryBytes = Runtime.getRuntime().maxMemory() / 2;
    private Duration tokenLifetime = TokenIssuer.DEFAULT_LIFETIME;
    private GraphNames graphNames = GraphNames.NONE;
    private Optional<Duration> relayExpiry = Optional.empty();
    private SendingLimits.Limit mailboxLimit = SendingLimits.Limit.NONE;
    private SendingLimits.Limit appLimit = SendingLimits.Limit.NONE;
    private Mailboxes.Settings mailboxes = new Mailboxes.Settings("contoso.example", false);

    CoreBuilder(Database database, Sealer sealer) {
        this.database = database;
        this.sealer = sealer;
    }

    public CoreBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Sets an id of this server that is the same after a restart. */
    CoreBuilder server(UUID id) {
        server = id;
        return this;
    }

    /** Sets the source of the ids of items and folders. */
    public CoreBuilder ids(RandomGenerator random) {
        ids = random;
        return this;
    }

    /** Sets the maximum age of the last directory refresh; beyond it requests are refused. */
    public CoreBuilder maxUnconfirmed(Duration time) {
        maxUnconfirmed = time;
        return this;
    }

    /** Sets the lifetime of issued tokens. */
    public CoreBuilder tokenLifetime(Duration time) {
        tokenLifetime = time;
        return this;
    }

    /**
     * Delays changes of policies for decisions over Graph, see {@link PolicyPropagation}.
     *
     * @param domains of the tenants
     */
    public CoreBuilder policyDelay(Set<String> domains, Duration delay) {
        cloudTenants = Set.copyOf(domains);
        policyDelay = delay;
        return this;
    }

    /** Sets the names of Microsoft Graph besides those in the directory. */
    public CoreBuilder graphNames(GraphNames names) {
        graphNames = names;
        return this;
    }

    public CoreBuilder mailboxes(Mailboxes.Settings settings) {
        mailboxes = settings;
        return this;
    }

    /** Sets for how long mail to other domains is tried. Without it, it waits for a route. */
    public CoreBuilder relayExpiry(Duration time) {
        relayExpiry = Optional.of(time);
        return this;
    }

    /** Sets how much a mailbox and an application may send in an hour. Without it, there is no limit. */
    public CoreBuilder sendingLimits(SendingLimits.Limit mailbox, SendingLimits.Limit app) {
        mailboxLimit = mailbox;
        appLimit = app;
        return this;
    }

    /**
     * Applies the configuration.
     *
     * @param captured whether mail to other domains is captured, not sent
     * @param disk the disk of the data directory, which contains a SQLite database; the disk of a PostgreSQL server is not known
     */
    CoreBuilder configured(Settings settings, boolean captured, DiskSpace disk, TemporaryFiles temporary) {
        strictReads = settings.audit().strictReads();
        requireScope = settings.access().requireScope();
        settings.memory().directory().ifPresent(size -> maxDirectoryBytes = size.bytes());
        tokenLifetime = settings.token().lifetime();
        if (settings.relay().isOn() && !captured) {
            relayExpiry(settings.relay().expire());
        }
        Settings.Sending sending = settings.mail().sending();
        sendingLimits(
                new SendingLimits.Limit(sending.messagesPerHour(), sending.recipientsPerHour()),
                new SendingLimits.Limit(sending.messagesPerHourOfApp(), sending.recipientsPerHourOfApp()));
        policyDelay(settings.graph().cloud().tenants(), settings.graph().cloud().policyDelay());
        return mailboxes(new Mailboxes.Settings(
                settings.tenants().domain(),
                false,
                quotas(settings.storage().mailbox(), settings.mail()),
                database.engine() == Engine.SQLITE ? disk : DiskSpace.unlimited(),
                temporary));
    }

    private static Quotas quotas(Settings.MailboxSize size, Settings.Mail mail) {
        return new Quotas(
                size.maxItems(),
                size.maxSize().bytes(),
                size.maxRecoverableSize().bytes(),
                size.maxFolders(),
                size.maxFolderDepth(),
                size.maxUploadSessions(),
                size.maxQueued(),
                mail.maxMessageSize().bytes());
    }

    /** Assembles the core. Nothing is started yet. */
    public Core open() {
        return new Core(this);
    }

    /** Returns mailboxes on another view of the database, which may add the audit row of a request. */
    Mailboxes mailboxes(Database over) {
        return new Mailboxes(over, clock, ids, mailboxes, changed);
    }

    long maxDirectoryBytes() {
        return maxDirectoryBytes;
    }

    Database database() {
        return database;
    }

    Sealer sealer() {
        return sealer;
    }

    /** The id of this process; different at every start. */
    UUID node() {
        return node;
    }

    UUID server() {
        return server;
    }

    ChangedMailboxes changed() {
        return changed;
    }

    RandomGenerator ids() {
        return ids;
    }

    SendingLimits sendingLimits() {
        return new SendingLimits(mailboxLimit, appLimit, clock);
    }

    Optional<Duration> relayExpiry() {
        return relayExpiry;
    }

    InstantSource clock() {
        return clock;
    }

    boolean strictReads() {
        return strictReads;
    }

    Duration maxUnconfirmed() {
        return maxUnconfirmed;
    }

    PolicyPropagation propagation() {
        return PolicyPropagation.of(cloudTenants, policyDelay, clock);
    }

    boolean requireScope() {
        return requireScope;
    }

    Duration tokenLifetime() {
        return tokenLifetime;
    }

    GraphNames graphNames() {
        return graphNames;
    }
}
