package dev.postern.receive;

import dev.postern.access.MailboxId;
import dev.postern.directory.Directory;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.query.Folding;
import dev.postern.smtp.Reply;
import org.jspecify.annotations.Nullable;

/** Finds the recipients that addresses belong to, in the directories of all tenants. */
final class Recipients {
    private static final String POSTMASTER = "postmaster";
    /** The attribute of groups that only senders of the organization may write to. Every peer is a stranger: there is no authentication. */
    private static final String ONLY_INSIDE = "RequireSenderAuthenticationEnabled";

    private final Directory directory;

    Recipients(Directory directory) {
        this.directory = directory;
    }

    /** The result for an address. */
    sealed interface Found {
        record Known(Target target) implements Found {}

        record Refused(Reply reply) implements Found {}
    }

    Found find(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0 && Folding.lower(address).equals(POSTMASTER)) {
            return postmaster();
        }
        if (at <= 0 || at == address.length() - 1) {
            return new Found.Refused(Replies.BAD_RECIPIENT);
        }
        String domain = Folding.lower(address.substring(at + 1));
        Tenant tenant = directory.tenant(domain);
        DirectorySnapshot snapshot = tenant == null ? null : directory.snapshot(tenant.id());
        // a tenant is found by its id, too, which is no domain
        if (snapshot == null || !snapshot.isAccepted(domain)) {
            return new Found.Refused(Replies.NO_RELAYING);
        }
        Found found = in(snapshot, address);
        int plus = address.indexOf('+');
        return found == null && plus > 0 && plus < at
                ? known(in(snapshot, address.substring(0, plus) + address.substring(at)))
                : known(found);
    }

    private static Found known(@Nullable Found found) {
        return found == null ? new Found.Refused(Replies.UNKNOWN) : found;
    }

    /** The address without a domain, which every server must accept, is that of the first tenant that has one. */
    private Found postmaster() {
        for (Tenant tenant : directory.tenants()) {
            Found found = in(directory.snapshot(tenant.id()), POSTMASTER + "@" + tenant.defaultDomain());
            if (found instanceof Found.Known) {
                return found;
            }
        }
        return new Found.Refused(Replies.UNKNOWN);
    }

    private static @Nullable Found in(DirectorySnapshot snapshot, String address) {
        DirectoryObject object = snapshot.byAddress(address);
        return switch (object) {
            case User user -> user(snapshot, user);
            case Group group -> group(snapshot, group);
            case null, default -> null;
        };
    }

    private static @Nullable Found user(DirectorySnapshot snapshot, User user) {
        MailboxId mailbox = user.mailbox();
        Recipient recipient = user.recipient();
        return mailbox == null || recipient == null
                ? null
                : new Found.Known(new Target(snapshot.tenant().id(), user.id(), recipient.primaryAddress(), mailbox));
    }

    private static @Nullable Found group(DirectorySnapshot snapshot, Group group) {
        Recipient recipient = group.recipient();
        if (recipient == null) {
            return null;
        }
        return "true".equalsIgnoreCase(recipient.attributes().get(ONLY_INSIDE))
                ? new Found.Refused(Replies.NOT_FROM_OUTSIDE)
                : new Found.Known(new Target(snapshot.tenant().id(), group.id(), recipient.primaryAddress(), null));
    }
}
