package dev.postern.mailbox.rule;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MailboxFailure.RuleRefused.RuleFault;
import dev.postern.store.Sql;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The rules of the Inbox of one mailbox. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class MessageRules {
    /** Of the enabled rules of a mailbox, in bytes. */
    public static final int QUOTA = 256 << 10;
    /** Of all rules of a mailbox, in bytes. */
    static final int MAX_STORED = 4 * QUOTA;

    static final int MAX_RULES = 4_000;
    /** Ids of rules begin with a byte that programs know from elsewhere. */
    private static final long ID_BASE = 1L << 56;

    private final Mailbox mailbox;

    public MessageRules(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /**
     * A rule, and whether it is skipped because a folder that it names has gone.
     */
    public record Shown(MessageRule rule, boolean hasError) {}

    /** In the order in which they are carried out. */
    public List<Shown> list() {
        return mailbox.read(sql -> shown(sql, RuleRows.list(sql, mailbox.id())));
    }

    /** @throws MailboxFailure.RuleRefused if it does not exist */
    public Shown get(long id) {
        return mailbox.read(sql -> shown(sql, List.of(find(sql, id))).getFirst());
    }

    private MessageRule find(Sql sql, long id) {
        MessageRule rule = RuleRows.find(sql, mailbox.id(), id);
        if (rule == null) {
            throw new MailboxFailure.RuleRefused(RuleFault.NOT_FOUND);
        }
        return rule;
    }

    private List<Shown> shown(Sql sql, List<MessageRule> rules) {
        Set<FolderId> gone = gone(sql, rules);
        return rules.stream()
                .map(rule -> new Shown(rule, rule.does().folders().anyMatch(gone::contains)))
                .toList();
    }

    private Set<FolderId> gone(Sql sql, List<MessageRule> rules) {
        Set<FolderId> targets =
                rules.stream().flatMap(rule -> rule.does().folders()).collect(Collectors.toSet());
        return targets.isEmpty()
                ? Set.of()
                : RuleTargets.gone(sql, Map.of(mailbox.id(), targets)).getOrDefault(mailbox.id(), Set.of());
    }

    /**
     * Creates a rule; its id is chosen here.
     *
     * @throws MailboxFailure.RuleRefused if the rules become too large, or a folder does not exist or cannot contain mail
     */
    public Shown create(MessageRule given) {
        return mailbox.change(change -> {
            MessageRule rule = given.withId(ID_BASE | change.number());
            RuleRows.insert(change.sql(), mailbox.id(), rule);
            return checked(change, rule, Set.of());
        });
    }

    /**
     * Changes a rule as it is in the transaction.
     *
     * @param change may throw to change nothing
     * @throws MailboxFailure.RuleRefused as {@link #create}; folders that the rule had before are not checked
     */
    public Shown update(long id, UnaryOperator<MessageRule> change) {
        return mailbox.change(begun -> {
            MessageRule before = find(begun.sql(), id);
            MessageRule after = change.apply(before).withId(id);
            RuleRows.update(begun.sql(), mailbox.id(), after);
            return checked(begun, after, before.does().folders().collect(Collectors.toSet()));
        });
    }

    private Shown checked(MailboxChange change, MessageRule rule, Set<FolderId> kept) {
        Set<FolderId> gone = gone(change.sql(), List.of(rule));
        if (!kept.containsAll(gone)) {
            throw new MailboxFailure.RuleRefused(RuleFault.FOLDER);
        }
        RuleRows.Used used = RuleRows.used(change.sql(), mailbox.id());
        if (used.enabledBytes() > QUOTA || used.bytes() > MAX_STORED || used.rules() > MAX_RULES) {
            throw new MailboxFailure.RuleRefused(RuleFault.OVER_QUOTA);
        }
        stamp(change, used);
        return new Shown(rule, !gone.isEmpty());
    }

    /** @throws MailboxFailure.RuleRefused if it does not exist */
    public void delete(long id) {
        mailbox.change(change -> {
            if (!RuleRows.delete(change.sql(), mailbox.id(), id)) {
                throw new MailboxFailure.RuleRefused(RuleFault.NOT_FOUND);
            }
            stamp(change, RuleRows.used(change.sql(), mailbox.id()));
            return true;
        });
    }

    /** A random number, because that of a change that is rolled back would be given to another change. */
    private void stamp(MailboxChange change, RuleRows.Used used) {
        long number = used.enabled() == 0 ? 0 : mailbox.nextId().getLeastSignificantBits() | 1;
        RuleRows.stamp(change.sql(), mailbox.id(), number);
    }
}
