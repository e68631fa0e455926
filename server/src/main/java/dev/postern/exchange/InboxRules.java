package dev.postern.exchange;

import dev.postern.directory.DirectoryObject;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.rule.RuleParts;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Get-, New-, Set-, Remove-, Enable- and Disable-InboxRule, on the same rules as {@code messageRules} in Graph. */
final class InboxRules {
    private static final String MAILBOX = "Mailbox";
    private static final String SEPARATOR = ":\\";
    private static final int MAX_NAME = 64;

    private InboxRules() {}

    static List<CmdletRow> get(MailboxInvocation call) {
        User owner = owner(call);
        List<MessageRules.Shown> all = call.mailboxes().rules(owner);
        List<MessageRules.Shown> shown = call.arguments().has("Identity")
                ? List.of(one(all, OptionalTexts.given(call.arguments(), "Identity")))
                : all;
        return shown.stream().map(rule -> row(call, owner, rule)).toList();
    }

    private static User owner(MailboxInvocation call) {
        return call.owner(call.arguments().required(MAILBOX));
    }

    /** By the number of the rule, or by its name; a mailbox before it is ignored, because the parameter names it. */
    private static MessageRules.Shown one(List<MessageRules.Shown> all, String identity) {
        String name = identity.substring(identity.lastIndexOf('\\') + 1);
        List<MessageRules.Shown> numbered = all.stream()
                .filter(shown -> Long.toString(shown.rule().id()).equals(name))
                .toList();
        List<MessageRules.Shown> found = numbered.isEmpty()
                ? all.stream()
                        .filter(shown -> shown.rule().name().equalsIgnoreCase(identity))
                        .toList()
                : numbered;
        if (found.size() > 1) {
            throw CmdletFailures.ambiguousRule(identity);
        }
        return found.stream().findFirst().orElseThrow(() -> CmdletFailures.noRule(identity));
    }

    private static CmdletRow row(MailboxInvocation call, User owner, MessageRules.Shown shown) {
        MessageRule rule = shown.rule();
        String mailbox = Objects.requireNonNull(owner.recipient()).name();
        return new CmdletRow("%010d %020d".formatted(rule.sequence(), rule.id()), () -> {
            OutputProperties out = new OutputProperties()
                    .text("Name", rule.name())
                    .flag("Enabled", rule.enabled())
                    .number("Priority", rule.sequence())
                    .text("RuleIdentity", Long.toString(rule.id()))
                    .text("Identity", mailbox + "\\" + rule.id())
                    .text("MailboxOwnerId", mailbox)
                    .flag("InError", shown.hasError())
                    .flag("SupportedByTask", true)
                    .flag("IsValid", true);
            RuleParameters.showPredicates("", RuleParameters.copy(rule.conditions()), out);
            RuleParameters.showPredicates(RuleParameters.EXCEPT, RuleParameters.copy(rule.exceptions()), out);
            RuleParameters.showActions(
                    rule.actions(),
                    out,
                    id -> call.mailboxes()
                            .folderName(owner, new FolderId(UUID.fromString(id)))
                            .orElse(""));
            return out.node();
        });
    }

    static List<CmdletRow> create(ChangingInvocation call) {
        User owner = owner(call);
        List<MessageRules.Shown> all = call.mailboxes().rules(owner);
        int last = all.isEmpty() ? 0 : all.getLast().rule().sequence();
        MessageRule rule = changed(
                call,
                owner,
                new MessageRule(
                        0, "", Math.min(last, Integer.MAX_VALUE - 1) + 1, true, null, null, RuleParameters.copy(null)));
        call.beforeChange();
        return List.of(row(call, owner, call.mailboxes().createRule(owner, rule)));
    }

    static List<CmdletRow> set(ChangingInvocation call) {
        return change(call, owner -> rule -> changed(call, owner, rule));
    }

    static List<CmdletRow> enable(ChangingInvocation call) {
        return change(call, _ -> rule -> rule.enabled(true));
    }

    static List<CmdletRow> disable(ChangingInvocation call) {
        return change(call, _ -> rule -> rule.enabled(false));
    }

    /** A change of the rules of an owner. */
    @FunctionalInterface
    private interface OfOwner {
        UnaryOperator<MessageRule> change(User owner);
    }

    private static List<CmdletRow> change(ChangingInvocation call, OfOwner change) {
        User owner = owner(call);
        MessageRule before = one(call.mailboxes().rules(owner), call.arguments().required("Identity"))
                .rule();
        UnaryOperator<MessageRule> changed = change.change(owner);
        // checked before the change, and applied to the rule as it is then
        Objects.requireNonNull(changed.apply(before));
        call.beforeChange();
        call.mailboxes().changeRule(owner, before.id(), changed);
        return List.of();
    }

    static List<CmdletRow> remove(ChangingInvocation call) {
        User owner = owner(call);
        MessageRule rule = one(call.mailboxes().rules(owner), call.arguments().required("Identity"))
                .rule();
        call.beforeChange();
        call.mailboxes().deleteRule(owner, rule.id());
        return List.of();
    }

    private static MessageRule changed(MailboxInvocation call, User owner, MessageRule before) {
        CmdletArguments arguments = call.arguments();
        String name = OptionalTexts.or(arguments, "Name", before.name());
        if (name.isBlank() || name.length() > Math.max(MAX_NAME, before.name().length())) {
            throw CmdletFailures.invalid("The name of an Inbox rule must have 1 to " + MAX_NAME + " characters.");
        }
        int priority = arguments.count("Priority", before.sequence());
        if (priority < 1) {
            throw CmdletFailures.invalid("Priority must be a whole number from 1.");
        }
        ObjectNode conditions = RuleParameters.copy(before.conditions());
        RuleParameters.predicates(arguments, "", conditions, one -> address(call, one));
        ObjectNode exceptions = RuleParameters.copy(before.exceptions());
        RuleParameters.predicates(arguments, RuleParameters.EXCEPT, exceptions, one -> address(call, one));
        ObjectNode actions = RuleParameters.copy(before.actions());
        RuleParameters.actions(arguments, actions, one -> address(call, one), one -> folder(call, owner, one));
        ObjectNode checked = RuleParts.predicates(conditions);
        ObjectNode unless = RuleParts.predicates(exceptions);
        return new MessageRule(
                before.id(),
                name,
                priority,
                before.enabled(),
                checked.isEmpty() ? null : checked,
                unless.isEmpty() ? null : unless,
                RuleParts.actions(actions, UnaryOperator.identity()));
    }

    /** The address of a recipient; an external address as it is. */
    private static String address(MailboxInvocation call, String identity) {
        DirectoryObject known = call.directory().byAddress(identity.strip());
        if (known == null && identity.contains("@")) {
            return identity.strip();
        }
        DirectoryObject found = known == null
                ? RecipientIdentity.one(call.directory(), identity, _ -> true).object()
                : known;
        Recipient recipient = Recipient.of(found);
        return recipient == null ? identity : recipient.primaryAddress();
    }

    /** The stored id of a folder such as {@code adele@contoso.example:\Inbox\Reports}. */
    private static String folder(MailboxInvocation call, User owner, String path) {
        int at = path.indexOf(SEPARATOR);
        if (at > 0 && !call.owner(path.substring(0, at)).id().equals(owner.id())) {
            throw CmdletFailures.invalid("The folder \"" + path + "\" isn't in the mailbox of the rule.");
        }
        List<String> names = at < 0
                ? List.of()
                : List.of(path.substring(at + SEPARATOR.length()).split("\\\\", 100));
        return call.mailboxes()
                .mailFolder(owner, names)
                .map(Folder::id)
                .map(id -> id.value().toString())
                .orElseThrow(() -> CmdletFailures.invalid(
                        "The folder \"" + path + "\" couldn't be found. Specify it as mailbox:\\Inbox\\name."));
    }
}
