package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the free/busy times of several mailboxes for the one that the request names. Each is decided on its own, by the rules for the
 * operation, and audited. A name that the caller has no access to is treated exactly as one that does not exist: both are decided in memory,
 * both add one audit entry that is written later, and nothing else is looked up. For one request.
 */
public final class ScheduleReader {
    /** Of all groups of a request together, so that few names cannot cause unlimited work. */
    private static final int MAX_MEMBERS = 100;

    private final OpenedMailbox opened;
    private final OtherRecipients recipients;
    private final DirectorySnapshot directory;
    private int members = MAX_MEMBERS;

    ScheduleReader(OpenedMailbox opened) {
        this.opened = opened;
        this.recipients = new OtherRecipients(opened);
        this.directory = recipients.directory();
    }

    /** @param name a userPrincipalName, an address or an object id, as the caller wrote it */
    public Schedule find(String name) {
        return directory.byAddress(name) instanceof Group group ? group(group, name) : mailbox(name);
    }

    private Schedule mailbox(String name) {
        MailboxDecision decision = recipients.decide(MailboxOwners.find(directory, name), name);
        User owner = decision.owner();
        if (decision.isDenied() || owner == null || owner.recipient() == null) {
            return Schedule.UNRESOLVED;
        }
        return reader(decision, owner)
                .<Schedule>map(one -> new Schedule.Found(List.of(one)))
                .orElseGet(Schedule.NoMailbox::new);
    }

    private Optional<FreeBusyReader> reader(MailboxDecision decision, User owner) {
        MailboxId mailbox = decision.mailbox();
        return decision.isDenied() || mailbox == null
                ? Optional.empty()
                : Optional.of(new FreeBusyReader(opened, opened.mailboxes().open(mailbox), owner));
    }

    /** Of a group that exists for the caller, each member is decided. */
    private Schedule group(Group group, String name) {
        if (!recipients.isVisible(group, name)) {
            return Schedule.UNRESOLVED;
        }
        List<User> users = users(group);
        if (users.size() > members) {
            return new Schedule.TooManyMembers(MAX_MEMBERS);
        }
        members -= users.size();
        var found = new ArrayList<FreeBusyReader>();
        for (User user : users) {
            Recipient recipient = user.recipient();
            String address = recipient == null ? user.userPrincipalName() : recipient.primaryAddress();
            reader(recipients.decide(user, name + " (" + address + ")"), user).ifPresent(found::add);
        }
        return found.isEmpty() ? Schedule.UNRESOLVED : new Schedule.Found(found);
    }

    /** The members with a mailbox, of nested groups too; one more than are allowed if there are more. */
    private List<User> users(Group outermost) {
        var users = new ArrayList<User>();
        Set<ObjectId> seen = new HashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>();
        open.add(outermost.id());
        while (!open.isEmpty() && users.size() <= members) {
            ObjectId id = open.remove();
            if (seen.add(id)) {
                DirectoryObject member = directory.find(id);
                if (member instanceof User user && user.mailbox() != null) {
                    users.add(user);
                } else {
                    // only a group has members
                    open.addAll(directory.members(id));
                }
            }
        }
        return users;
    }
}
