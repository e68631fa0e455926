package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.RecipientType;

/** Warns who is about to leave application access policies without a scope: from then on they let nobody in. */
final class Orphans {
    private Orphans() {}

    static void warnOfRemoval(Invocation call, DirectorySnapshot directory, MailRecipient scope) {
        warn(call, directory, scope);
    }

    static void warnOfType(Invocation call, DirectorySnapshot directory, MailRecipient scope, RecipientType wanted) {
        if (!wanted.kind().isSecurityPrincipal()) {
            warn(call, directory, scope);
        }
    }

    private static void warn(Invocation call, DirectorySnapshot directory, MailRecipient scope) {
        int policies = directory.policiesOn(scope.id()).size();
        if (policies > 0) {
            call.warn(policies + " application access policies have \""
                    + scope.recipient().name()
                    + "\" as their scope. They stay, with a scope that holds nobody: RestrictAccess lets their"
                    + " applications reach no mailbox by it, DenyAccess keeps them from all.");
        }
    }
}
