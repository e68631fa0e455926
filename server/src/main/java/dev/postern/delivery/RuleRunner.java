package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Filing;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Placement;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.rule.ArrivingMessage;
import dev.postern.mailbox.rule.Disposition;
import dev.postern.mailbox.rule.RuleSet;
import dev.postern.mailbox.rule.RuleSets;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the rules of the mailboxes to which one transaction delivers a message. For one transaction. */
final class RuleRunner implements Filing {
    private static final Logger LOG = LoggerFactory.getLogger(RuleRunner.class);
    /** Of the text of all messages that the rules send in one transaction. */
    private static final long MAX_TEXT = 64 << 20;

    private final RuleSets sets;
    private final Supplier<DirectorySnapshot> directory;
    private final Envelope envelope;
    private final PreparedMessage copy;
    private final Map<MailboxId, ObjectId> owners;
    private final Map<MailboxId, Disposition> decided = new HashMap<>();

    RuleRunner(
            RuleSets sets,
            Supplier<DirectorySnapshot> directory,
            Envelope envelope,
            PreparedMessage copy,
            Map<MailboxId, ObjectId> owners) {
        this.sets = sets;
        this.directory = directory;
        this.envelope = envelope;
        this.copy = copy;
        this.owners = owners;
    }

    @Override
    public Map<MailboxId, Placement> place(Sql sql, Map<MailboxId, Long> ruled) {
        var message = ArrivingMessage.of(copy, envelope.sender().isEmpty());
        Map<MailboxId, List<RuleSet.Match>> matching = new HashMap<>();
        Map<MailboxId, Set<FolderId>> targets = new HashMap<>();
        sets.load(sql, ruled).forEach((mailbox, rules) -> {
            List<RuleSet.Match> matches = rules.matching(message, own(mailbox));
            matching.put(mailbox, matches);
            Set<FolderId> folders =
                    matches.stream().flatMap(match -> match.actions().folders()).collect(Collectors.toSet());
            if (!folders.isEmpty()) {
                targets.put(mailbox, folders);
            }
        });
        Map<MailboxId, Set<FolderId>> gone = RuleSets.gone(sql, targets);
        Map<MailboxId, Placement> placements = new HashMap<>();
        matching.forEach((mailbox, matches) -> {
            if (!matches.isEmpty()) {
                Disposition disposition =
                        Disposition.of(matches, gone.getOrDefault(mailbox, Set.of()), message, own(mailbox));
                decided.put(mailbox, disposition);
                placements.put(mailbox, disposition.placement());
            }
        });
        return placements;
    }

    private @Nullable User owner(MailboxId mailbox) {
        ObjectId owner = owners.get(mailbox);
        return owner == null ? null : directory.get().find(owner, User.class);
    }

    private Set<String> own(MailboxId mailbox) {
        User owner = owner(mailbox);
        Recipient recipient = owner == null ? null : owner.recipient();
        return recipient == null
                ? Set.of()
                : recipient.addresses().map(Folding::fold).collect(Collectors.toSet());
    }

    /** What the rules of these mailboxes send, to be put into the queue in the same transaction. */
    List<RuleMail> mails(Mailboxes mailboxes, Set<MailboxId> added, Instant now) {
        if (decided.isEmpty()) {
            return List.of();
        }
        var mails = new ArrayList<RuleMail>();
        long each = copy.bytesInMemory();
        var writer = new RuleMails(mailboxes, copy, now);
        added.stream().sorted(Comparator.comparing(MailboxId::value)).forEach(mailbox -> {
            Disposition disposition = decided.get(mailbox);
            User owner = owner(mailbox);
            Recipient recipient = owner == null ? null : owner.recipient();
            if (disposition != null && owner != null && recipient != null) {
                SendingMailbox sender =
                        new SendingMailbox(mailbox, envelope.tenant(), recipient.primaryAddress(), owner.displayName());
                for (Disposition.Outgoing outgoing : disposition.outgoing()) {
                    if (!mails.isEmpty() && each * (mails.size() + 1) > MAX_TEXT) {
                        LOG.info("What a rule of {} sends is left out, because it is too long", mailbox);
                        return;
                    }
                    RuleMail mail = writer.of(sender, outgoing);
                    if (mail != null) {
                        mails.add(mail);
                    }
                }
            }
        });
        return mails;
    }
}
