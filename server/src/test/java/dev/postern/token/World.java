package dev.postern.token;

import dev.postern.Core;
import dev.postern.TestCore;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.audit.AuditRows;
import dev.postern.directory.AppRole;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.directory.WellKnown;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Two tenants, and everything that issues and verifies tokens, on a database of its own. */
public final class World implements AutoCloseable {
    public static final URI BASE = TestCore.BASE;
    public static final Actor ACTOR = TestCore.ACTOR;
    private static final Duration SOON = Duration.ofDays(30);

    /** The server's own URLs. */
    public final Set<URI> own = ConcurrentHashMap.newKeySet();

    private final TestCore here;
    public final InstantSource clock;
    public final SecureRandom random = new SecureRandom();
    public final Database database;
    public final Audit audit;
    public final AuditRows auditRows;
    public final Directory directory;
    public final SigningKeys keys;
    final Sealer sealer = Sealers.fresh();
    public final TokenIssuer issuer;
    public final TokenVerifier verifier;
    public final ClientAuthentication clients;
    public final UsedAssertions used;
    public final Tenant contoso;
    public final Tenant fabrikam;

    public World(Engine engine, InstantSource clock, DocumentFetcher fetcher) {
        this.clock = clock;
        own.add(BASE);
        this.here = new TestCore(
                Core.on(Databases.open(engine), sealer)
                        .clock(clock)
                        .maxUnconfirmed(Duration.ofDays(36_500))
                        .graphNames(GraphNames.of(() -> own, List.of()))
                        .open(),
                random);
        Core core = here.core;
        this.database = core.database();
        this.audit = core.audit();
        this.auditRows = new AuditRows(database);
        this.directory = core.directory();
        this.contoso = here.tenant("contoso.example");
        this.fabrikam = here.tenant("fabrikam.example");
        this.keys = core.keys();
        keys.start();
        this.issuer = core.issuer();
        this.verifier = core.tokens();
        this.used = new UsedAssertions(database, clock, UsedAssertions.Policy.ONCE_PER_RESOURCE);
        this.clients = ClientAuthentication.of(() -> own, issuer, used, fetcher, clock);
    }

    /** An application with a secret. */
    public record Program(Tenant tenant, ServicePrincipal principal, NewSecret secret) {
        public String clientId() {
            return principal.appId().toString();
        }
    }

    public DirectorySnapshot snapshot(Tenant tenant) {
        return directory.snapshot(tenant.id());
    }

    public void put(Tenant tenant, DirectoryObject object) {
        here.put(tenant, object);
    }

    /** Creates an application in a tenant with a secret and these other credentials. */
    public Program program(Tenant tenant, String name, Credentials more) {
        NewSecret secret = NewSecret.of("test", clock.instant(), clock.instant().plus(SOON), random);
        AppId appId = new AppId(UUID.randomUUID());
        put(
                tenant,
                new Application(
                        new ObjectId(UUID.randomUUID()),
                        appId,
                        clock.instant(),
                        name,
                        List.of(),
                        List.of(),
                        more.withPasswords(List.of(secret.credential())),
                        List.of(),
                        Map.of()));
        ServicePrincipal principal =
                principal(appId, name, ServicePrincipalType.APPLICATION, true, List.of(), null, List.of());
        put(tenant, principal);
        return new Program(tenant, principal, secret);
    }

    public Program program(Tenant tenant, String name) {
        return program(tenant, name, Credentials.NONE);
    }

    public ServicePrincipal identity(Tenant tenant, String name, ObjectId id, SecretHash secret) {
        ServicePrincipal made = principal(
                new AppId(UUID.randomUUID()),
                name,
                ServicePrincipalType.MANAGED_IDENTITY,
                true,
                List.of(
                        "isExplicit=False",
                        "/subscriptions/1/resourcegroups/g/providers/Microsoft.Logic/workflows/" + name),
                secret,
                List.of());
        ServicePrincipal principal = new ServicePrincipal(
                id,
                made.appId(),
                made.createdAt(),
                name,
                made.type(),
                true,
                false,
                List.of(),
                made.alternativeNames(),
                List.of(),
                Credentials.NONE,
                secret,
                List.of(),
                Map.of());
        put(tenant, principal);
        return principal;
    }

    private ServicePrincipal principal(
            AppId appId,
            String name,
            ServicePrincipalType type,
            boolean enabled,
            List<String> alternativeNames,
            @Nullable SecretHash secret,
            List<String> names) {
        return new ServicePrincipal(
                new ObjectId(UUID.randomUUID()),
                appId,
                clock.instant(),
                name,
                type,
                enabled,
                false,
                names,
                alternativeNames,
                List.of(),
                Credentials.NONE,
                secret,
                List.of(),
                Map.of());
    }

    /** A resource of the tenant with one role, {@code Do.It}. */
    public ServicePrincipal resource(
            Tenant tenant, String uri, boolean enabled, boolean roleRequired, Map<String, JsonNode> profile) {
        AppId appId = new AppId(UUID.randomUUID());
        AppRole role = new AppRole(UUID.randomUUID(), "Do.It", "Do it", "Do it", List.of("Application"), true);
        put(
                tenant,
                new Application(
                        new ObjectId(UUID.randomUUID()),
                        appId,
                        clock.instant(),
                        uri,
                        List.of(uri),
                        List.of(role),
                        Credentials.NONE,
                        List.of(),
                        profile));
        ServicePrincipal resource = new ServicePrincipal(
                new ObjectId(UUID.randomUUID()),
                appId,
                clock.instant(),
                uri,
                ServicePrincipalType.APPLICATION,
                enabled,
                roleRequired,
                List.of(),
                List.of(),
                List.of(role),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
        put(tenant, resource);
        return resource;
    }

    public void disable(Tenant tenant, ServicePrincipal one) {
        put(
                tenant,
                new ServicePrincipal(
                        one.id(),
                        one.appId(),
                        one.createdAt(),
                        one.displayName(),
                        one.type(),
                        false,
                        one.appRoleAssignmentRequired(),
                        one.servicePrincipalNames(),
                        one.alternativeNames(),
                        one.appRoles(),
                        one.credentials(),
                        one.endpointSecret(),
                        one.owners(),
                        one.profile()));
    }

    /** Grants a Graph role. */
    public void grant(Tenant tenant, ServicePrincipal principal, String value) {
        here.grant(tenant, principal, WellKnown.MICROSOFT_GRAPH, value);
    }

    /** Returns a token as the token endpoint issues it. */
    public IssuedToken token(Tenant tenant, ServicePrincipal principal, String resource) {
        DirectorySnapshot snapshot = snapshot(tenant);
        return issuer.issue(snapshot, principal, ClientProof.SECRET, issuer.target(snapshot, resource), BASE);
    }

    @Override
    public void close() {
        here.close();
    }
}
