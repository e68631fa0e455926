package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.TenantId;
import dev.postern.directory.Touched.Edge;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The directory's tables. Rows with a revision above a known one are what changed since. */
final class DirectoryRows {
    private static final Map<String, Class<? extends DirectoryObject>> KINDS = Map.of(
            "user", User.class,
            "group", Group.class,
            "application", Application.class,
            "servicePrincipal", ServicePrincipal.class,
            "administrativeUnit", AdministrativeUnit.class);

    private static final Map<String, Class<? extends ExchangeObject>> EXCHANGE_KINDS = Map.of(
            "servicePrincipal", ExchangeServicePrincipal.class,
            "managementScope", ManagementScope.class,
            "roleAssignment", ManagementRoleAssignment.class,
            "transportRule", TransportRule.class);

    private final DirectoryJson json = new DirectoryJson();

    record Revision(TenantId tenant, long number) {}

    /** A summary of all tenants' revisions; one of its two numbers grows with every change of any tenant. */
    record Total(long tenants, long revisions) {
        static final Total UNKNOWN = new Total(-1, -1);
    }

    /** Executed several times a second, so it returns one row, however many tenants there are. */
    Total total(Sql sql) {
        Total total = sql.one(
                "select count(*), coalesce(sum(revision), 0) from tenant",
                row -> new Total(row.number(1), row.number(2)));
        return total == null ? Total.UNKNOWN : total;
    }

    List<Revision> revisions(Sql sql) {
        return sql.list(
                "select tenant_id, revision from tenant",
                row -> new Revision(new TenantId(row.uuid(1)), row.number(2)));
    }

    /** A tenant with its domains, as of any revision: they do not change. */
    Tenant tenant(Sql sql, TenantId id) {
        Instant created = sql.one("select created_at from tenant where tenant_id = ?", row -> row.time(1), id.value());
        if (created == null) {
            throw new IllegalStateException("The tenant " + id + " is gone");
        }
        List<String> domains = sql.list(
                "select domain from tenant_domain where tenant_id = ? order by is_default desc, domain",
                row -> row.text(1),
                id.value());
        return new Tenant(id, created, domains);
    }

    /** Locks the tenant and increases its revision; returns the revision before. */
    long lock(Sql sql, TenantId tenant) {
        return sql.number(
                        "update tenant set revision = revision + 1 where tenant_id = ? returning revision",
                        tenant.value())
                - 1;
    }

    long revision(Sql sql, TenantId tenant) {
        return sql.number("select revision from tenant where tenant_id = ?", tenant.value());
    }

    void insert(Sql sql, Tenant tenant) {
        sql.update(
                "insert into tenant (tenant_id, created_at, revision) values (?, ?, 0)",
                tenant.id().value(),
                tenant.createdAt());
        for (String domain : tenant.domains()) {
            sql.update(
                    "insert into tenant_domain (domain, tenant_id, is_default) values (?, ?, ?)",
                    domain,
                    tenant.id().value(),
                    domain.equals(tenant.defaultDomain()));
        }
    }

    /** Increases the tenant's revision if it is still this one. */
    boolean advance(Sql sql, TenantId tenant, long from) {
        return sql.update(
                        "update tenant set revision = revision + 1 where tenant_id = ? and revision = ?",
                        tenant.value(),
                        from)
                == 1;
    }

    /** Applies the rows that changed after a revision to the facts of that revision; returns what they changed. */
    Touched load(Sql sql, TenantId tenant, long after, Facts facts) {
        UUID id = tenant.value();
        var touched = new Touched();
        loadObjects(sql, id, after, facts, touched);
        loadMembers(sql, id, after, facts, touched);
        loadAssignments(sql, id, after, facts, touched);
        loadPolicies(sql, id, after, facts, touched);
        loadRoles(sql, id, after, facts, touched);
        facts.appoint(
                sql
                        .list("select administrator_id from tenant where tenant_id = ?", row -> row.uuidOrNull(1), id)
                        .stream()
                        .filter(Objects::nonNull)
                        .map(ObjectId::new)
                        .findFirst()
                        .orElse(null));
        return touched;
    }

    /** Removals come before additions, because an address may have moved from one object to another. */
    private void loadObjects(Sql sql, UUID tenant, long after, Facts facts, Touched touched) {
        record Loaded(ObjectId id, @Nullable DirectoryObject object) {}

        List<Loaded> rows = sql.list(
                "select object_id, kind, removed, doc from directory_object where tenant_id = ? and revision > ?",
                row -> new Loaded(
                        new ObjectId(row.uuid(1)), row.flag(3) ? null : json.read(row.text(4), type(row.text(2)))),
                tenant,
                after);
        for (Loaded row : rows) {
            touched.object(row.id());
            DirectoryObject known = facts.find(row.id());
            if (known != null) {
                facts.remove(known);
            }
        }
        for (Loaded row : rows) {
            if (row.object() != null) {
                facts.put(row.object());
            }
        }
    }

    private static void loadMembers(Sql sql, UUID tenant, long after, Facts facts, Touched touched) {
        sql.list(
                "select group_id, member_id, removed from membership where tenant_id = ? and revision > ?"
                        + " order by revision",
                row -> {
                    var edge = new Edge(new ObjectId(row.uuid(1)), new ObjectId(row.uuid(2)));
                    touched.edge(edge);
                    return row.flag(3)
                            ? facts.removeMember(edge.group(), edge.member())
                            : facts.addMember(edge.group(), edge.member());
                },
                tenant,
                after);
    }

    private void loadAssignments(Sql sql, UUID tenant, long after, Facts facts, Touched touched) {
        sql.list(
                "select assignment_id, removed, doc from app_role_assignment where tenant_id = ? and revision > ?",
                row -> {
                    AppRoleAssignment known = facts.assignments().byId().get(row.text(1));
                    if (known != null) {
                        touched.assignment(known);
                    }
                    if (row.flag(2)) {
                        facts.removeAssignment(row.text(1));
                    } else {
                        AppRoleAssignment assignment = json.read(row.text(3), AppRoleAssignment.class);
                        touched.assignment(assignment);
                        facts.put(assignment);
                    }
                    return true;
                },
                tenant,
                after);
    }

    private void loadPolicies(Sql sql, UUID tenant, long after, Facts facts, Touched touched) {
        sql.list(
                "select policy_id, removed, doc from access_policy where tenant_id = ? and revision > ?",
                row -> {
                    var id = new PolicyId(row.uuid(1));
                    touched.policy(id);
                    if (row.flag(2)) {
                        facts.remove(id);
                    } else {
                        facts.put(json.read(row.text(3), ApplicationAccessPolicy.class));
                    }
                    return true;
                },
                tenant,
                after);
    }

    /** Removals come before additions, because a name may have moved from one object to another. */
    private void loadRoles(Sql sql, UUID tenant, long after, Facts facts, Touched touched) {
        record Loaded(ObjectId id, @Nullable ExchangeObject object) {}

        List<Loaded> rows = sql.list(
                "select object_id, kind, removed, doc from exchange_object where tenant_id = ? and revision > ?",
                row -> new Loaded(
                        new ObjectId(row.uuid(1)),
                        row.flag(3)
                                ? null
                                : json.read(row.text(4), Objects.requireNonNull(EXCHANGE_KINDS.get(row.text(2))))),
                tenant,
                after);
        for (Loaded row : rows) {
            ExchangeObject known = facts.roles().byId().get(row.id());
            if (known != null) {
                touched.role(known);
                facts.removeExchangeObject(row.id());
            }
        }
        for (Loaded row : rows) {
            if (row.object() != null) {
                touched.role(row.object());
                facts.put(row.object());
            }
        }
    }

    private static String kind(ExchangeObject object) {
        return switch (object) {
            case ExchangeServicePrincipal _ -> "servicePrincipal";
            case ManagementScope _ -> "managementScope";
            case TransportRule _ -> "transportRule";
            case ManagementRoleAssignment _ -> "roleAssignment";
        };
    }

    private static Class<? extends DirectoryObject> type(String kind) {
        Class<? extends DirectoryObject> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalStateException("A directory object is of the unknown kind " + kind);
        }
        return type;
    }

    static String kind(Class<? extends DirectoryObject> type) {
        return KINDS.entrySet().stream()
                .filter(one -> one.getValue().equals(type))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of " + type));
    }

    private static String kind(DirectoryObject object) {
        return switch (object) {
            case User user -> "user";
            case Group group -> "group";
            case Application application -> "application";
            case ServicePrincipal principal -> "servicePrincipal";
            case AdministrativeUnit unit -> "administrativeUnit";
        };
    }

    /** Writes the changes of a draft with a revision. */
    void save(Sql sql, TenantId tenant, long revision, Draft draft) {
        UUID id = tenant.value();
        ObjectId administrator = draft.administrator;
        if (administrator != null) {
            sql.update("update tenant set administrator_id = ? where tenant_id = ?", administrator.value(), id);
        }
        draft.objects.forEach((object, value) -> {
            addresses(draft.before().find(object))
                    .forEach(address ->
                            sql.update("delete from address where tenant_id = ? and address = ?", id, address));
            sql.update(
                    "insert into directory_object (tenant_id, object_id, kind, revision, removed, doc)"
                            + " values (?, ?, ?, ?, ?, ?) on conflict (tenant_id, object_id) do update set"
                            + " kind = case when excluded.removed then directory_object.kind else excluded.kind end,"
                            + " revision = excluded.revision, removed = excluded.removed, doc = excluded.doc",
                    id,
                    object.value(),
                    value == null ? "none" : kind(value),
                    revision,
                    value == null,
                    value == null ? "{}" : json.write(value));
        });
        draft.objects.forEach((object, value) -> saveAddresses(sql, id, object, value));
        draft.edges.forEach((edge, added) -> sql.update(
                "insert into membership (tenant_id, group_id, member_id, revision, removed) values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant_id, group_id, member_id) do update set"
                        + " revision = excluded.revision, removed = excluded.removed",
                id,
                edge.group().value(),
                edge.member().value(),
                revision,
                !added));
        draft.assignments.forEach((key, value) -> sql.update(
                "insert into app_role_assignment (tenant_id, assignment_id, revision, removed, doc)"
                        + " values (?, ?, ?, ?, ?) on conflict (tenant_id, assignment_id) do update set"
                        + " revision = excluded.revision, removed = excluded.removed, doc = excluded.doc",
                id,
                key,
                revision,
                value == null,
                value == null ? "{}" : json.write(value)));
        draft.policies.forEach((key, value) -> sql.update(
                "insert into access_policy (tenant_id, policy_id, revision, removed, doc)"
                        + " values (?, ?, ?, ?, ?) on conflict (tenant_id, policy_id) do update set"
                        + " revision = excluded.revision, removed = excluded.removed, doc = excluded.doc",
                id,
                key.value(),
                revision,
                value == null,
                value == null ? "{}" : json.write(value)));
        draft.roles.forEach((key, value) -> sql.update(
                "insert into exchange_object (tenant_id, object_id, kind, revision, removed, doc)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (tenant_id, object_id) do update set"
                        + " revision = excluded.revision, removed = excluded.removed, doc = excluded.doc",
                id,
                key.value(),
                value == null ? "none" : kind(value),
                revision,
                value == null,
                value == null ? "{}" : json.write(value)));
    }

    private static void saveAddresses(Sql sql, UUID tenant, ObjectId id, @Nullable DirectoryObject object) {
        addresses(object)
                .forEach(address -> sql.update(
                        "insert into address (tenant_id, address, object_id) values (?, ?, ?)",
                        tenant,
                        address,
                        id.value()));
    }

    private static Set<String> addresses(@Nullable DirectoryObject object) {
        Recipient recipient = object == null ? null : Recipient.of(object);
        return recipient == null ? Set.of() : RecipientIndex.folded(recipient);
    }
}
