package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ManagementRoleAssignment;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Test-ServicePrincipalAuthorization: what the role assignments of a service principal grant, and whether a mailbox is in their scopes. As in
 * Exchange, grants in Entra and application access policies take no part.
 */
final class AuthorizationTest {
    private AuthorizationTest() {}

    static List<CmdletRow> run(Invocation call) {
        DirectorySnapshot directory = call.directory();
        CmdletArguments arguments = call.arguments();
        ExchangeServicePrincipal principal = RoleObjects.principal(directory, arguments.required("Identity"));
        String resource = arguments.text("Resource");
        MailRecipient mailbox =
                resource == null ? null : RecipientIdentity.reference(directory, resource, MailRecipient::hasMailbox);
        return directory.roleAssignmentsOf(principal.servicePrincipal()).stream()
                .map(one -> row(directory, one, mailbox))
                .toList();
    }

    private static CmdletRow row(
            DirectorySnapshot directory, ManagementRoleAssignment one, @Nullable MailRecipient mailbox) {
        var decided = one.decided();
        return new CmdletRow(
                one.name() + " " + one.id(),
                () -> inScope(
                                directory,
                                one,
                                mailbox,
                                new OutputProperties()
                                        .text("RoleName", one.role())
                                        .text(
                                                "GrantedPermissions",
                                                decided.permissions().stream()
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))
                                        .text("AllowedResourceScope", RoleAssignmentCmdlets.scopeName(directory, one))
                                        .text("ScopeType", one.scopeType().text()))
                        .node());
    }

    private static OutputProperties inScope(
            DirectorySnapshot directory,
            ManagementRoleAssignment one,
            @Nullable MailRecipient mailbox,
            OutputProperties properties) {
        return mailbox == null
                ? properties.text("InScope", "Not Run")
                : properties.flag("InScope", directory.isInScope(one.decided().scope(), mailbox.id()));
    }
}
