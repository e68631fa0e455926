package dev.postern.graph.mail;

import dev.postern.Core;
import dev.postern.CoreBuilder;
import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.compute.Compute;
import dev.postern.delivery.Delivery;
import dev.postern.delivery.SendingLimits;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.graph.DenialText;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphErrors;
import dev.postern.graph.GraphModel;
import dev.postern.graph.OperationTable;
import dev.postern.graph.WhatIfOption;
import dev.postern.graph.item.UploadRoute;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.Request;
import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A service in one process, without sockets: a tenant, mailboxes, applications with tokens, and the edge. The clock is
 * manual.
 */
final class GraphMailFixture implements AutoCloseable, InstantSource {
    static final Actor ACTOR = TestCore.ACTOR;
    static final TenantId TENANT = TenantId.of("5f000000-0000-4000-8000-000000000001");
    static final String ADELE = "adele@contoso.example";
    static final String MEGAN = "megan@contoso.example";
    static final String SHARED = "shared@contoso.example";

    private final TestCore here;
    final Database database;
    final Audit audit;
    final Directory directory;
    /** The tenant in which users, applications and groups are created; a test may switch to another one. */
    Tenant tenant;

    final Mailboxes mailboxes;
    final GraphEdge edge;
    final Compute compute = Compute.of(2, 1 << 20);
    final UploadRoute uploads;
    final Delivery delivery;
    private final Core core;
    private final GraphErrors errors;
    /** Sends what is due on this node. */
    final DeferredMail deferred;

    private final MailSettings rules;
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

    /** With limits on what a mailbox and an application may send in an hour. */
    GraphMailFixture(Engine engine, SendingLimits.Limit ofMailbox, SendingLimits.Limit ofApp) {
        this(
                Databases.open(engine),
                _ -> MailSettings.standard(),
                new Mailboxes.Settings("contoso.example", false),
                core -> core.sendingLimits(ofMailbox, ofApp));
    }

    GraphMailFixture(Database opened, Function<TenantId, MailSettings> settings, Mailboxes.Settings mailSettings) {
        this(opened, settings, mailSettings, core -> core);
    }

    private GraphMailFixture(
            Database opened,
            Function<TenantId, MailSettings> settings,
            Mailboxes.Settings mailSettings,
            UnaryOperator<CoreBuilder> more) {
        here = new TestCore(
                more.apply(TestCore.on(opened).clock(this).ids(random).mailboxes(mailSettings))
                        .open(),
                random);
        core = here.core;
        database = core.database();
        audit = core.audit();
        directory = core.directory();
        mailboxes = core.mailboxes();
        delivery = core.delivery();
        tenant = here.tenant(TENANT, "contoso.example", "contoso.test");
        errors = new GraphErrors(this, DenialText.CLASSIC);
        edge = new GraphEdge(
                core.gate(),
                OperationTable.load(),
                GraphModel.load(),
                errors,
                compute,
                new WhatIfOption(compute.pool(), this),
                GraphEdge.MAX_BODY_BYTES);
        uploads = new UploadRoute(core.gate(), errors, Throttle.off());
        rules = settings.apply(tenant.id());
        MailHandlers.bindAll(edge, rules, this);
        deferred = deferred(core);
        user("adele", "Adele Vance");
        user("megan", "Megan Bowen");
        user("shared", "Shared Mailbox");
    }

    /** The route of uploads with these limits, and the same limits for the requests that begin them. */
    UploadRoute limited(Throttle throttle) {
        edge.limit(throttle);
        return new UploadRoute(core.gate(), errors, throttle);
    }

    private DeferredMail deferred(Core core) {
        return new DeferredMail(core.gate(), core.delivery().deferred(), rules, this);
    }

    /** What is due, on another node with the same database. It is closed with this one. */
    DeferredMail otherNode() {
        return deferred(TestCore.on(database).clock(this).open());
    }

    final Tenant newTenant(String... domains) {
        return here.tenant(domains);
    }

    User user(String alias, String name) {
        return user(alias, name, new MailboxId(here.uuid()));
    }

    User user(String alias, String name, MailboxId mailbox) {
        RecipientType type = alias.equals("shared") ? RecipientType.SHARED_MAILBOX : RecipientType.USER_MAILBOX;
        return here.user(tenant, type, alias, name, mailbox);
    }

    /** Creates an application with these permissions. */
    ServicePrincipal app(String name, String... roles) {
        ServicePrincipal app = here.principal(tenant, name);
        here.grant(tenant, app, WellKnown.MICROSOFT_GRAPH, roles);
        return app;
    }

    /** Removes all grants of a service principal. */
    void revoke(ObjectId principal) {
        directory.change(tenant.id(), ACTOR, draft -> {
            List.copyOf(draft.before().assignmentsOf(principal)).forEach(draft::remove);
            return true;
        });
    }

    /** Confines an application to one mailbox, by a group that contains it. */
    void confine(ServicePrincipal app, String address) {
        String name = "scope" + app.displayName();
        Group scope = group(name, owner(address).id());
        directory.change(tenant.id(), ACTOR, draft -> {
            draft.put(new ApplicationAccessPolicy(
                    new PolicyId(here.uuid()),
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

    /** Creates a mail-enabled security group. */
    Group group(String name, ObjectId... members) {
        return here.group(tenant, name, members);
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

    /** A client with a token of this application. */
    GraphClient client(ServicePrincipal app) {
        String token = here.token(tenant, app, "https://graph.microsoft.com");
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
        here.close();
    }
}
