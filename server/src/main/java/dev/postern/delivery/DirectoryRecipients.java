package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailboxes;
import dev.postern.store.Sql;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Resolves addresses with the directory at the time of delivery. Nested groups are expanded; they may contain each other in a cycle.
 * Thread-safe.
 */
public final class DirectoryRecipients implements RecipientResolver {
    private final Directory directory;
    private final Mailboxes mailboxes;

    public DirectoryRecipients(Directory directory, Mailboxes mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    @Override
    public Resolution resolve(TenantId tenant, Set<String> addresses) {
        return resolve(tenant, addresses, (mailbox, owner) -> mailboxes.ensure(mailbox, tenant, owner));
    }

    @Override
    public Resolution resolve(Sql sql, TenantId tenant, Set<String> addresses) {
        return resolve(tenant, addresses, (mailbox, owner) -> mailboxes.ensure(sql, mailbox, tenant, owner));
    }

    /** @param ensure a mailbox is created when it is first used, for example by a delivery */
    private Resolution resolve(TenantId tenant, Set<String> addresses, BiConsumer<MailboxId, ObjectId> ensure) {
        Search search = new Search(directory.snapshot(tenant));
        addresses.forEach(search::address);
        search.mailboxes.forEach(ensure);
        return new Resolution(search.addresses, search.mailboxes, search.unknown, search.outside);
    }

    @Override
    public DirectorySnapshot directory(TenantId tenant) {
        return directory.snapshot(tenant);
    }

    @Override
    public String postmaster(TenantId tenant) {
        return "postmaster@" + directory.snapshot(tenant).tenant().defaultDomain();
    }

    private static final class Search {
        private final DirectorySnapshot directory;
        private final Map<MailboxId, ObjectId> mailboxes = new LinkedHashMap<>();
        private final Map<MailboxId, String> addresses = new LinkedHashMap<>();
        private final Set<String> unknown = new LinkedHashSet<>();
        private final Set<String> outside = new LinkedHashSet<>();
        private final Set<ObjectId> seen = new HashSet<>();

        Search(DirectorySnapshot directory) {
            this.directory = directory;
        }

        void address(String address) {
            switch (directory.byAddress(address)) {
                case User user -> user(user, address);
                case Group group -> group(group);
                case null, default -> unresolved(address);
            }
        }

        private void user(User user, String address) {
            MailboxId mailbox = user.mailbox();
            if (mailbox == null) {
                unresolved(address);
            } else {
                mailboxes.put(mailbox, user.id());
                addresses.putIfAbsent(mailbox, address);
            }
        }

        private void unresolved(String address) {
            String domain = address.substring(address.lastIndexOf('@') + 1);
            (directory.isAccepted(domain) ? unknown : outside).add(address);
        }

        private void group(Group outermost) {
            Deque<ObjectId> open = new ArrayDeque<>();
            open.add(outermost.id());
            while (!open.isEmpty()) {
                ObjectId id = open.remove();
                if (!seen.add(id)) {
                    continue;
                }
                @Nullable DirectoryObject member = directory.find(id);
                if (member instanceof User user) {
                    Recipient recipient = user.recipient();
                    if (recipient != null) {
                        user(user, recipient.primaryAddress());
                    }
                } else if (member instanceof Group) {
                    open.addAll(directory.members(id));
                }
            }
        }
    }
}
