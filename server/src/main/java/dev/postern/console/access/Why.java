package dev.postern.console.access;

import java.util.List;

/**
 * What the page of reasons shows.
 *
 * @param request the past request; empty for the present
 * @param wanted the permission or operation
 * @param answer in one sentence
 * @param text the other sentences, of which those that begin with spaces are details
 * @param entra chains through the grant in Entra
 * @param morePolicies how many policies are not drawn
 * @param roles chains through role assignments
 * @param moreRoles how many role assignments are not drawn
 * @param refusal the error that a request gets; empty if it is granted
 * @param cure the command that would change the answer; empty if no single one does
 * @param reach what the application would reach with it; empty if the command is about this mailbox only
 * @param tryPath the page that shows what it would do; empty if the console does not run it
 * @param command the command that explains the same
 * @param auditPath the audit of the application and the mailbox
 */
public record Why(
        boolean granted,
        String request,
        String app,
        String appId,
        String mailbox,
        String wanted,
        String answer,
        List<String> text,
        List<ReasonChain> entra,
        int morePolicies,
        boolean grantedByRole,
        List<ReasonChain> roles,
        int moreRoles,
        String refusal,
        String cure,
        String reach,
        String tryPath,
        String command,
        String auditPath) {
    public Why {
        text = List.copyOf(text);
        entra = List.copyOf(entra);
        roles = List.copyOf(roles);
    }
}
