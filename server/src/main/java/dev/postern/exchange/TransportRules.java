package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.Draft;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.TransportRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** New-, Get-, Set-, Remove-, Enable- and Disable-TransportRule. */
final class TransportRules {
    private TransportRules() {}

    static List<CmdletRow> create(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        ObjectId id = new ObjectId(UUID.randomUUID());
        TransportRule made = call.change(draft -> {
            DirectorySnapshot directory = draft.before();
            int count = directory.transportRules().size();
            if (count >= TransportRule.MAX_RULES) {
                throw CmdletFailures.invalid(
                        "An organization can have at most " + TransportRule.MAX_RULES + " transport rules.");
            }
            var empty = new TransportRule(
                    id,
                    call.now(),
                    "",
                    count,
                    !arguments.has("Enabled") || arguments.flag("Enabled"),
                    List.of(),
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    List.of());
            return stored(draft, TransportRuleParameters.apply(arguments, directory, empty), arguments);
        });
        return List.of(row(call.directory(), made));
    }

    static List<CmdletRow> set(WritingInvocation call) {
        call.change(draft -> stored(
                draft,
                TransportRuleParameters.apply(call.arguments(), draft.before(), rule(call, draft.before())),
                call.arguments()));
        return List.of();
    }

    static List<CmdletRow> enable(WritingInvocation call) {
        return enabled(call, true);
    }

    static List<CmdletRow> disable(WritingInvocation call) {
        return enabled(call, false);
    }

    private static List<CmdletRow> enabled(WritingInvocation call, boolean enabled) {
        call.change(draft -> {
            draft.put(rule(call, draft.before()).withEnabled(enabled));
            return true;
        });
        return List.of();
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            TransportRule rule = rule(call, draft.before());
            draft.remove(rule);
            order(draft, others(draft.before(), rule));
            return true;
        });
        return List.of();
    }

    static List<CmdletRow> list(Invocation call) {
        CmdletArguments arguments = call.arguments();
        DirectorySnapshot directory = call.directory();
        String state = arguments.text("State");
        Stream<TransportRule> found = arguments.has("Identity")
                ? RoleObjects.many(directory, arguments.required("Identity"), TransportRule.class, TransportRule::name)
                : directory.transportRules().stream();
        return found.filter(rule -> state == null || state.equals(state(rule)))
                .map(rule -> row(directory, rule))
                .toList();
    }

    private static TransportRule rule(Invocation call, DirectorySnapshot directory) {
        return RoleObjects.one(directory, call.arguments().required("Identity"), TransportRule.class);
    }

    private static List<TransportRule> others(DirectorySnapshot directory, TransportRule rule) {
        return directory.transportRules().stream()
                .filter(one -> !one.id().equals(rule.id()))
                .toList();
    }

    /** Puts the rule at its priority; those from there on follow it. */
    private static TransportRule stored(Draft draft, TransportRule rule, CmdletArguments arguments) {
        DirectorySnapshot directory = draft.before();
        TransportRule other = directory.exchangeObject(rule.name(), TransportRule.class);
        if (other != null && !other.id().equals(rule.id())) {
            throw CmdletFailures.nameTaken(DistinguishedNames.of(directory.tenant(), rule.name()));
        }
        List<TransportRule> order = new ArrayList<>(others(directory, rule));
        int priority = arguments.has("Priority") ? arguments.count("Priority", 0) : rule.priority();
        if (priority > order.size()) {
            throw CmdletFailures.invalid(
                    "The priority " + priority + " isn't valid. It must be from 0 to " + order.size() + ".");
        }
        TransportRule placed = rule.withPriority(priority);
        draft.put(placed);
        order.add(priority, placed);
        order(draft, order);
        return placed;
    }

    private static void order(Draft draft, List<TransportRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).priority() != i) {
                draft.put(rules.get(i).withPriority(i));
            }
        }
    }

    private static String state(TransportRule rule) {
        return rule.enabled() ? "Enabled" : "Disabled";
    }

    private static CmdletRow row(DirectorySnapshot directory, TransportRule rule) {
        var app = rule.fromApplication();
        return new CmdletRow(
                "%08d".formatted(rule.priority()),
                () -> new OutputProperties()
                        .text("Name", rule.name())
                        .text("Identity", rule.name())
                        .guid("Guid", rule.id().value())
                        .text("State", state(rule))
                        .text("Mode", "Enforce")
                        .number("Priority", rule.priority())
                        .texts("From", names(directory, rule.from()))
                        .texts("FromMemberOf", names(directory, rule.fromMemberOf()))
                        .text("SentToScope", rule.sentToScope())
                        .text("FromApplication", app == null ? null : app.toString())
                        .text("SetHeaderName", rule.headerName())
                        .text("SetHeaderValue", rule.headerValue())
                        .text("ApplyHtmlDisclaimerText", rule.disclaimer())
                        .text(
                                "ApplyHtmlDisclaimerLocation",
                                rule.disclaimer() == null ? null : rule.prepended() ? "Prepend" : "Append")
                        .text("ApplyHtmlDisclaimerFallbackAction", rule.disclaimer() == null ? null : "Ignore")
                        .texts("BlindCopyTo", names(directory, rule.blindCopyTo()))
                        .flag("IsValid", true)
                        .node());
    }

    private static List<String> names(DirectorySnapshot directory, List<ObjectId> ids) {
        return ids.stream()
                .map(id -> MailRecipient.of(directory.find(id)))
                .filter(Objects::nonNull)
                .map(one -> one.recipient().primaryAddress())
                .toList();
    }
}
