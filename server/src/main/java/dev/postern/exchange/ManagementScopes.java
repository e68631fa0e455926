package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.RecipientProperties;
import dev.postern.opath.FilterRefused;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** New-, Get-, Set- and Remove-ManagementScope: the recipients that a filter matches. */
final class ManagementScopes {
    /** As long as the filters that scripts generate for some hundred groups. */
    private static final int MAX_FILTER_LENGTH = 10_000;

    private ManagementScopes() {}

    static List<CmdletRow> create(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        ObjectId id = new ObjectId(UUID.randomUUID());
        ManagementScope made = call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            var scope = new ManagementScope(
                    id,
                    call.now(),
                    Checks.name(arguments.required("Name")),
                    checked(directory, arguments.required("RecipientRestrictionFilter")));
            checkRoot(call, directory);
            checkFree(directory, scope);
            draft.put(scope);
            warnIfEmpty(call, directory, scope.filter());
            return scope;
        });
        return List.of(row(call.directory(), made));
    }

    /** Recipients have no organizational units here: the only root is the organization's. */
    private static void checkRoot(Invocation call, DirectorySnapshot directory) {
        String root = call.arguments().text("RecipientRoot");
        if (root != null
                && !root.equalsIgnoreCase(Naming.organizationalUnit(directory.tenant()))
                && !root.equalsIgnoreCase(directory.tenant().defaultDomain())) {
            throw CmdletFailures.notFound(root);
        }
    }

    private static void checkFree(DirectorySnapshot directory, ManagementScope scope) {
        ManagementScope other = directory.exchangeObject(scope.name(), ManagementScope.class);
        if (other != null && !other.id().equals(scope.id())) {
            throw CmdletFailures.nameTaken(DistinguishedNames.of(directory.tenant(), scope.name()));
        }
    }

    private static String checked(DirectorySnapshot directory, String filter) {
        String checked = Checks.length("RecipientRestrictionFilter", filter, MAX_FILTER_LENGTH);
        try {
            var _ = RecipientProperties.filter(directory, checked);
            return checked;
        } catch (FilterRefused e) {
            throw CmdletFailures.invalidFilter("Invalid filter syntax: " + e.getMessage());
        }
    }

    /** Last, because a scope that is refused needs no warning. */
    private static void warnIfEmpty(Invocation call, DirectorySnapshot directory, String filter) {
        boolean empty = MailRecipient.all(directory)
                .filter(MailRecipient::hasMailbox)
                .limit(MAX_TRIED)
                .noneMatch(RecipientProperties.filter(directory, filter));
        if (empty) {
            boolean groups =
                    RecipientProperties.parse(filter).properties().containsKey(RecipientProperties.MEMBER_OF_GROUP);
            call.warn("The filter matches no mailbox now."
                    + (groups
                            ? " A group in MemberOfGroup must be named by its distinguished name, and only its direct"
                                    + " members match."
                            : ""));
        }
    }

    /** So that a warning costs little in a large tenant. */
    private static final int MAX_TRIED = 10_000;

    static List<CmdletRow> list(Invocation call) {
        DirectorySnapshot directory = call.directory();
        Stream<ManagementScope> found = call.arguments().has("Identity")
                ? RoleObjects.many(
                        directory, call.arguments().required("Identity"), ManagementScope.class, ManagementScope::name)
                : directory.exchangeObjects(ManagementScope.class).stream();
        return found.map(one -> row(directory, one)).toList();
    }

    static List<CmdletRow> set(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            ManagementScope scope = RoleObjects.one(directory, arguments.required("Identity"), ManagementScope.class);
            String filter = arguments.text("RecipientRestrictionFilter");
            var changed = new ManagementScope(
                    scope.id(),
                    scope.createdAt(),
                    Checks.name(OptionalTexts.or(arguments, "Name", scope.name())),
                    filter == null ? scope.filter() : checked(directory, filter));
            checkFree(directory, changed);
            draft.put(changed);
            if (filter != null) {
                warnIfEmpty(call, directory, filter);
            }
            return true;
        });
        return List.of();
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            ManagementScope scope =
                    RoleObjects.one(directory, call.arguments().required("Identity"), ManagementScope.class);
            List<String> users = directory.exchangeObjects(ManagementRoleAssignment.class).stream()
                    .filter(one -> scope.id().equals(one.scope()))
                    .map(ManagementRoleAssignment::name)
                    .toList();
            if (!users.isEmpty()) {
                throw CmdletFailures.invalid("The management scope \"" + scope.name()
                        + "\" cannot be removed, because role assignments use it: " + String.join(", ", users) + ".");
            }
            draft.remove(scope);
            return true;
        });
        return List.of();
    }

    private static CmdletRow row(DirectorySnapshot directory, ManagementScope one) {
        return new CmdletRow(
                one.name() + " " + one.id(),
                () -> new OutputProperties()
                        .text("Name", one.name())
                        .text("ScopeRestrictionType", "RecipientScope")
                        .flag("Exclusive", false)
                        .text("RecipientRoot", Naming.organizationalUnit(directory.tenant()))
                        .text("RecipientFilter", one.filter())
                        .text("ServerFilter", "")
                        .text("Identity", one.name())
                        .text("DistinguishedName", DistinguishedNames.of(directory.tenant(), one.name()))
                        .guid("Guid", one.id().value())
                        .moment("WhenCreated", one.createdAt())
                        .node());
    }
}
