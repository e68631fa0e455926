package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/** A small tenant with policies and role assignments, and random changes of it. */
final class RandomRoleTenant {
    static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private static final List<String> ROLES = List.of(
            "Application Mail.Read",
            "Application Mail.Send",
            "Application Mail Full Access",
            "Application Mail.ReadBasic");
    private static final List<String> PERMISSIONS =
            List.of("Mail.Read", "Mail.Send", "User.Read.All", "Mail.ReadBasic", "Mail.ReadBasic.All");

    final Directory directory;
    final Tenant tenant;
    final SplittableRandom random;
    private final DirectoryObjects objects;
    private final List<User> users = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<AdministrativeUnit> units = new ArrayList<>();
    private final List<ServicePrincipal> apps = new ArrayList<>();
    private final List<ExchangeServicePrincipal> pointers = new ArrayList<>();
    private final List<ManagementScope> scopes = new ArrayList<>();
    private int names;

    RandomRoleTenant(long seed, Directory directory) {
        this.random = new SplittableRandom(seed);
        this.objects = new DirectoryObjects(seed);
        this.directory = directory;
        this.tenant = directory.createTenant(
                new Tenant(
                        new TenantId(objects.id()),
                        DirectoryObjects.CREATED,
                        List.of("t" + Math.abs(seed) + ".example")),
                ACTOR);
        directory.change(tenant.id(), ACTOR, draft -> {
            for (int i = 0; i < 6; i++) {
                users.add(put(draft, objects.user("user" + i)));
            }
            for (int i = 0; i < 4; i++) {
                groups.add(put(draft, objects.group("group" + i, RecipientType.SECURITY_GROUP)));
            }
            for (int i = 0; i < 2; i++) {
                units.add(put(draft, unit(id())));
            }
            for (int i = 0; i < 3; i++) {
                ServicePrincipal app = put(draft, objects.principal("app" + i));
                apps.add(app);
                var pointer =
                        new ExchangeServicePrincipal(id(), DirectoryObjects.CREATED, app.appId(), app.id(), "app" + i);
                draft.put(pointer);
                pointers.add(pointer);
            }
            for (int i = 0; i < 4; i++) {
                var scope = new ManagementScope(id(), DirectoryObjects.CREATED, "scope" + i, filter());
                draft.put(scope);
                scopes.add(scope);
            }
            // a policy confines one of them, and another one is granted everything
            draft.put(objects.policy(
                    new AppSelector.One(apps.getFirst().appId()),
                    AccessRight.RESTRICT_ACCESS,
                    groups.getFirst().id()));
            draft.put(objects.grant(draft.before(), apps.getFirst(), "Mail.Send"));
            draft.put(objects.grant(draft.before(), apps.get(1), "Mail.Read"));
            return true;
        });
    }

    DirectorySnapshot snapshot() {
        return directory.snapshot(tenant.id());
    }

    private ObjectId id() {
        return new ObjectId(objects.id());
    }

    private <T extends DirectoryObject> T put(Draft draft, T object) {
        draft.put(object);
        return object;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private AdministrativeUnit unit(ObjectId id) {
        return new AdministrativeUnit(id, DirectoryObjects.CREATED, "unit", Map.of());
    }

    private String filter() {
        String first = term();
        return switch (random.nextInt(4)) {
            case 0 -> first + " -and " + term();
            case 1 -> first + " -or " + term();
            case 2 -> "-not (" + first + ")";
            default -> first;
        };
    }

    private String term() {
        String group = DistinguishedNames.of(tenant, "group" + random.nextInt(4));
        return any(List.of(
                "Department -eq '" + department() + "'",
                "Department -ne '" + department() + "'",
                "Department -like 's*'",
                "Department -eq $null",
                "Title -eq ''",
                "Department -ne ''",
                "CustomAttribute1 -gt 'm'",
                "Title -eq 'chief'",
                "Name -like 'user1*'",
                "DisplayName -eq 'other'",
                "MemberOfGroup -eq '" + group + "'",
                "MemberOfGroup -ne '" + group + "'",
                "MemberOfGroup -ne $null",
                "RecipientTypeDetails -eq 'SharedMailbox'",
                "AccountDisabled -eq $true",
                "EmailAddresses -like 'smtp:user2*'"));
    }

    private String department() {
        return any(List.of("Sales", "sales", "Support", "Board"));
    }

    void change(Draft draft) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> attributes(draft);
            case 3, 4, 5 -> member(draft);
            case 6 -> container(draft);
            case 7 -> {
                ManagementScope scope = any(scopes);
                draft.put(new ManagementScope(scope.id(), scope.createdAt(), scope.name(), filter()));
            }
            case 8, 9 -> assignment(draft);
            case 10 -> enable(draft);
            default -> mailbox(draft);
        }
    }

    private void attributes(Draft draft) {
        User user = any(users);
        if (!(draft.now(user.id()) instanceof User known)) {
            return;
        }
        Recipient recipient = Objects.requireNonNull(user.recipient());
        Map<String, StringNode> profile = random.nextInt(4) == 0
                ? Map.of()
                : Map.of(
                        "department", StringNode.valueOf(department()),
                        "jobTitle", StringNode.valueOf(any(List.of("Chief", "clerk"))));
        draft.put(new User(
                user.id(),
                user.createdAt(),
                any(List.of("Other", user.displayName())),
                user.userPrincipalName(),
                random.nextInt(3) > 0,
                new Recipient(
                        any(List.of(RecipientType.USER_MAILBOX, RecipientType.SHARED_MAILBOX)),
                        recipient.name(),
                        recipient.alias(),
                        recipient.primaryAddress(),
                        List.of(),
                        recipient.sid(),
                        recipient.exchangeGuid(),
                        false,
                        random.nextBoolean() ? Map.of() : Map.of("CustomAttribute1", any(List.of("a", "Z")))),
                known.mailbox(),
                Map.copyOf(profile)));
    }

    private void member(Draft draft) {
        ObjectId container =
                random.nextInt(3) == 0 ? any(units).id() : any(groups).id();
        ObjectId member = random.nextInt(5) == 0 ? any(groups).id() : any(users).id();
        if (draft.now(container) != null && draft.now(member) != null && !draft.removeMember(container, member)) {
            draft.addMember(container, member);
        }
    }

    /** A group or unit is removed or created again; a group gets another name or is not mail-enabled any more. */
    private void container(Draft draft) {
        if (random.nextInt(3) == 0) {
            AdministrativeUnit unit = any(units);
            if (draft.now(unit.id()) == null) {
                draft.put(unit(unit.id()));
            } else {
                draft.remove(unit.id());
            }
            return;
        }
        Group group = any(groups);
        if (draft.now(group.id()) == null) {
            draft.put(group);
            return;
        }
        if (random.nextInt(3) == 0) {
            draft.remove(group.id());
            return;
        }
        Recipient recipient = Objects.requireNonNull(group.recipient());
        @Nullable
        Recipient changed = random.nextInt(4) == 0
                ? null
                : new Recipient(
                        recipient.type(),
                        any(List.of(recipient.name(), "renamed " + ++names)),
                        recipient.alias(),
                        recipient.primaryAddress(),
                        List.of(),
                        recipient.sid(),
                        recipient.exchangeGuid(),
                        false,
                        Map.of());
        draft.put(new Group(
                group.id(),
                group.createdAt(),
                group.displayName(),
                group.mailNickname(),
                true,
                List.of(),
                changed,
                List.of(),
                Map.of()));
    }

    private void assignment(Draft draft) {
        List<ManagementRoleAssignment> all = draft.before().exchangeObjects(ManagementRoleAssignment.class);
        if (!all.isEmpty() && random.nextInt(3) == 0) {
            draft.remove(any(all));
            return;
        }
        ScopeType type = any(List.of(
                ScopeType.MANAGEMENT_SCOPE,
                ScopeType.MANAGEMENT_SCOPE,
                ScopeType.GROUP,
                ScopeType.ADMINISTRATIVE_UNIT,
                ScopeType.ORGANIZATION));
        @Nullable
        ObjectId scope = switch (type) {
            case MANAGEMENT_SCOPE -> any(scopes).id();
            case GROUP -> any(groups).id();
            case ADMINISTRATIVE_UNIT -> any(units).id();
            case ORGANIZATION -> null;
        };
        ObjectId id = all.size() > 5 ? any(all).id() : id();
        draft.put(new ManagementRoleAssignment(
                id,
                DirectoryObjects.CREATED,
                "assignment " + id,
                any(ROLES),
                any(pointers).id(),
                type,
                scope));
    }

    private void enable(Draft draft) {
        ServicePrincipal app =
                (ServicePrincipal) Objects.requireNonNull(draft.now(any(apps).id()));
        draft.put(new ServicePrincipal(
                app.id(),
                app.appId(),
                app.createdAt(),
                app.displayName(),
                app.type(),
                !app.accountEnabled(),
                false,
                app.servicePrincipalNames(),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of()));
    }

    /** A user loses its mailbox and its addresses, or gets them back. */
    private void mailbox(Draft draft) {
        User user = any(users);
        boolean has = draft.now(user.id()) instanceof User known && known.mailbox() != null;
        draft.put(
                has
                        ? new User(
                                user.id(),
                                user.createdAt(),
                                user.displayName(),
                                user.userPrincipalName(),
                                true,
                                random.nextBoolean() ? user.recipient() : null,
                                random.nextBoolean() ? user.mailbox() : null,
                                Map.of())
                        : user);
    }

    /** As {@link #change}, also of nested groups, kinds of groups, policies and grants, and with users that are created. */
    void anyChange(Draft draft) {
        switch (random.nextInt(8)) {
            case 0 -> policy(draft);
            case 1 -> grant(draft);
            case 2 -> nest(draft);
            case 3 -> {
                Group group = any(groups);
                if (draft.now(group.id()) instanceof Group) {
                    RecipientType type = any(List.of(
                            RecipientType.SECURITY_GROUP,
                            RecipientType.DISTRIBUTION_GROUP,
                            RecipientType.GROUP_MAILBOX));
                    Recipient recipient =
                            objects.group(group.mailNickname(), type).recipient();
                    draft.put(new Group(
                            group.id(),
                            group.createdAt(),
                            group.displayName(),
                            group.mailNickname(),
                            true,
                            List.of(),
                            recipient,
                            List.of(),
                            Map.of()));
                }
            }
            case 4 -> {
                User user = any(users);
                if (draft.now(user.id()) == null) {
                    draft.put(user);
                } else if (random.nextBoolean()) {
                    draft.remove(user.id());
                }
            }
            default -> change(draft);
        }
    }

    private void policy(Draft draft) {
        List<ApplicationAccessPolicy> policies = List.copyOf(draft.before().policies());
        if (policies.size() > 4 || (!policies.isEmpty() && random.nextInt(3) == 0)) {
            draft.remove(any(policies));
            return;
        }
        AppSelector selector = random.nextInt(4) == 0
                ? new AppSelector.Every()
                : new AppSelector.One(any(apps).appId());
        AccessRight right = random.nextBoolean() ? AccessRight.RESTRICT_ACCESS : AccessRight.DENY_ACCESS;
        draft.put(objects.policy(
                selector,
                right,
                random.nextInt(5) == 0 ? any(users).id() : any(groups).id()));
    }

    private void grant(Draft draft) {
        ServicePrincipal app = any(apps);
        List<AppRoleAssignment> held = List.copyOf(draft.before().assignmentsOf(app.id()));
        if (held.size() > 1) {
            draft.remove(any(held));
        } else {
            draft.put(objects.grant(draft.before(), app, any(PERMISSIONS)));
        }
    }

    private void nest(Draft draft) {
        ObjectId group = any(groups).id();
        ObjectId member = any(groups).id();
        if (draft.now(group) != null && draft.now(member) != null && !draft.removeMember(group, member)) {
            draft.addMember(group, member);
        }
    }
}
