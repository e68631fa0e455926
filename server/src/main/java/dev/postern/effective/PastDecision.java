package dev.postern.effective;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.Rule;
import dev.postern.access.Stage;
import dev.postern.access.Verdict;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.effective.AccessExplanation.Assignment;
import dev.postern.effective.AccessExplanation.Denial;
import dev.postern.effective.AccessExplanation.Entra;
import dev.postern.effective.AccessExplanation.Policy;
import dev.postern.effective.AccessExplanation.Rbac;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a past request, as the audit has it. Its facts are read from the stored sentence, whose wording does not change; only
 * the names are those of today, because the audit has none. A removed scope has the name that its policy kept; otherwise what has been removed is
 * shown as such, with its id.
 */
public final class PastDecision {
    private static final String GUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern ANY_GUID = Pattern.compile(GUID);
    private static final Pattern PERMISSION = Pattern.compile("^\\w+ with ([A-Za-z.-]+) by assignment ");
    private static final Pattern POLICY = Pattern.compile(
            "(RestrictAccess|DenyAccess) policy (" + GUID + ") for (?:\\*|" + GUID + ") on (" + GUID + ")");
    private static final Pattern PATH = Pattern.compile("\\((" + GUID + "(?: > " + GUID + ")*)\\)");
    private static final Pattern ASSIGNMENT = Pattern.compile("role assignment (" + GUID + ")|being (" + GUID + ")");

    private static final Pattern REMOVED = Pattern.compile("(?:role assignment|application|service principal|being) $");

    private final DirectorySnapshot directory;
    private final AccessNames names;
    private final String policyDenial;

    /** @param policyDenial the message of a request that a policy refuses */
    public PastDecision(DirectorySnapshot directory, String policyDenial) {
        this.directory = directory;
        this.names = new AccessNames(directory);
        this.policyDenial = policyDenial;
    }

    /** Explains an entry; empty if it is not about a mailbox. */
    public Optional<AccessExplanation> explain(AuditEntry entry) {
        Rule rule = rule(entry.rule());
        AppId app = entry.actor().app();
        String sentence = entry.explanation();
        if (rule == null || app == null || sentence == null) {
            return Optional.empty();
        }
        boolean found = !entry.verdict().equals("not found");
        boolean allowed = rule.verdict() == Verdict.GRANTED && found;
        User owner = owner(entry);
        Matcher permission = PERMISSION.matcher(sentence);
        List<String> text = List.of(
                (allowed ? "Allowed" : found ? "Denied" : "Not found") + " at " + entry.at() + ": " + entry.operation()
                        + " by \"" + names.app(app) + "\" on " + entry.target() + ".",
                named(upward(sentence)));
        return Optional.of(new AccessExplanation(
                allowed,
                app,
                names.app(app),
                owner == null ? null : owner.id(),
                owner == null ? entry.target() : names.address(owner.id()),
                permission.find() ? permission.group(1) : null,
                entra(rule, sentence),
                rbac(rule, sentence),
                allowed ? null : denial(rule, found, entry.target()),
                text,
                null));
    }

    private static @Nullable Rule rule(@Nullable String name) {
        return Arrays.stream(Rule.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private @Nullable User owner(AuditEntry entry) {
        return names.mailbox(entry.target())
                .filter(user -> user.mailbox() != null && user.mailbox().equals(entry.mailbox()))
                .orElseGet(() -> entry.mailbox() == null
                        ? null
                        : directory
                                .all(User.class)
                                .filter(user -> entry.mailbox().equals(user.mailbox()))
                                .findFirst()
                                .orElse(null));
    }

    private Entra entra(Rule rule, String sentence) {
        boolean policyStage = rule.stage() == Stage.POLICY;
        List<Policy> policies = new ArrayList<>();
        Matcher policy = POLICY.matcher(sentence);
        if (policyStage && policy.find()) {
            boolean contained = rule == Rule.RESTRICT_POLICY || rule == Rule.DENY_POLICY;
            policies.add(new Policy(
                    policy.group(2),
                    policy.group(1),
                    names.addressOr(ObjectId.of(policy.group(3)), "group"),
                    contained ? path(sentence) : List.of()));
        }
        return new Entra(policyStage, policyStage ? rule.verdict().text() : null, policies);
    }

    private Rbac rbac(Rule rule, String sentence) {
        Matcher assignment = ASSIGNMENT.matcher(sentence.replaceFirst("^[^:]*:", ""));
        List<Assignment> assignments = new ArrayList<>();
        boolean granted = rule == Rule.ROLE_ASSIGNMENT;
        if (assignment.find()) {
            String id = assignment.group(1) == null ? assignment.group(2) : assignment.group(1);
            var known = directory.exchangeObject(ObjectId.of(id), ManagementRoleAssignment.class);
            assignments.add(new Assignment(
                    known == null ? "a removed role assignment (" + id + ")" : known.name(),
                    known == null ? "" : known.role(),
                    known == null ? "" : known.scopeType().text(),
                    known == null ? "" : names.scope(known),
                    granted,
                    true,
                    granted ? path(sentence) : List.of()));
        }
        return new Rbac(granted, assignments);
    }

    private List<String> path(String sentence) {
        Matcher path = PATH.matcher(sentence);
        return path.find()
                ? names.upward(Arrays.stream(path.group(1).split(" > "))
                        .map(ObjectId::of)
                        .toList())
                : List.of();
    }

    private Denial denial(Rule rule, boolean found, String target) {
        if (!found) {
            return new Denial(404, "ErrorInvalidUser", "The requested user '" + target + "' is invalid.");
        }
        return AccessExplainer.denial(rule.stage() == Stage.POLICY, policyDenial);
    }

    /** The sentence has the path from the scope down to the mailbox. */
    private static String upward(String sentence) {
        return PATH.matcher(sentence)
                .replaceAll(path -> Matcher.quoteReplacement("("
                        + String.join(
                                " < ", Arrays.asList(path.group(1).split(" > ")).reversed()) + ")"));
    }

    private String named(String sentence) {
        return ANY_GUID.matcher(sentence).replaceAll(guid -> Matcher.quoteReplacement(name(sentence, guid)));
    }

    private String name(String sentence, MatchResult guid) {
        UUID id = UUID.fromString(guid.group());
        DirectoryObject object = directory.find(new ObjectId(id));
        if (object != null) {
            Recipient recipient = Recipient.of(object);
            return recipient == null ? "\"" + object.displayName() + "\"" : recipient.primaryAddress();
        }
        String app = names.app(new AppId(id));
        var assignment = directory.exchangeObject(new ObjectId(id), ManagementRoleAssignment.class);
        return assignment != null
                ? "\"" + assignment.name() + "\""
                : app.equals(id.toString()) ? removed(sentence, guid) : "\"" + app + "\"";
    }

    /** The words before the id, and its position in the path, say what it was. */
    private String removed(String sentence, MatchResult guid) {
        String before = sentence.substring(0, guid.start());
        String after = sentence.substring(guid.end());
        if (before.endsWith(" policy ") || before.endsWith(" by assignment ")) {
            return guid.group();
        }
        ObjectId id = ObjectId.of(guid.group());
        if (before.endsWith(" on ") || before.endsWith(" < ")) {
            return names.addressOr(id, "group");
        }
        if (before.endsWith("the mailbox of ")
                || (before.endsWith("(") && (after.startsWith(" < ") || after.startsWith(")")))) {
            return names.addressOr(id, "mailbox");
        }
        return REMOVED.matcher(before).find() ? guid.group() + " (removed)" : guid.group();
    }
}
