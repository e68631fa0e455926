package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.event.Attendant;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Applies meeting messages to the calendars of their recipients, in the transaction that delivers them. A message is applied at most once,
 * because it is applied only where that transaction has inserted it.
 */
final class MeetingDelivery {
    private final Mailboxes mailboxes;
    private final RecipientResolver recipients;
    private final MeetingResponder responder;

    MeetingDelivery(Mailboxes mailboxes, RecipientResolver recipients, MeetingResponder responder) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
        this.responder = responder;
    }

    /**
     * What is known before the transaction.
     *
     * @param author null if the directory does not contain the author
     * @param owners of the mailboxes
     */
    record Plan(
            TenantId tenant,
            @Nullable DirectoryObject author,
            Attendant.Message message,
            DirectorySnapshot directory,
            Map<MailboxId, User> owners) {
        Plan {
            owners = Map.copyOf(owners);
        }
    }

    static boolean isMeeting(PreparedMessage message) {
        return message.item().message().summary().meeting() != null;
    }

    /** Returns null if the message carries no meeting. */
    @Nullable
    Plan plan(TenantId tenant, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        MeetingNotice notice = isMeeting(copy) && copy.item().doc() != null
                ? MeetingNotice.of(copy.item().doc().get(MeetingNotice.PROPERTY))
                : null;
        if (notice == null) {
            return null;
        }
        DirectorySnapshot directory = recipients.directory(tenant);
        Address author = copy.item().message().summary().from();
        String address = author == null || author.address() == null
                ? ""
                : author.address().strip();
        DirectoryObject known = address.isEmpty() ? null : directory.byAddress(address);
        Set<String> authors = known == null ? Set.of(Folding.fold(address)) : addresses(known);
        Set<String> groups = known == null ? Set.of() : groups(directory, known.id());
        var users = new HashMap<MailboxId, User>();
        owners.forEach((mailbox, owner) -> {
            User user = directory.find(owner, User.class);
            if (user != null) {
                users.put(mailbox, user);
            }
        });
        return new Plan(
                tenant,
                known,
                new Attendant.Message(notice, copy.item().body(), authors, groups, EventTable.Attached.of(copy)),
                directory,
                users);
    }

    /** The folded addresses of the groups that contain an object, directly or through other groups. */
    private static Set<String> groups(DirectorySnapshot directory, ObjectId member) {
        Set<String> all = new HashSet<>();
        for (ObjectId id : directory.allGroupsOf(member)) {
            Group group = directory.find(id, Group.class);
            all.addAll(group == null ? Set.of() : addresses(group));
        }
        return all;
    }

    private static Set<String> addresses(DirectoryObject object) {
        Recipient recipient = Recipient.of(object);
        Set<String> all = new HashSet<>();
        if (recipient != null) {
            recipient.addresses().map(Folding::fold).forEach(all::add);
        }
        return all;
    }

    /**
     * Applies the message to these calendars, in the transaction that inserted it there.
     *
     * @return the answers of mailboxes that answer by themselves, to be accepted in the same transaction
     */
    List<Submission> apply(Sql sql, Plan plan, Set<MailboxId> added, Instant now) {
        var answers = new ArrayList<Submission>();
        Mailboxes within = mailboxes.within(sql);
        added.stream().sorted(Comparator.comparing(MailboxId::value)).forEach(id -> {
            User owner = plan.owners().get(id);
            Recipient recipient = owner == null ? null : owner.recipient();
            if (owner != null && recipient != null) {
                Mailbox mailbox = within.open(id);
                Attendant.Message message = responder.keepsAttachments(owner, mailbox)
                        ? plan.message()
                        : plan.message().withoutAttachments();
                Attendant.Applied applied = responder.isAttended(owner, mailbox, plan.author())
                        ? new Attendant(mailbox, addresses(owner)).apply(message)
                        : null;
                if (applied != null && applied.isRequest()) {
                    var arrival = new MeetingResponder.Arrival(
                            plan.directory(), owner, mailbox, applied.event(), applied.originalDate(), now);
                    answers(plan, arrival, recipient, now).forEach(answers::add);
                }
            }
        });
        return answers;
    }

    private List<Submission> answers(Plan plan, MeetingResponder.Arrival arrival, Recipient recipient, Instant now) {
        var answers = new ArrayList<Submission>();
        var attendant = new Attendant(arrival.mailbox(), addresses(arrival.owner()));
        Address own = new Address(arrival.owner().displayName(), recipient.primaryAddress());
        for (MeetingResponder.Answer answer : responder.respond(arrival)) {
            Attendant.Answer given =
                    new Attendant.Answer(answer.response(), answer.originalDate(), answer.properties(), answer.text());
            attendant
                    .answer(arrival.event(), given, own, now)
                    .ifPresent(mail -> answers.add(new Submission(
                            Uuids.timeOrdered(now, ThreadLocalRandom.current()),
                            new SendingMailbox(
                                    arrival.mailbox().id(), plan.tenant(), recipient.primaryAddress(), own.name()),
                            new Submission.What.Message(mail.message(), List.of()),
                            false)));
        }
        return answers;
    }
}
