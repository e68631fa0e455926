package dev.postern.exchange;

import dev.postern.access.AccessEngine;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.Decision;
import dev.postern.access.ObjectId;
import dev.postern.access.Rule;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ServicePrincipal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Test-ApplicationAccessPolicy: evaluates the policies for an application and a mailbox with the decision function that requests
 * use. As in Exchange, the permissions of the application are not checked. Unlike Exchange, an unknown client id causes a
 * warning, because it is the most frequent cause of a misleading Granted.
 */
final class PolicyTest {
    private PolicyTest() {}

    static List<CmdletRow> run(Invocation call) {
        DirectorySnapshot directory = call.directory();
        CmdletArguments arguments = call.arguments();
        MailRecipient mailbox = RecipientIdentity.one(directory, arguments.required("Identity"), mailRecipient -> true);
        String text = arguments.required("AppId");
        UUID id = Guid.of(text);
        if (id == null) {
            throw CmdletFailures.invalid("The AppId '" + text + "' is not a GUID.");
        }
        AppId app = new AppId(id);
        warnOfApplication(call, directory, new AppSelector.One(app));
        if (!mailbox.hasMailbox()) {
            call.warn("\"" + mailbox.recipient().name() + "\" is a "
                    + mailbox.recipient().type().details() + ", not a mailbox.");
        }
        Decision decision = AccessEngine.checkPolicy(directory.access(), app, mailbox.id());
        warnOfMembership(call, directory, decision);
        return List.of(new CmdletRow(
                "",
                () -> new OutputProperties()
                        .text("AppId", app.toString())
                        .text("Mailbox", mailbox.recipient().name())
                        .text("MailboxId", mailbox.id().toString())
                        .text("MailboxSid", mailbox.recipient().sid())
                        .text("AccessCheckResult", decision.verdict().text())
                        .node()));
    }

    /** Warns if the mailbox is in the scope, but only through groups that do not count there. */
    private static void warnOfMembership(Invocation call, DirectorySnapshot directory, Decision decision) {
        if (decision.rule() != Rule.RESTRICT_MEMBERSHIP_UNCONFIRMED) {
            return;
        }
        String groups = decision.path().stream()
                .map(directory::find)
                .filter(object -> object instanceof Group group && !group.isSecurityGroup())
                .map(object -> "\"" + Objects.requireNonNull(object).displayName() + "\"")
                .collect(Collectors.joining(", "));
        call.warn("The mailbox is a member of the policy scope only through " + groups
                + ", which is not a mail-enabled security group. Members of distribution lists and Microsoft 365 groups"
                + " within a scope do not count for RestrictAccess. Add the mailbox to a security group of the scope.");
    }

    /** Warns if no application has the client id, and names the object if the id is an object id. */
    static void warnOfApplication(Invocation call, DirectorySnapshot directory, AppSelector selector) {
        if (!(selector instanceof AppSelector.One(AppId app))
                || directory.servicePrincipal(app) != null
                || directory.application(app) != null) {
            return;
        }
        DirectoryObject object = directory.find(new ObjectId(app.value()));
        String meant = switch (object) {
            case ServicePrincipal principal -> objectIdOf("service principal", principal, principal.appId());
            case Application application -> objectIdOf("application", application, application.appId());
            case null, default -> "";
        };
        call.warn("No application in this organization has the AppId " + app + "." + meant
                + " Application access policies name applications by their AppId (client id).");
    }

    private static String objectIdOf(String kind, DirectoryObject object, AppId appId) {
        return " It is the object id of the " + kind + " \"" + object.displayName() + "\", whose AppId is " + appId
                + ".";
    }
}
