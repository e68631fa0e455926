package dev.postern.console.access;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Draws an explanation of access as chains. */
final class Chains {
    /** With more policies than this, the picture would say less than the text. */
    static final int MAX_CHAINS = 20;

    private final String app;
    private final String permission;
    private final String mailbox;
    private final JsonNode explanation;

    /** @param explanation as {@code /postern/access/explain} returns it */
    Chains(JsonNode explanation) {
        this.explanation = explanation;
        this.app = explanation.path("application").path("displayName").asString("");
        this.permission = explanation.path("permission").asString("the operation");
        this.mailbox = explanation.path("mailbox").path("address").asString("");
    }

    /** The half of Entra: a grant, under the application access policies. */
    List<ReasonChain> entra() {
        JsonNode entra = explanation.path("entra");
        boolean held = entra.path("held").asBoolean(false);
        List<ReasonChain> chains = new ArrayList<>();
        if (!held) {
            chains.add(new ReasonChain(
                    "Grant in Entra",
                    Step.DENIED,
                    "not granted",
                    List.of(
                            application(),
                            Step.denied(permission, "no grant in Entra suffices"),
                            Step.neither(mailbox, "mailbox"))));
        }
        entra.path("policies").valueStream().limit(MAX_CHAINS).forEach(policy -> chains.add(policy(policy, held)));
        if (held && chains.isEmpty()) {
            boolean allowed = entra.path("policyVerdict").asString("Granted").equalsIgnoreCase(Step.GRANTED);
            chains.add(new ReasonChain(
                    "Grant in Entra without a policy",
                    allowed ? Step.GRANTED : Step.DENIED,
                    allowed ? "every mailbox" : "refused without a scope",
                    List.of(
                            application(),
                            Step.granted(permission, "grant in Entra"),
                            Step.neither("no policy", "names the application"),
                            new Step(mailbox, "mailbox", allowed ? Step.GRANTED : Step.DENIED))));
        }
        return chains;
    }

    private Step application() {
        return Step.neither(app, "application");
    }

    private ReasonChain policy(JsonNode policy, boolean held) {
        boolean restrict = policy.path("right").asString("").equals("RestrictAccess");
        List<String> path = down(policy);
        String scope = policy.path("scope").asString("");
        boolean contained = !path.isEmpty();
        String state = restrict ? contained ? Step.GRANTED : Step.DENIED : contained ? Step.DENIED : Step.NEITHER;
        String outcome = restrict
                ? contained ? "allowed by it" : "outside of it"
                : contained ? "denied by it" : "not denied by it";
        List<Step> steps = new ArrayList<>(List.of(application()));
        if (held) {
            steps.add(Step.granted(permission, "grant in Entra"));
        }
        steps.add(Step.neither(policy.path("right").asString(""), "policy"));
        scoped(steps, scope, "scope", path, state, "not in the scope");
        return new ReasonChain(policy.path("right").asString("") + " on " + scope, state, outcome, steps);
    }

    /** The role assignments of RBAC for Applications. */
    List<ReasonChain> roles() {
        return explanation
                .path("rbac")
                .path("assignments")
                .valueStream()
                .limit(MAX_CHAINS)
                .map(this::role)
                .toList();
    }

    private ReasonChain role(JsonNode assignment) {
        boolean grants = assignment.path("grantsPermission").asBoolean(false);
        boolean inside = assignment.path("inScope").asBoolean(false);
        boolean allowed = grants && inside;
        String state = allowed ? Step.GRANTED : Step.NEITHER;
        String role = assignment.path("role").asString("");
        List<Step> steps = new ArrayList<>(List.of(
                application(),
                grants ? Step.granted(role, "role") : Step.denied(role, "role, which does not grant " + permission)));
        List<String> path = inside ? down(assignment) : List.of();
        scoped(
                steps,
                assignment.path("scope").asString(""),
                "scope: " + assignment.path("scopeType").asString(""),
                path,
                inside ? state : Step.DENIED,
                "not in the scope");
        return new ReasonChain(
                assignment.path("name").asString(""), state, allowed ? "allowed by it" : "gives no access", steps);
    }

    /** The scope, the groups within it that lead to the mailbox, and the mailbox. */
    private void scoped(
            List<Step> steps, String scope, String kind, List<String> path, String state, String otherwise) {
        if (path.size() == 1 && path.getFirst().equals(scope)) {
            steps.add(new Step(scope, kind + " and mailbox", state));
            return;
        }
        steps.add(Step.neither(scope, kind));
        for (int at = 0; at < path.size() - 1; at++) {
            if (at > 0 || !path.get(at).equals(scope)) {
                steps.add(Step.neither(path.get(at), "group in it"));
            }
        }
        steps.add(new Step(mailbox, path.isEmpty() ? "mailbox, " + otherwise : "mailbox", state));
    }

    /** The path that the server gives upward, from the scope down. */
    private static List<String> down(JsonNode of) {
        return of.path("path")
                .valueStream()
                .map(one -> one.asString(""))
                .toList()
                .reversed();
    }
}
