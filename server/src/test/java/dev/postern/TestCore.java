package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.secrets.Sealers;
import dev.postern.store.Database;
import dev.postern.token.ClientProof;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A core for tests, with methods that create directory objects. The fixtures of other packages use it. */
public final class TestCore implements AutoCloseable {
    public static final Actor ACTOR = Actor.server(UUID.fromString("5f000000-0000-4000-8000-0000000000aa"));
    public static final URI BASE = URI.create("https://localhost:8443");

    public final Core core;
    private final RandomGenerator random;

    public TestCore(Core core) {
        this(core, new Random(11));
    }

    /** @param random generates the ids of objects */
    public TestCore(Core core, RandomGenerator random) {
        this.core = core;
        this.random = random;
    }

    /** Creates a core on this database, with an encryption key of its own. */
    public static CoreBuilder on(Database database) {
        return Core.on(database, Sealers.fresh());
    }

    public Database database() {
        return core.database();
    }

    public Directory directory() {
        return core.directory();
    }

    public UUID uuid() {
        return new UUID(
                (random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | (1L << 63));
    }

    public Tenant tenant(String... domains) {
        return tenant(new TenantId(uuid()), domains);
    }

    public Tenant tenant(TenantId id, String... domains) {
        return directory().createTenant(new Tenant(id, core.clock().instant(), List.of(domains)), ACTOR);
    }

    public DirectorySnapshot snapshot(Tenant tenant) {
        return directory().snapshot(tenant.id());
    }

    public <T extends DirectoryObject> T put(Tenant tenant, T object) {
        return directory().change(tenant.id(), ACTOR, draft -> {
            draft.put(object);
            return object;
        });
    }

    /** Creates a mailbox with an owner; its address is the alias in the tenant's first domain. */
    public User user(Tenant tenant, RecipientType type, String alias, String name, @Nullable MailboxId mailbox) {
        return put(tenant, unsaved(tenant, type, alias, name, mailbox));
    }

    private User unsaved(Tenant tenant, RecipientType type, String alias, String name, @Nullable MailboxId mailbox) {
        String address = alias + "@" + tenant.defaultDomain();
        return new User(
                new ObjectId(uuid()),
                core.clock().instant(),
                name,
                address,
                true,
                recipient(type, alias, address, List.of(alias + ".alias@" + tenant.defaultDomain())),
                mailbox,
                Map.of());
    }

    /** Creates many users without a mailbox, in one change. */
    public void users(Tenant tenant, List<String> names) {
        directory().change(tenant.id(), ACTOR, draft -> {
            names.forEach(name -> draft.put(unsaved(tenant, RecipientType.MAIL_USER, name, name, null)));
            return true;
        });
    }

    /** Creates a mail-enabled security group. */
    public Group group(Tenant tenant, String name, ObjectId... members) {
        String address = name + "@" + tenant.defaultDomain();
        Group group = new Group(
                new ObjectId(uuid()),
                core.clock().instant(),
                name,
                name,
                true,
                List.of(),
                recipient(RecipientType.SECURITY_GROUP, name, address, List.of()),
                List.of(),
                Map.of());
        return directory().change(tenant.id(), ACTOR, draft -> {
            draft.put(group);
            for (ObjectId member : members) {
                draft.addMember(group.id(), member);
            }
            return group;
        });
    }

    private Recipient recipient(RecipientType type, String alias, String address, List<String> others) {
        UUID guid = uuid();
        String sid = "S-1-5-21-1-2-" + (guid.getLeastSignificantBits() & 0xffff_ffffL) + "-"
                + (guid.getMostSignificantBits() & 0xffff_ffffL);
        return new Recipient(type, alias, alias, address, others, sid, guid, false, Map.of());
    }

    /** Creates an application without credentials; tests get its tokens from the issuer. */
    public ServicePrincipal principal(Tenant tenant, String name) {
        AppId app = new AppId(uuid());
        return put(
                tenant,
                new ServicePrincipal(
                        new ObjectId(uuid()),
                        app,
                        core.clock().instant(),
                        name,
                        ServicePrincipalType.APPLICATION,
                        true,
                        false,
                        List.of(app.toString()),
                        List.of(),
                        List.of(),
                        Credentials.NONE,
                        null,
                        List.of(),
                        Map.of()));
    }

    /** Grants roles of a resource by their values. */
    public void grant(Tenant tenant, ServicePrincipal principal, AppId resource, String... roles) {
        ServicePrincipal guarded = Objects.requireNonNull(snapshot(tenant).servicePrincipal(resource));
        directory().change(tenant.id(), ACTOR, draft -> {
            for (String role : roles) {
                AppRole found = guarded.appRoles().stream()
                        .filter(known -> known.value().equals(role))
                        .findFirst()
                        .orElseThrow();
                draft.put(new AppRoleAssignment(
                        AppRoleAssignment.newId(principal.id(), random),
                        principal.id(),
                        guarded.id(),
                        found.id(),
                        core.clock().instant()));
            }
            return true;
        });
    }

    /** Returns a token as the token endpoint would issue it. */
    public String token(Tenant tenant, ServicePrincipal principal, String audience) {
        DirectorySnapshot snapshot = snapshot(tenant);
        return core.issuer()
                .issue(snapshot, principal, ClientProof.SECRET, core.issuer().target(snapshot, audience), BASE)
                .text();
    }

    @Override
    public void close() {
        core.close();
    }
}
