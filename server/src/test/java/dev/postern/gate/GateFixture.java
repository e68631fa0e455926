package dev.postern.gate;

import dev.postern.CoreBuilder;
import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.AuditRows;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.http.MemoryLease;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The gate of a core on SQLite, without any edge, with two tenants. */
final class GateFixture implements AutoCloseable {
    private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");
    static final Operation READ = mailbox(Area.MAIL, Form.READ, "Mail.Read", "Mail.ReadWrite");
    static final Operation WRITE = mailbox(Area.MAIL, Form.WRITE, "Mail.ReadWrite");

    /** One core for all tests, because it takes much longer to open one than to decide. Each fixture has tenants of its own. */
    private static final class Shared {
        private static final AtomicReference<Instant> NOW = new AtomicReference<>(BEGIN);
        private static final TestCore CORE = core(NOW, core -> core);
        private static final AtomicInteger COUNT = new AtomicInteger();
    }

    final AtomicReference<Instant> now;
    final TestCore here;
    final Gate gate;
    final String domain;
    final Tenant contoso;
    final Tenant fabrikam;
    private final boolean own;

    GateFixture() {
        this(Shared.CORE, Shared.NOW, Shared.COUNT.incrementAndGet(), false);
        here.directory().refresh();
    }

    /** Opens a core of its own. */
    GateFixture(UnaryOperator<CoreBuilder> settings) {
        this(settings, new AtomicReference<>(BEGIN));
    }

    private GateFixture(UnaryOperator<CoreBuilder> settings, AtomicReference<Instant> now) {
        this(core(now, settings), now, 0, true);
    }

    private GateFixture(TestCore here, AtomicReference<Instant> now, int number, boolean own) {
        this.here = here;
        this.now = now;
        this.own = own;
        gate = here.core.gate();
        String subdomain = number == 0 ? "" : "t" + number + ".";
        domain = subdomain + "contoso.example";
        contoso = here.tenant(domain, subdomain + "contoso.test");
        fabrikam = here.tenant(subdomain + "fabrikam.example");
    }

    private static TestCore core(AtomicReference<Instant> now, UnaryOperator<CoreBuilder> settings) {
        return new TestCore(settings.apply(TestCore.on(Databases.open(Engine.SQLITE))
                        .clock(now::get)
                        .maxUnconfirmed(Duration.ofMinutes(5)))
                .open());
    }

    /** An address in the first domain. */
    String at(String alias) {
        return alias + "@" + domain;
    }

    static Operation mailbox(Area area, Form form, String... permissions) {
        return new Operation(area + " " + form, area, form, Set.of(permissions), Set.of());
    }

    static Operation of(Area area, Form form, String... permissions) {
        return mailbox(area, form, permissions);
    }

    User user(String alias) {
        return here.user(contoso, RecipientType.USER_MAILBOX, alias, alias, new MailboxId(here.uuid()));
    }

    ServicePrincipal app(String name, String... roles) {
        return app(contoso, name, WellKnown.MICROSOFT_GRAPH, roles);
    }

    ServicePrincipal app(Tenant tenant, String name, AppId resource, String... roles) {
        ServicePrincipal app = here.principal(tenant, name);
        here.grant(tenant, app, resource, roles);
        return app;
    }

    static RequestContext context(String authorization) {
        UUID id = UUID.randomUUID();
        return new RequestContext(authorization, id, id.toString(), "test");
    }

    /** The caller with a token for Graph that is issued now. */
    Caller caller(ServicePrincipal app) {
        return caller(contoso, app, Resource.GRAPH);
    }

    Caller caller(Tenant tenant, ServicePrincipal app, Resource resource) {
        return gate.caller(context("Bearer " + token(tenant, app, resource)), resource);
    }

    String token(Tenant tenant, ServicePrincipal app, Resource resource) {
        return here.token(
                tenant,
                app,
                switch (resource) {
                    case GRAPH -> "https://graph.microsoft.com";
                    case EXCHANGE -> "https://outlook.office365.com";
                    case AZURE_AD_GRAPH -> "https://graph.windows.net";
                    case MANAGEMENT -> "https://management.azure.com";
                });
    }

    /** The caller of an earlier token in the directory as it is now. */
    Caller again(Caller caller) {
        return new Caller(caller.token(), here.snapshot(contoso), caller.context());
    }

    /** The same caller in a request whose memory is counted. */
    static Caller counted(Caller caller, MemoryLease memory) {
        RequestContext context = caller.context();
        return new Caller(
                caller.token(),
                caller.directory(),
                new RequestContext(
                        context.authorization(),
                        context.requestId(),
                        context.clientRequestId(),
                        context.shared(),
                        context.peer(),
                        memory));
    }

    DirectorySnapshot snapshot() {
        return here.snapshot(contoso);
    }

    ApplicationAccessPolicy policy(ServicePrincipal app, AccessRight right, Group scope) {
        var policy = new ApplicationAccessPolicy(
                new PolicyId(here.uuid()),
                new AppSelector.One(app.appId()),
                right,
                scope.id(),
                Objects.requireNonNull(scope.recipient()).sid(),
                scope.displayName(),
                scope.displayName(),
                null,
                now.get());
        here.directory().change(contoso.id(), TestCore.ACTOR, draft -> {
            draft.put(policy);
            return true;
        });
        return policy;
    }

    void remove(ApplicationAccessPolicy policy) {
        here.directory().change(contoso.id(), TestCore.ACTOR, draft -> {
            draft.remove(policy);
            return true;
        });
    }

    /** Assigns a role for every mailbox. */
    void role(ServicePrincipal app, String role) {
        here.directory().change(contoso.id(), TestCore.ACTOR, draft -> {
            var pointer = new ExchangeServicePrincipal(
                    new ObjectId(here.uuid()), now.get(), app.appId(), app.id(), app.displayName());
            draft.put(pointer);
            draft.put(new ManagementRoleAssignment(
                    new ObjectId(here.uuid()),
                    now.get(),
                    role + " of " + app.displayName(),
                    role,
                    pointer.id(),
                    ManagementRoleAssignment.ScopeType.ORGANIZATION,
                    null));
            return true;
        });
    }

    /** Takes away everything that was granted to an application. */
    void revoke(ServicePrincipal app) {
        here.directory().change(contoso.id(), TestCore.ACTOR, draft -> {
            List.copyOf(draft.before().assignmentsOf(app.id())).forEach(draft::remove);
            return true;
        });
    }

    void enable(ServicePrincipal app, boolean enabled) {
        here.put(
                contoso,
                new ServicePrincipal(
                        app.id(),
                        app.appId(),
                        app.createdAt(),
                        app.displayName(),
                        app.type(),
                        enabled,
                        app.appRoleAssignmentRequired(),
                        app.servicePrincipalNames(),
                        app.alternativeNames(),
                        app.appRoles(),
                        app.credentials(),
                        app.endpointSecret(),
                        app.owners(),
                        app.profile()));
    }

    /** The entries of contoso that are about no mailbox, oldest first, without changes of the directory. */
    List<AuditEntry> audit() {
        here.core.audit().flush();
        return new AuditRows(here.database())
                .ofTenant(contoso.id()).stream()
                        .filter(entry -> !entry.verdict().equals("changed"))
                        .toList();
    }

    List<AuditEntry> audit(User user) {
        here.core.audit().flush();
        return new AuditRows(here.database()).ofMailbox(Objects.requireNonNull(user.mailbox()));
    }

    @Override
    public void close() {
        if (own) {
            here.close();
        }
    }
}
