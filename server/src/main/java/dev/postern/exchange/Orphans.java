package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.RecipientType;

/** Warns when a change orphans the scope of application access policies. */
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
                    + "\" as their scope. They are kept, but their scope is then empty: a RestrictAccess"
                    + " policy no longer allows its application to access any mailbox, and a DenyAccess policy"
                    + " denies its application every mailbox.");
        }
    }
}
