package dev.postern.effective;

import dev.postern.access.Decision;
import dev.postern.access.Rule;
import dev.postern.access.Verdict;
import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.AccessExplanation.Assignment;
import dev.postern.effective.AccessExplanation.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation in sentences, with names in place of ids. */
final class ExplanationText {
    private ExplanationText() {}

    static AccessExplanation with(
            AccessExplanation facts, Decision decision, ServicePrincipal app, @Nullable ChangingCommand command) {
        List<String> text = new ArrayList<>();
        text.add((facts.allowed() ? "Allowed: \"" : "Denied: \"") + facts.app() + "\" "
                + (facts.allowed() ? "can" : "cannot") + " use " + facts.permission() + " on the mailbox "
                + facts.mailbox() + ".");
        text.add("Grant in Entra: " + grant(decision, app));
        policies(facts, decision, text);
        roles(facts, text);
        if (command != null) {
            text.addAll(command.text("This command would change the answer: "));
        }
        return new AccessExplanation(
                facts.allowed(),
                facts.appId(),
                facts.app(),
                facts.mailboxId(),
                facts.mailbox(),
                facts.permission(),
                facts.entra(),
                facts.rbac(),
                facts.refusal(),
                text,
                command);
    }

    private static String grant(Decision decision, ServicePrincipal app) {
        if (!app.accountEnabled()) {
            return "the service principal is disabled, so nothing is granted.";
        }
        var grant = decision.entra().grant();
        return grant == null
                ? "the application has no permission that suffices ("
                        + decision.asked().sufficientPermissions().stream()
                                .sorted()
                                .collect(Collectors.joining(" or "))
                        + ")."
                : grant.permission() + " is granted to the application.";
    }

    private static void policies(AccessExplanation facts, Decision decision, List<String> text) {
        List<Policy> all = facts.entra().policies();
        if (all.isEmpty()) {
            text.add("Application access policies: none names the application"
                    + (decision.entra().rule() == Rule.SCOPE_REQUIRED
                            ? ", and grants without a scope are refused here."
                            : ", so they restrict nothing."));
            return;
        }
        text.add("Application access policies: " + facts.entra().policyVerdict() + ".");
        for (Policy one : all) {
            text.add("  " + one.right() + " on " + one.scope() + ": "
                    + (one.path().isEmpty()
                            ? orphanedOrOutside(one, decision)
                            : "contains the mailbox (" + String.join(" < ", one.path()) + ")."));
        }
    }

    private static String orphanedOrOutside(Policy one, Decision decision) {
        var deciding = decision.entra().policy();
        if (deciding != null && deciding.id().toString().equals(one.id())) {
            return switch (decision.entra().rule()) {
                case DENY_SCOPE_ORPHANED ->
                    "the scope is missing or no security principal, so it counts for every mailbox.";
                case RESTRICT_SCOPE_ORPHANED ->
                    "the scope is missing or no security principal, so it contains nothing.";
                case RESTRICT_MEMBERSHIP_UNCONFIRMED ->
                    "contains the mailbox only through a group that is not a security group, which does not count.";
                default -> "does not contain the mailbox.";
            };
        }
        return "does not contain the mailbox.";
    }

    private static void roles(AccessExplanation facts, List<String> text) {
        List<Assignment> all = facts.rbac().assignments();
        if (all.isEmpty()) {
            text.add("Role assignments: none.");
            return;
        }
        text.add("Role assignments: " + (facts.rbac().allowed() ? Verdict.GRANTED : Verdict.DENIED).text() + ".");
        for (Assignment one : all) {
            text.add("  " + one.name() + " (" + one.role() + ", " + one.scopeType() + " "
                    + one.scope() + "): "
                    + (one.inScope() ? "contains the mailbox" : "does not contain the mailbox")
                    + (one.grants() ? "." : "; the role does not grant it."));
        }
    }
}
