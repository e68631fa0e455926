package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailboxes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recipients as the directory knows them at the moment of delivery. Mailboxes that nobody has used yet are made. Thread-safe. */
public final class DirectoryRecipients implements Recipients {
    private final Directory directory;
    private final Mailboxes mailboxes;

    public DirectoryRecipients(Directory directory, Mailboxes mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    @Override
    public Resolution resolve(TenantId tenant, Set<String> addresses) {
        DirectorySnapshot snapshot = directory.snapshot(tenant);
        var found = new LinkedHashSet<MailboxId>();
        var unknown = new LinkedHashSet<String>();
        var outside = new LinkedHashSet<String>();
        var opened = new HashSet<ObjectId>();
        for (String address : addresses) {
            DirectoryObject recipient = snapshot.byAddress(address);
            if (recipient != null) {
                if (!collect(snapshot, recipient, opened, found)) {
                    unknown.add(address);
                }
            } else if (snapshot.isAccepted(address.substring(address.lastIndexOf('@') + 1))) {
                unknown.add(address);
            } else {
                outside.add(address);
            }
        }
        return new Resolution(found, unknown, outside);
    }

    /** Adds the mailboxes behind a recipient; false for one that is there but can keep no mail. */
    private boolean collect(
            DirectorySnapshot snapshot,
            @Nullable DirectoryObject recipient,
            Set<ObjectId> opened,
            Set<MailboxId> found) {
        if (recipient instanceof User user && user.mailbox() != null && user.recipient() != null) {
            mailboxes.ensure(user.mailbox(), snapshot.tenant().id(), user.id());
            found.add(user.mailbox());
            return true;
        }
        if (recipient instanceof Group group) {
            // A group that was opened before is done: its members are in, or it is further up in a circle.
            if (opened.add(group.id())) {
                snapshot.members(group.id()).forEach(member -> collect(snapshot, snapshot.find(member), opened, found));
            }
            return true;
        }
        return false;
    }

    @Override
    public String postmaster(TenantId tenant) {
        return "postmaster@" + directory.snapshot(tenant).tenant().defaultDomain();
    }
}
