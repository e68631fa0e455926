package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names in the directory of a tenant, read from the database one by one: for commands that work without a server and must not load a whole
 * directory. Service principals are read at once.
 */
public final class StoredNames {
    private final Database database;
    private final TenantId tenant;
    private final DirectoryJson json = new DirectoryJson();
    private final Map<AppId, ServicePrincipal> principals = new HashMap<>();

    private StoredNames(Database database, TenantId tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    /** Reads the service principals of a tenant. */
    public static StoredNames of(Database database, TenantId tenant) {
        StoredNames names = new StoredNames(database, tenant);
        database.<List<ServicePrincipal>>read(sql -> sql.list(
                        "select doc from directory_object where tenant_id = ? and kind = 'servicePrincipal' and"
                                + " removed = ?",
                        row -> names.json.read(row.text(1), ServicePrincipal.class),
                        tenant.value(),
                        false))
                .forEach(principal -> names.principals.put(principal.appId(), principal));
        return names;
    }

    /** Finds a tenant by its id or one of its domains. */
    public static Optional<TenantId> tenant(Database database, String text) {
        Optional<UUID> id = guid(text);
        return Optional.ofNullable(database.<@Nullable UUID>read(sql -> id.isPresent()
                        ? sql.one("select tenant_id from tenant where tenant_id = ?", row -> row.uuid(1), id.get())
                        : sql.one(
                                "select tenant_id from tenant_domain where domain = ?",
                                row -> row.uuid(1),
                                Folding.lower(text))))
                .map(TenantId::new);
    }

    /** Returns the tenant that was created first. */
    public static Optional<TenantId> oldestTenant(Database database) {
        return Optional.ofNullable(database.<@Nullable UUID>read(sql -> sql.one(
                        "select tenant_id from tenant order by created_at, tenant_id limit 1", row -> row.uuid(1))))
                .map(TenantId::new);
    }

    public TenantId tenant() {
        return tenant;
    }

    /** Returns the name of an application; null if it has none. */
    public @Nullable String displayName(AppId app) {
        ServicePrincipal principal = principals.get(app);
        return principal == null ? null : principal.displayName();
    }

    /** Finds applications by app id, object id or display name. An id that is not known may be that of a removed application. */
    public List<AppId> apps(String text) {
        Optional<UUID> id = guid(text);
        if (id.isPresent()) {
            return List.of(principals.values().stream()
                    .filter(principal -> principal.id().value().equals(id.get()))
                    .map(ServicePrincipal::appId)
                    .findFirst()
                    .orElse(new AppId(id.get())));
        }
        return principals.values().stream()
                .filter(principal -> principal.displayName().equalsIgnoreCase(text))
                .map(ServicePrincipal::appId)
                .toList();
    }

    /** Finds a mailbox by an address or object id of its owner, or by its own id, which may be that of a removed mailbox. */
    public Optional<MailboxId> mailbox(String text) {
        Optional<UUID> id = guid(text);
        Optional<UUID> owner = id.isPresent()
                ? id
                : Optional.ofNullable(database.<@Nullable UUID>read(sql -> sql.one(
                        "select object_id from address where tenant_id = ? and address = ?",
                        row -> row.uuid(1),
                        tenant.value(),
                        Folding.lower(text))));
        return owner.flatMap(found -> ofOwner(new ObjectId(found))).or(() -> id.map(MailboxId::new));
    }

    private Optional<MailboxId> ofOwner(ObjectId owner) {
        return Optional.ofNullable(database.<@Nullable User>read(sql -> sql.one(
                        "select doc from directory_object where tenant_id = ? and object_id = ? and kind = 'user' and"
                                + " removed = ?",
                        row -> json.read(row.text(1), User.class),
                        tenant.value(),
                        owner.value(),
                        false)))
                .flatMap(user -> Optional.ofNullable(user.mailbox()));
    }

    private static Optional<UUID> guid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
