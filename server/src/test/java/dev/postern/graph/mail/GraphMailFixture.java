package dev.postern.graph.mail;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.compute.Compute;
import dev.postern.compute.ComputePool;
import dev.postern.compute.ContentCache;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.DirectoryRecipients;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.gate.Gate;
import dev.postern.graph.DenialText;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphErrors;
import dev.postern.graph.GraphModel;
import dev.postern.graph.OperationTable;
import dev.postern.graph.item.UploadRoute;
import dev.postern.http.Request;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** A service in one process, without sockets: a tenant, mailboxes, programs with tokens, and the edge. The clock stands still. */
final class GraphMailFixture implements AutoCloseable, InstantSource {
    static final Actor ACTOR = Actor.server(UUID.fromString("5f000000-0000-4000-8000-0000000000aa"));
    static final TenantId TENANT = TenantId.of("5f000000-0000-4000-8000-000000000001");
    static final String ADELE = "adele@contoso.example";
    static final String MEGAN = "megan@contoso.example";
    static final String SHARED = "shared@contoso.example";

    final Database database;
    final Audit audit;
    final Directory directory;
    /** Whose users, programs and groups are made; a test may go on in another one. */
    Tenant tenant;

    final Mailboxes mailboxes;
    final GraphEdge edge;
    final Compute compute = new Compute(new ComputePool(2), new ContentCache(1 << 20));
    final UploadRoute uploads;
    final Delivery delivery;
    private final TokenIssuer issuer;
    private final Random random = new Random(11);
    private Instant now = Instant.parse("2026-11-23T08:00:00Z");

    GraphMailFixture(Engine engine) {
        this(engine, _ -> MailSettings.standard());
    }

    GraphMailFixture(Engine engine, Function<TenantId, MailSettings> settings) {
        this(Databases.open(engine), settings);
    }

    GraphMailFixture(Database opened, Function<TenantId, MailSettings> settings) {
        this(opened, settings, new Mailboxes.Settings("contoso.example", false));
    }

    GraphMailFixture(Database opened, Function<TenantId, MailSettings> settings, Mailboxes.Settings mailSettings) {
        database = opened;
        audit = new Audit(database, false);
        directory = new Directory(database, audit, this, Duration.ofSeconds(5), false);
        tenant = directory.createTenant(new Tenant(TENANT, now, List.of("contoso.example", "contoso.test")), ACTOR);
        mailboxes = new Mailboxes(database, this, random, mailSettings);
        delivery = new Delivery(database, mailboxes, new DirectoryRecipients(directory, mailboxes), this, uuid());
        SigningKeys keys = new SigningKeys(database, Sealers.fresh(), new SecureRandom(), this);
        issuer = new TokenIssuer(keys, new SecureRandom(), this, TokenIssuer.DEFAULT_LIFETIME);
        Gate gate = new Gate(
                directory,
                new TokenVerifier(keys, directory, this),
                audit,
                database,
                over -> new Mailboxes(over, this, random, mailSettings),
                delivery::submissions,
                this);
        GraphErrors errors = new GraphErrors(this, DenialText.CLASSIC);
        edge = new GraphEdge(gate, OperationTable.load(), GraphModel.load(), errors, compute);
        uploads = new UploadRoute(gate, errors);
        MailHandlers.bindAll(edge, settings.apply(tenant.id()), this);
        user("adele", "Adele Vance");
        user("megan", "Megan Bowen");
        user("shared", "Shared Mailbox");
    }

    final Tenant newTenant(String... domains) {
        return directory.createTenant(new Tenant(new TenantId(uuid()), now, List.of(domains)), ACTOR);
    }

    private UUID uuid() {
        return new UUID(
                (random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | (1L << 63));
    }

    User user(String alias, String name) {
        return user(alias, name, new MailboxId(uuid()));
    }

    User user(String alias, String name, MailboxId mailbox) {
        Recipient recipient = new Recipient(
                alias.equals("shared") ? RecipientType.SHARED_MAILBOX : RecipientType.USER_MAILBOX,
                alias,
                alias,
                alias + "@" + tenant.defaultDomain(),
                List.of(alias + ".alias@" + tenant.defaultDomain()),
                "S-1-5-21-1-2-3-" + Math.floorMod(alias.hashCode(), 1_000_000),
                uuid(),
                false,
                Map.of());
        User user = new User(
                new ObjectId(uuid()),
                now,
                name,
                alias + "@" + tenant.defaultDomain(),
                true,
                recipient,
                mailbox,
                Map.of());
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.put(user);
            return true;
        });
        return user;
    }

    /** A program with these permissions. */
    ServicePrincipal app(String name, String... roles) {
        ServicePrincipal app = new ServicePrincipal(
                new ObjectId(uuid()),
                new AppId(uuid()),
                now,
                name,
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                Map.of());
        ServicePrincipal graph = Objects.requireNonNull(snapshot().servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.put(app);
            for (String role : roles) {
                UUID id = graph.appRoles().stream()
                        .filter(known -> known.value().equals(role))
                        .findFirst()
                        .orElseThrow()
                        .id();
                draft.put(new AppRoleAssignment(
                        AppRoleAssignment.newId(app.id(), random), app.id(), graph.id(), id, now));
            }
            return true;
        });
        return app;
    }

    /** Confines a program to one mailbox, by a group that it is in. */
    void confine(ServicePrincipal app, String address) {
        String name = "scope" + app.displayName();
        Group scope = group(name, owner(address).id());
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.put(new ApplicationAccessPolicy(
                    new PolicyId(uuid()),
                    new AppSelector.One(app.appId()),
                    AccessRight.RESTRICT_ACCESS,
                    scope.id(),
                    Objects.requireNonNull(scope.recipient()).sid(),
                    name,
                    name,
                    null,
                    now));
            return true;
        });
    }

    /** A mail-enabled security group. */
    Group group(String name, ObjectId... members) {
        Recipient recipient = new Recipient(
                RecipientType.SECURITY_GROUP,
                name,
                name,
                name + "@contoso.example",
                List.of(),
                "S-1-5-21-1-2-4-" + Math.floorMod(name.hashCode(), 1_000_000),
                uuid(),
                false,
                Map.of());
        Group group = new Group(new ObjectId(uuid()), now, name, name, true, List.of(), recipient, List.of(), Map.of());
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.put(group);
            for (ObjectId member : members) {
                draft.addMember(group.id(), member);
            }
            return true;
        });
        return group;
    }

    DirectorySnapshot snapshot() {
        return directory.snapshot(tenant.id());
    }

    User owner(String address) {
        return (User) Objects.requireNonNull(snapshot().byAddress(address));
    }

    MailboxId mailbox(String address) {
        return Objects.requireNonNull(owner(address).mailbox());
    }

    /** A client that shows this program's token. */
    GraphClient client(ServicePrincipal app) {
        TokenTarget target = TokenTarget.of(snapshot(), "https://graph.microsoft.com");
        String token = issuer.issue(snapshot(), app, ClientProof.SECRET, target, URI.create("https://localhost:8443"))
                .text();
        return new GraphClient(this::handle, token);
    }

    private dev.postern.http.Response handle(Request request) {
        boolean upload = request.segments().get(1).equals(UploadRoute.PATH);
        return upload ? uploads.handle(request) : edge.handle(request);
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        directory.refresh();
    }

    @Override
    public void close() {
        compute.close();
        delivery.close();
        database.close();
    }
}
