package dev.postern.exchange;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.PolicyId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.MailRecipient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New-, Get-, Set- and Remove-ApplicationAccessPolicy. */
final class Policies {
    /** With {@link #OVERHEAD}, large enough for 300 policies with a description of one character, the documented limit. */
    private static final int BUDGET = 48_000;

    private static final int OVERHEAD = 159;

    private Policies() {}

    static List<CmdletRow> create(WritingInvocation call) {
        List<ApplicationAccessPolicy> made = call.change(draft -> {
            List<ApplicationAccessPolicy> policies = policies(call, draft.before());
            policies.forEach(draft::put);
            checkSize(draft.before().policies(), policies);
            return policies;
        });
        return made.stream()
                .map(policy -> PolicyText.row(call.directory(), policy))
                .toList();
    }

    /** One policy for each application. */
    private static List<ApplicationAccessPolicy> policies(Invocation call, DirectorySnapshot directory) {
        CmdletArguments arguments = call.arguments();
        MailRecipient scope =
                RecipientIdentity.reference(directory, arguments.required("PolicyScopeGroupId"), mailRecipient -> true);
        if (!scope.recipient().type().kind().isSecurityPrincipal()) {
            call.warn("\"" + scope.recipient().name() + "\" is a "
                    + scope.recipient().type().details()
                    + ". A scope must be a mail-enabled security group or a user. Add the mailbox to such a group.");
            throw CmdletFailures.scopeIsNoPrincipal();
        }
        AccessRight right = AccessRight.of(arguments.required("AccessRight"));
        List<ApplicationAccessPolicy> policies = new ArrayList<>();
        for (AppSelector app : arguments.texts("AppId").stream()
                .map(Policies::application)
                .distinct()
                .toList()) {
            ApplicationAccessPolicy policy = new ApplicationAccessPolicy(
                    new PolicyId(UUID.randomUUID()),
                    app,
                    right,
                    scope.id(),
                    scope.recipient().sid(),
                    scope.displayName(),
                    scope.recipient().name(),
                    description(arguments),
                    call.now());
            checkNew(directory, policy);
            PolicyTest.warnOfApplication(call, directory, app);
            policies.add(policy);
        }
        return policies;
    }

    private static @Nullable String description(CmdletArguments arguments) {
        String text = arguments.text("Description");
        return text == null ? null : Checks.line("Description", text);
    }

    private static AppSelector application(String text) {
        if (text.equals("*")) {
            return new AppSelector.Every();
        }
        UUID id = Guid.of(text);
        if (id == null) {
            throw CmdletFailures.invalid(
                    "The AppId '" + text + "' is not a GUID. Specify the client id of an application, or *.");
        }
        return new AppSelector.One(new AppId(id));
    }

    /** Refuses a second policy with the same application, scope and right: it would have no effect, and the same identity. */
    private static void checkNew(DirectorySnapshot directory, ApplicationAccessPolicy policy) {
        boolean there = directory.policies().stream()
                .anyMatch(other -> other.app().equals(policy.app())
                        && other.scope().equals(policy.scope())
                        && other.right() == policy.right());
        if (there) {
            throw CmdletFailures.nameTaken(policy.identity(directory.tenant()));
        }
    }

    private static void checkSize(
            Collection<ApplicationAccessPolicy> before, Collection<ApplicationAccessPolicy> added) {
        if (size(before) + size(added) > BUDGET) {
            throw CmdletFailures.policiesTooLarge();
        }
    }

    private static long size(Collection<ApplicationAccessPolicy> policies) {
        return policies.stream()
                .mapToLong(policy -> OVERHEAD + PolicyText.description(policy).length())
                .sum();
    }

    /** Returns all policies if no identity is given. For an unknown identity it returns none, where Exchange returns all. */
    static List<CmdletRow> list(Invocation call) {
        CmdletArguments arguments = call.arguments();
        DirectorySnapshot directory = call.directory();
        if (!arguments.has("Identity")) {
            return rows(directory, directory.policies());
        }
        String identity = arguments.text("Identity");
        List<ApplicationAccessPolicy> found = identity == null ? List.of() : find(directory, identity);
        if (found.isEmpty()) {
            call.warn("There is no policy with the identity '" + (identity == null ? "" : identity) + "'.");
        }
        return rows(directory, found);
    }

    private static List<CmdletRow> rows(DirectorySnapshot directory, Collection<ApplicationAccessPolicy> policies) {
        return policies.stream()
                .map(policy -> PolicyText.row(directory, policy))
                .toList();
    }

    static List<CmdletRow> set(WritingInvocation call) {
        call.change(draft -> {
            ApplicationAccessPolicy policy = one(call, draft);
            if (call.arguments().has("Description")) {
                ApplicationAccessPolicy changed = described(policy, description(call.arguments()));
                checkSize(
                        draft.before().policies().stream()
                                .filter(other -> !other.equals(policy))
                                .toList(),
                        List.of(changed));
                draft.put(changed);
            }
            return true;
        });
        return List.of();
    }

    private static ApplicationAccessPolicy described(ApplicationAccessPolicy policy, @Nullable String description) {
        return new ApplicationAccessPolicy(
                policy.id(),
                policy.app(),
                policy.right(),
                policy.scope(),
                policy.scopeSid(),
                policy.scopeName(),
                policy.scopeIdentity(),
                description,
                policy.createdAt());
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            draft.remove(one(call, draft));
            return true;
        });
        return List.of();
    }

    private static ApplicationAccessPolicy one(Invocation call, Draft draft) {
        String identity = call.arguments().required("Identity");
        List<ApplicationAccessPolicy> found = find(draft.before(), identity);
        if (found.isEmpty()) {
            throw CmdletFailures.notFound(identity);
        }
        if (found.size() > 1) {
            throw CmdletFailures.ambiguousPolicy(identity);
        }
        return found.getFirst();
    }

    /** Finds policies by their identity as shown, or by GUID. */
    private static List<ApplicationAccessPolicy> find(DirectorySnapshot directory, String identity) {
        UUID guid = Guid.of(identity);
        return directory.policies().stream()
                .filter(policy -> policy.id().value().equals(guid)
                        || policy.identity(directory.tenant()).equalsIgnoreCase(identity))
                .toList();
    }
}
