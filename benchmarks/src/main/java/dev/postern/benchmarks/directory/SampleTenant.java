package dev.postern.benchmarks.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Credentials;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.StringNode;

/**
 * A tenant of generated objects, in a real directory: groups nested three deep, ten in each, mailboxes with attributes in the innermost
 * ones, and applications with a grant and a policy each, half of them with a role assignment too.
 */
final class SampleTenant {
    static final String PERMISSION = "Mail.Send";
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private static final int AT_ONCE = 1_000;
    private static final int FAN_OUT = 10;

    private final Directory directory;
    private final Tenant tenant;
    private final SplittableRandom random = new SplittableRandom(1);
    private final SampleRoles roles = new SampleRoles(this, random);
    private final List<ObjectId> outer = new ArrayList<>();
    private final List<ObjectId> inner = new ArrayList<>();
    private final List<ObjectId> users = new ArrayList<>();
    private final List<SampleApp> apps = new ArrayList<>();

    SampleTenant(Directory directory, Tenant tenant) {
        this.directory = directory;
        this.tenant = tenant;
    }

    /** A new tenant in a new directory. */
    static SampleTenant in(Database database) {
        Directory directory = open(database);
        Tenant tenant = directory.createTenant(
                new Tenant(
                        new TenantId(UUID.randomUUID()), InstantSource.system().instant(), List.of("contoso.example")),
                Actor.server(UUID.randomUUID()));
        return new SampleTenant(directory, tenant);
    }

    static Directory open(Database database) {
        return new Directory(
                database,
                new Audit(database, false),
                InstantSource.system(),
                Duration.ofDays(1),
                false,
                Long.MAX_VALUE);
    }

    Tenant tenant() {
        return tenant;
    }

    DirectorySnapshot snapshot() {
        return directory.latest(tenant.id());
    }

    List<ObjectId> users() {
        return users;
    }

    List<SampleApp> apps() {
        return apps;
    }

    /** One change, as made by a cmdlet or Graph. */
    void change(Consumer<Draft> change) {
        directory.change(tenant.id(), ACTOR, draft -> {
            change.accept(draft);
            return true;
        });
    }

    /** Everything but mailboxes. */
    void fill(DirectorySize size) {
        groups(size.groups());
        inBatches(size.apps(), this::app);
    }

    /** Mailboxes, many with one change. */
    void mailboxes(int count) {
        inBatches(count, this::mailbox);
    }

    private void inBatches(int count, Consumer<Draft> each) {
        for (int from = 0; from < count; from += AT_ONCE) {
            int some = Math.min(AT_ONCE, count - from);
            change(draft -> {
                for (int i = 0; i < some; i++) {
                    each.accept(draft);
                }
            });
        }
    }

    private void groups(int count) {
        int outermost = Math.max(1, count / (1 + FAN_OUT + FAN_OUT * FAN_OUT));
        List<ObjectId> middle = new ArrayList<>();
        inBatches(outermost, draft -> outer.add(group(draft)));
        inBatches(outermost * FAN_OUT, draft -> middle.add(group(draft, outer)));
        inBatches(Math.max(1, count - outermost * (1 + FAN_OUT)), draft -> inner.add(group(draft, middle)));
    }

    private ObjectId group(Draft draft, List<ObjectId> above) {
        ObjectId group = group(draft);
        draft.addMember(any(above), group);
        return group;
    }

    private ObjectId group(Draft draft) {
        ObjectId id = new ObjectId(id());
        String alias = "group" + id.toString().substring(0, 13);
        draft.put(new Group(
                id,
                SampleRoles.CREATED,
                alias,
                alias,
                true,
                List.of(),
                recipient(RecipientType.SECURITY_GROUP, alias, Map.of()),
                List.of(),
                Map.of()));
        return id;
    }

    /** Creates a mailbox in one of the innermost groups. */
    void mailbox(Draft draft) {
        ObjectId id = new ObjectId(id());
        String alias = "user" + users.size();
        Map<String, String> attributes = Map.of("CustomAttribute1", roles.anyPrefix() + random.nextInt(1_000));
        draft.put(new User(
                id,
                SampleRoles.CREATED,
                "User number " + users.size(),
                alias + "@contoso.example",
                true,
                recipient(RecipientType.USER_MAILBOX, alias, attributes),
                new MailboxId(id()),
                Map.of("department", StringNode.valueOf(roles.anyDepartment()))));
        draft.addMember(any(inner), id);
        users.add(id);
    }

    private Recipient recipient(RecipientType type, String alias, Map<String, String> attributes) {
        return new Recipient(
                type,
                alias,
                alias,
                alias + "@contoso.example",
                List.of(),
                "S-1-5-21-1111111111-2222222222-3333333333-" + random.nextInt(1_000, Integer.MAX_VALUE),
                id(),
                false,
                attributes);
    }

    private void app(Draft draft) {
        AppId app = new AppId(id());
        var principal = new ServicePrincipal(
                new ObjectId(id()),
                app,
                SampleRoles.CREATED,
                "Application " + apps.size(),
                ServicePrincipalType.APPLICATION,
                true,
                false,
                List.of(app.toString()),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
        draft.put(principal);
        ServicePrincipal graph = Objects.requireNonNull(draft.before().servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        AppRole role = graph.appRoles().stream()
                .filter(one -> one.value().equals(PERMISSION))
                .findFirst()
                .orElseThrow();
        draft.put(new AppRoleAssignment(
                AppRoleAssignment.newId(principal.id(), random),
                principal.id(),
                graph.id(),
                role.id(),
                SampleRoles.CREATED));
        ApplicationAccessPolicy policy = policy(app);
        draft.put(policy);
        apps.add(new SampleApp(principal, policy.scope(), roles.assign(draft, principal, apps.size())));
    }

    /** A policy that restricts an application to a group of groups. */
    ApplicationAccessPolicy policy(AppId app) {
        return new ApplicationAccessPolicy(
                new PolicyId(id()),
                new AppSelector.One(app),
                AccessRight.RESTRICT_ACCESS,
                any(outer),
                "S-1-5-21-1111111111-2222222222-3333333333-999",
                "scope",
                "scope",
                null,
                SampleRoles.CREATED);
    }

    ObjectId innerGroup() {
        return any(inner);
    }

    ObjectId user() {
        return any(users);
    }

    SampleApp app() {
        return any(apps);
    }

    /** The applications with a scope of a type. */
    Stream<SampleApp> apps(Class<? extends SampleScope> type) {
        return apps.stream().filter(app -> type.isInstance(app.scope()));
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
