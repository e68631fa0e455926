package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ManagementScope;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** New-, Get-, Set- and Remove-ManagementRoleAssignment, for application roles. */
final class RoleAssignmentCmdlets {
    private static final int MAX_NAME_LENGTH = 64;
    private static final String CUSTOM = "CustomResourceScope";
    private static final String GROUP = "RecipientGroupScope";
    private static final String UNIT = "RecipientAdministrativeUnitScope";
    private static final String ORGANIZATIONAL_UNIT = "RecipientOrganizationalUnitScope";

    private RoleAssignmentCmdlets() {}

    /** A scope in arguments. */
    private record Given(ScopeType type, @Nullable ObjectId id) {}

    static List<CmdletRow> create(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        ObjectId id = new ObjectId(UUID.randomUUID());
        ManagementRoleAssignment made = call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            ExchangeServicePrincipal assignee = assignee(directory, arguments.required("App"));
            String role = role(arguments.required("Role"));
            Given scope = scope(directory, arguments);
            var assignment = new ManagementRoleAssignment(
                    id,
                    call.now(),
                    name(arguments, directory, role, assignee),
                    role,
                    assignee.id(),
                    scope.type(),
                    scope.id());
            draft.put(assignment);
            return assignment;
        });
        return List.of(row(call.directory(), made));
    }

    /** A service principal has to be registered with New-ServicePrincipal. */
    private static ExchangeServicePrincipal assignee(DirectorySnapshot directory, String app) {
        List<ExchangeServicePrincipal> found =
                RoleObjects.principals(directory, app).toList();
        if (found.isEmpty()) {
            throw CmdletFailures.noSuchApp(app);
        }
        if (found.size() > 1) {
            throw CmdletFailures.ambiguousPrincipal(app);
        }
        return found.getFirst();
    }

    private static String role(String given) {
        String role = ApplicationRoles.find(given);
        if (role == null) {
            throw CmdletFailures.noSuchRole(given);
        }
        return role;
    }

    private static String name(
            CmdletArguments arguments, DirectorySnapshot directory, String role, ExchangeServicePrincipal assignee) {
        if (arguments.has("Name")) {
            String name = Checks.name(OptionalTexts.given(arguments, "Name"));
            if (directory.exchangeObject(name, ManagementRoleAssignment.class) != null) {
                throw CmdletFailures.nameTaken(DistinguishedNames.of(directory.tenant(), name));
            }
            return name;
        }
        String whole = role + "-" + assignee.displayName();
        String base = whole.substring(0, Math.min(MAX_NAME_LENGTH - 6, whole.length()));
        String name = base;
        for (int i = 1; directory.exchangeObject(name, ManagementRoleAssignment.class) != null; i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private static Given scope(DirectorySnapshot directory, CmdletArguments arguments) {
        List<String> given = Stream.of(CUSTOM, GROUP, UNIT, ORGANIZATIONAL_UNIT)
                .filter(arguments::has)
                .toList();
        if (given.size() > 1) {
            throw CmdletFailures.parameterSet(String.join(", ", given));
        }
        if (given.isEmpty()) {
            return new Given(ScopeType.ORGANIZATION, null);
        }
        String identity = OptionalTexts.given(arguments, given.getFirst());
        return switch (given.getFirst()) {
            case CUSTOM ->
                new Given(
                        ScopeType.MANAGEMENT_SCOPE,
                        RoleObjects.one(directory, identity, ManagementScope.class)
                                .id());
            case GROUP ->
                new Given(
                        ScopeType.GROUP,
                        RecipientIdentity.reference(directory, identity, MailRecipient::isGroup)
                                .id());
            case UNIT -> new Given(ScopeType.ADMINISTRATIVE_UNIT, unit(directory, identity));
            default ->
                throw CmdletFailures.invalid("Recipients have no organizational units here. Use "
                        + "-RecipientAdministrativeUnitScope, -RecipientGroupScope or -CustomResourceScope.");
        };
    }

    private static ObjectId unit(DirectorySnapshot directory, String identity) {
        UUID guid = Guid.of(identity);
        ObjectId id = guid == null ? null : new ObjectId(guid);
        if (id == null || directory.find(id, AdministrativeUnit.class) == null) {
            throw CmdletFailures.noSuchReference(identity);
        }
        return id;
    }

    static List<CmdletRow> list(Invocation call) {
        DirectorySnapshot directory = call.directory();
        CmdletArguments arguments = call.arguments();
        if (arguments.has("Identity")) {
            return RoleObjects.many(
                            directory,
                            arguments.required("Identity"),
                            ManagementRoleAssignment.class,
                            ManagementRoleAssignment::name)
                    .map(one -> row(directory, one))
                    .toList();
        }
        Stream<ManagementRoleAssignment> found = directory.exchangeObjects(ManagementRoleAssignment.class).stream();
        String assignee = arguments.text("RoleAssignee");
        if (assignee != null) {
            ObjectId id = RoleObjects.principal(directory, assignee).id();
            found = found.filter(one -> one.assignee().equals(id));
        }
        String role = arguments.text("Role");
        if (role != null) {
            String name = role(role);
            found = found.filter(one -> one.role().equals(name));
        }
        String type = arguments.text("RoleAssigneeType");
        if (type != null && !type.equals("ServicePrincipal")) {
            found = Stream.empty();
        }
        return found.map(one -> row(directory, one)).toList();
    }

    static List<CmdletRow> set(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            ManagementRoleAssignment before =
                    RoleObjects.one(directory, arguments.required("Identity"), ManagementRoleAssignment.class);
            Given scope = scope(directory, arguments);
            boolean scoped = scope.type() != ScopeType.ORGANIZATION;
            draft.put(new ManagementRoleAssignment(
                    before.id(),
                    before.createdAt(),
                    before.name(),
                    before.role(),
                    before.assignee(),
                    scoped ? scope.type() : before.scopeType(),
                    scoped ? scope.id() : before.scope()));
            return true;
        });
        return List.of();
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            draft.remove(RoleObjects.one(
                    draft.before(), call.arguments().required("Identity"), ManagementRoleAssignment.class));
            return true;
        });
        return List.of();
    }

    /** The name of the scope of an assignment, and what Exchange calls its type. */
    static String scopeName(DirectorySnapshot directory, ManagementRoleAssignment one) {
        ObjectId scope = one.scope();
        if (scope == null) {
            return "Organization";
        }
        return switch (one.scopeType()) {
            case MANAGEMENT_SCOPE -> {
                ManagementScope found = directory.exchangeObject(scope, ManagementScope.class);
                yield found == null ? scope.toString() : found.name();
            }
            case GROUP -> {
                MailRecipient group = MailRecipient.of(directory.find(scope));
                yield group == null ? scope.toString() : group.recipient().name();
            }
            case ADMINISTRATIVE_UNIT, ORGANIZATION -> scope.toString();
        };
    }

    private static CmdletRow row(DirectorySnapshot directory, ManagementRoleAssignment one) {
        ExchangeServicePrincipal assignee = directory.exchangeObject(one.assignee(), ExchangeServicePrincipal.class);
        String principal = assignee == null
                ? one.assignee().toString()
                : assignee.servicePrincipal().toString();
        boolean everywhere = one.scopeType() == ScopeType.ORGANIZATION;
        return new CmdletRow(
                one.name() + " " + one.id(),
                () -> new OutputProperties()
                        .text("Name", one.name())
                        .text("Role", one.role())
                        .text("RoleAssignee", principal)
                        .text("RoleAssigneeName", principal)
                        .text("RoleAssigneeType", "ServicePrincipal")
                        .text("AssignmentMethod", "Direct")
                        .text("EffectiveUserName", assignee == null ? principal : assignee.displayName())
                        .text("App", principal)
                        .text(
                                "RecipientWriteScope",
                                everywhere ? "Organization" : one.scopeType().text())
                        .text("CustomResourceScope", everywhere ? null : scopeName(directory, one))
                        .flag("Enabled", true)
                        .text("Identity", one.name())
                        .guid("Guid", one.id().value())
                        .moment("WhenCreated", one.createdAt())
                        .node());
    }
}
