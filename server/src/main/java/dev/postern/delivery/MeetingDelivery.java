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
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.ApprovalRequest;
import dev.postern.mailbox.event.Attendance;
import dev.postern.mailbox.event.Attendant;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.event.MeetingStep;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Applies meeting messages to the calendars of their recipients, in the transaction that delivers them. A message is applied at most once,
 * because it is applied only where that transaction has inserted it.
 */
final class MeetingDelivery {
    /** Of occurrences in all calendars, in one transaction. */
    private static final int MAX_CHANGES = 2_000;

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
     * @param copy the message in each mailbox
     * @param author null if the directory does not contain the author
     * @param message null if it carries no meeting; the owners are then rooms and equipment
     * @param owners of the mailboxes
     */
    record Plan(
            TenantId tenant,
            ItemId copy,
            @Nullable DirectoryObject author,
            Attendant.@Nullable Message message,
            DirectorySnapshot directory,
            Map<MailboxId, User> owners) {
        Plan {
            owners = Map.copyOf(owners);
        }
    }

    /** Returns to how many mailboxes one transaction delivers: a message about many occurrences changes each of them in each calendar. */
    static int batch(@Nullable Plan plan) {
        if (plan == null || plan.message() == null) {
            return Deliverer.BATCH;
        }
        MeetingNotice notice = plan.message().notice();
        int changes = 1 + notice.exceptions().size() + notice.deleted().size();
        return Math.clamp(MAX_CHANGES / changes, 1, Deliverer.BATCH);
    }

    private static boolean isMeeting(PreparedMessage message) {
        return message.item().message().summary().meeting() != null;
    }

    /** Returns null if the message carries no meeting, and no recipient is a resource, which removes other mail. */
    @Nullable
    Plan plan(TenantId tenant, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        return plan(tenant, copy, owners, false);
    }

    /** As {@link #plan(TenantId, PreparedMessage, Map)}, for a message of another host, whose author is a stranger. */
    @Nullable
    Plan received(TenantId tenant, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        return plan(tenant, copy, owners, true);
    }

    private @Nullable Plan plan(
            TenantId tenant, PreparedMessage copy, Map<MailboxId, ObjectId> owners, boolean fromOutside) {
        DirectorySnapshot directory = recipients.directory(tenant);
        Map<MailboxId, User> users = users(directory, owners);
        if (!isMeeting(copy)) {
            users.values().removeIf(owner -> !ResourceResponder.isResource(owner));
            return users.isEmpty() ? null : new Plan(tenant, copy.item().id(), null, null, directory, users);
        }
        JsonNode meeting = copy.item().doc() == null
                ? MissingNode.getInstance()
                : copy.item().doc().path(MeetingNotice.PROPERTY);
        MeetingNotice notice = ApprovalRequest.isMarked(meeting) ? null : MeetingNotice.of(meeting);
        if (notice == null) {
            return null;
        }
        Address author = copy.item().message().summary().from();
        String address = author == null || author.address() == null
                ? ""
                : author.address().strip();
        DirectoryObject known = address.isEmpty() || fromOutside ? null : directory.byAddress(address);
        Set<String> authors = known == null ? Set.of(Folding.fold(address)) : addresses(known);
        Set<String> groups = known == null ? Set.of() : groups(directory, known.id());
        return new Plan(
                tenant,
                copy.item().id(),
                known,
                new Attendant.Message(notice, copy.item().body(), authors, groups, EventTable.Attached.of(copy)),
                directory,
                users);
    }

    private static Map<MailboxId, User> users(DirectorySnapshot directory, Map<MailboxId, ObjectId> owners) {
        var users = new HashMap<MailboxId, User>();
        owners.forEach((mailbox, owner) -> {
            User user = directory.find(owner, User.class);
            if (user != null) {
                users.put(mailbox, user);
            }
        });
        return users;
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
                answers.addAll(apply(plan, owner, recipient, within.open(id), now));
            }
        });
        return answers;
    }

    private List<Submission> apply(Plan plan, User owner, Recipient recipient, Mailbox mailbox, Instant now) {
        Attendant.Message message = plan.message();
        if (message == null) {
            if (!responder.keepsOtherMail(mailbox)) {
                discard(mailbox, plan);
            }
            return List.of();
        }
        Attendance attendance = responder.attendance(owner, mailbox, plan.author());
        Attendant.Applied applied = attendance.updates()
                ? new Attendant(mailbox, addresses(owner))
                        .apply(attendance.keepsAttachments() ? message : message.withoutAttachments(), attendance)
                : null;
        if (applied != null && message.notice().step() == MeetingStep.FORWARDED && !attendance.keepsNotifications()) {
            discard(mailbox, plan);
        }
        if (applied == null || !applied.isRequest()) {
            return List.of();
        }
        var arrival = new MeetingResponder.Arrival(
                plan.directory(), owner, mailbox, applied.event(), applied.originalDate(), now);
        Address own = new Address(owner.displayName(), recipient.primaryAddress());
        SendingMailbox sender = new SendingMailbox(mailbox.id(), plan.tenant(), recipient.primaryAddress(), own.name());
        return mails(message, arrival, own).stream()
                .map(mail -> new Submission(
                        Uuids.timeOrdered(now, ThreadLocalRandom.current()),
                        sender,
                        new Submission.What.Message(mail.message(), List.of()),
                        false))
                .toList();
    }

    private static void discard(Mailbox mailbox, Plan plan) {
        mailbox.kind(ItemKind.MESSAGE).move(ItemRef.of(plan.copy()), WellKnownFolder.DELETEDITEMS.id());
    }

    /** The answers to a request, and its copy for those who decide about it. */
    private List<MeetingMail> mails(Attendant.Message message, MeetingResponder.Arrival arrival, Address own) {
        var mails = new ArrayList<MeetingMail>();
        var attendant = new Attendant(arrival.mailbox(), addresses(arrival.owner()));
        MeetingResponder.Response response = responder.respond(arrival);
        for (MeetingResponder.Answer answer : response.answers()) {
            Attendant.Answer given =
                    new Attendant.Answer(answer.response(), answer.originalDate(), answer.properties(), answer.text());
            attendant.answer(arrival.event(), given, own, arrival.now()).ifPresent(mails::add);
        }
        if (!response.approvers().isEmpty()) {
            mails.add(ApprovalRequest.of(message.notice(), message.json(), own, response.approvers()));
        }
        return mails;
    }
}
