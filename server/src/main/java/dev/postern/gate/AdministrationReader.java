package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.mailbox.Folder;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarPermissions;
import dev.postern.mailbox.event.CalendarProcessing;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.mailbox.event.Calendars;
import dev.postern.mailbox.event.StoredCalendar;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.rule.RuleFolders;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.RegionalSettings;
import dev.postern.trace.TraceFilter;
import dev.postern.trace.TracePage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What administrators set up in the mailboxes of one tenant: permissions of calendars, working hours, processing of meetings; and what happened to its
 * messages. It gives no access to items. Policies do not confine administrators. Only the gate creates one. For one request.
 *
 * <p>The methods throw {@link MailboxFailure}.
 */
public sealed class AdministrationReader implements AutoCloseable permits AdministrationWriter {
    final OpenedAdministration opened;

    AdministrationReader(OpenedAdministration opened) {
        this.opened = opened;
    }

    /** Returns the directory snapshot on which the operation was allowed. */
    public final DirectorySnapshot snapshot() {
        return opened.caller().directory();
    }

    final Mailbox mailbox(User owner) {
        return opened.mailboxes(owner).open(id(owner));
    }

    static MailboxId id(User owner) {
        MailboxId id = owner.mailbox();
        if (id == null) {
            throw new MailboxFailure.MailboxNotFound();
        }
        return id;
    }

    public List<StoredCalendar> calendars(User owner) {
        return new Calendars(mailbox(owner)).list();
    }

    public List<CalendarPermission> permissions(User owner, FolderId calendar) {
        return new CalendarPermissions(mailbox(owner), calendar).list();
    }

    public CalendarConfiguration configuration(User owner) {
        return new MailboxSettings(mailbox(owner)).calendar();
    }

    public RegionalSettings regional(User owner) {
        return new MailboxSettings(mailbox(owner)).state().regional();
    }

    public AutomaticReplies replies(User owner) {
        return new MailboxSettings(mailbox(owner)).state().replies();
    }

    /** The rules of the Inbox in their order. */
    public List<MessageRules.Shown> rules(User owner) {
        return new MessageRules(mailbox(owner)).list();
    }

    /** The folder of mail with these names from the top of the mailbox down. */
    public Optional<Folder> mailFolder(User owner, List<String> path) {
        return RuleFolders.find(mailbox(owner).folders(), path);
    }

    /** The name of a folder of mail; empty if it does not exist. */
    public Optional<String> folderName(User owner, FolderId folder) {
        return RuleFolders.name(mailbox(owner).folders(), folder);
    }

    public CalendarProcessing processing(User owner) {
        return new CalendarSettings(mailbox(owner)).processing(isResource(owner));
    }

    static boolean isResource(User owner) {
        Recipient recipient = owner.recipient();
        return recipient != null
                && (recipient.type() == RecipientType.ROOM_MAILBOX
                        || recipient.type() == RecipientType.EQUIPMENT_MAILBOX);
    }

    /** Returns a part of what a search for messages in this tenant finds, the newest first. */
    public final TracePage traces(TraceFilter filter, TracePage.@Nullable Key after, int max) {
        if (!filter.tenant().equals(opened.caller().token().tenant())) {
            throw new IllegalArgumentException("The filter is for another tenant");
        }
        return opened.traces().search(filter, after, max);
    }

    /** Ends the operation. Its audit entry is written unless a change has committed with it. */
    @Override
    public final void close() {
        opened.close();
    }
}
