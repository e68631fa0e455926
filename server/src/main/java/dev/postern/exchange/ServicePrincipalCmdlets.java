package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ServicePrincipal;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** New-, Get-, Set- and Remove-ServicePrincipal: pointers to service principals of Entra, which role assignments name. */
final class ServicePrincipalCmdlets {
    private ServicePrincipalCmdlets() {}

    static List<CmdletRow> create(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        String object = arguments.has("ObjectId") ? arguments.required("ObjectId") : arguments.text("ServiceId");
        if (object == null) {
            throw CmdletFailures.missing("ObjectId");
        }
        ObjectId id = new ObjectId(UUID.randomUUID());
        ExchangeServicePrincipal made = call.change(draft -> {
            ServicePrincipal principal = RoleObjects.inEntra(draft.before(), arguments.required("AppId"), object);
            var pointer = new ExchangeServicePrincipal(
                    id, call.now(), principal.appId(), principal.id(), displayName(arguments, principal.displayName()));
            draft.put(pointer);
            return pointer;
        });
        return List.of(row(made));
    }

    private static String displayName(CmdletArguments arguments, String otherwise) {
        return Checks.displayName(OptionalTexts.or(arguments, "DisplayName", otherwise));
    }

    static List<CmdletRow> list(Invocation call) {
        DirectorySnapshot directory = call.directory();
        Stream<ExchangeServicePrincipal> found = call.arguments().has("Identity")
                ? RoleObjects.manyPrincipals(directory, call.arguments().required("Identity"))
                : directory.exchangeObjects(ExchangeServicePrincipal.class).stream();
        return found.map(ServicePrincipalCmdlets::row).toList();
    }

    static List<CmdletRow> set(WritingInvocation call) {
        call.change(draft -> {
            var pointer = RoleObjects.principal(draft.before(), call.arguments().required("Identity"));
            draft.put(pointer.withDisplayName(displayName(call.arguments(), pointer.displayName())));
            return true;
        });
        return List.of();
    }

    /** Its role assignments go with it: without it, they would name nothing. */
    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            var pointer = RoleObjects.principal(directory, call.arguments().required("Identity"));
            List<ManagementRoleAssignment> assignments = directory.roleAssignmentsOf(pointer.servicePrincipal());
            if (!assignments.isEmpty()) {
                call.warn("The role assignments of " + pointer.displayName() + " are removed with it: "
                        + String.join(
                                ", ",
                                assignments.stream()
                                        .map(ManagementRoleAssignment::name)
                                        .toList())
                        + ".");
            }
            assignments.forEach(draft::remove);
            draft.remove(pointer);
            return true;
        });
        return List.of();
    }

    private static CmdletRow row(ExchangeServicePrincipal one) {
        return new CmdletRow(
                one.displayName() + " " + one.id(),
                () -> new OutputProperties()
                        .text("DisplayName", one.displayName())
                        .text("AppId", one.appId().toString())
                        .text("ObjectId", one.servicePrincipal().toString())
                        .text("Identity", one.servicePrincipal().toString())
                        .text("Name", one.servicePrincipal().toString())
                        .guid("Guid", one.id().value())
                        .moment("WhenCreated", one.createdAt())
                        .node());
    }
}
