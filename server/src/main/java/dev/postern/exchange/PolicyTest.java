package dev.postern.exchange;

import dev.postern.access.AccessEngine;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.Decision;
import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import java.util.List;
import java.util.UUID;

/**
 * Test-ApplicationAccessPolicy: what the policies say of an application and a mailbox, from the decision that also the live request
 * gets. As in the original, nothing is asked about the application's permissions; unlike there, a client id that nobody has is
 * named, since it is the mistake that most often turns the answer into a wrong Granted.
 */
final class PolicyTest {
    private PolicyTest() {}

    static List<CmdletRow> run(Invocation call) {
        DirectorySnapshot directory = call.directory();
        CmdletArguments arguments = call.arguments();
        MailRecipient mailbox = RecipientIdentity.one(directory, arguments.required("Identity"), mailable -> true);
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

    /** Warns when a client id is nobody's, and says whose object id it is. */
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
