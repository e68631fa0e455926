package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.MailboxSettings;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens what other mailboxes and groups tell the mailbox in the path before it sends to them. Each is decided on its own, see
 * {@link OtherRecipients}. For one request.
 */
public final class MailTipReader {
    /** Of all groups of a request together, so that few names cannot cause unlimited work. */
    private static final int MAX_MEMBERS = 100_000;

    private final OpenedMailbox opened;
    private final OtherRecipients recipients;
    private final DirectorySnapshot directory;
    private int members = MAX_MEMBERS;

    MailTipReader(OpenedMailbox opened) {
        this.opened = opened;
        this.recipients = new OtherRecipients(opened);
        this.directory = recipients.directory();
    }

    /** Returns the size in bytes of the largest message that can be sent. */
    public long messageBytes() {
        return opened.mailbox().usage().messageBytes();
    }

    /** Returns whether an address is in an accepted domain of the tenant. */
    public boolean isInternal(String address) {
        return directory.isAccepted(address.substring(address.lastIndexOf('@') + 1));
    }

    /**
     * Returns what an address tells.
     *
     * @param address as the caller wrote it
     * @param details whether the mailbox is read; if not, a mailbox is neither full nor away
     * @param now for automatic replies with a window
     */
    public TipSource find(String address, boolean details, Instant now) {
        DirectoryObject found = directory.byAddress(address);
        if (found instanceof Group group) {
            return recipients.isVisible(group, address) ? members(group) : unknown(address);
        }
        User user = found instanceof User one ? one : null;
        MailboxDecision decision = recipients.decide(user, address);
        if (decision.isDenied() || user == null) {
            return unknown(address);
        }
        MailboxId mailbox = decision.mailbox();
        return mailbox == null
                ? new TipSource.NoMailbox()
                : details ? tips(opened.mailboxes().open(mailbox), now) : new TipSource.Tips(false, null);
    }

    /** By the domain only, which says nothing about whether there is such a recipient. */
    private TipSource unknown(String address) {
        return address.indexOf('@') < 0 || isInternal(address) ? TipSource.UNRESOLVED : TipSource.EXTERNAL;
    }

    private TipSource tips(Mailbox mailbox, Instant now) {
        MailboxSettings.State state = new MailboxSettings(mailbox).state();
        AutomaticReplies replies = state.replies();
        String message = replies.isActive(now) ? message(mailbox, replies) : "";
        opened.account(2L * message.length());
        return new TipSource.Tips(
                mailbox.read(mailbox.usage()::isFull),
                message.isBlank()
                        ? null
                        : new TipSource.Away(
                                message,
                                state.regional().locale(),
                                replies.status() == AutomaticReplies.Status.SCHEDULED ? replies.window() : null));
    }

    /** The text for the asking mailbox, as a message from it would get. */
    private String message(Mailbox mailbox, AutomaticReplies replies) {
        Recipient asking = opened.owner().recipient();
        String asker = asking == null ? opened.owner().userPrincipalName() : asking.primaryAddress();
        return replies.message(isInternal(asker), () -> new Contacts(mailbox).hasAddress(asker));
    }

    private TipSource members(Group outermost) {
        Set<ObjectId> seen = new HashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>();
        open.add(outermost.id());
        int all = 0;
        int external = 0;
        while (!open.isEmpty()) {
            for (ObjectId id : directory.members(open.remove())) {
                if (!seen.add(id)) {
                    continue;
                }
                members--;
                if (members < 0) {
                    return new TipSource.TooManyMembers(MAX_MEMBERS);
                }
                DirectoryObject member = directory.find(id);
                if (member instanceof Group) {
                    open.add(id);
                } else if (member instanceof User user) {
                    all++;
                    external += isExternal(user.recipient()) ? 1 : 0;
                }
            }
        }
        return new TipSource.Members(all, external);
    }

    private boolean isExternal(@Nullable Recipient recipient) {
        return recipient != null && !isInternal(recipient.primaryAddress());
    }
}
