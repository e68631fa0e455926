package dev.postern.gate;

import dev.postern.directory.User;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.event.CalendarPermissions;
import dev.postern.mailbox.event.CalendarProcessing;
import dev.postern.mailbox.event.CalendarRights;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.RegionalSettings;
import java.util.function.UnaryOperator;

/** What administrators set up in the mailboxes of one tenant, opened for reading and changing. */
public final class AdministrationWriter extends AdministrationReader {
    AdministrationWriter(OpenedAdministration opened) {
        super(opened);
    }

    public void putPermission(User owner, FolderId calendar, Grantee grantee, CalendarRights rights) {
        new CalendarPermissions(mailbox(owner), calendar).put(grantee, rights);
    }

    public void updatePermission(User owner, FolderId calendar, Grantee grantee, CalendarRights rights) {
        new CalendarPermissions(mailbox(owner), calendar).update(grantee, rights);
    }

    public void removePermission(User owner, FolderId calendar, Grantee grantee) {
        new CalendarPermissions(mailbox(owner), calendar).remove(grantee);
    }

    public void localize(User owner, UnaryOperator<RegionalSettings> change) {
        new MailboxSettings(mailbox(owner)).change(state -> state.with(change.apply(state.regional())));
    }

    public void reply(User owner, UnaryOperator<AutomaticReplies> change) {
        new MailboxSettings(mailbox(owner)).change(state -> state.with(change.apply(state.replies())));
    }

    public void configure(User owner, UnaryOperator<CalendarConfiguration> change) {
        new MailboxSettings(mailbox(owner)).change(state -> state.with(change.apply(state.calendar())));
    }

    public MessageRules.Shown createRule(User owner, MessageRule rule) {
        return new MessageRules(mailbox(owner)).create(rule);
    }

    /** Changes a rule as it is in the transaction. */
    public void changeRule(User owner, long id, UnaryOperator<MessageRule> change) {
        new MessageRules(mailbox(owner)).update(id, change);
    }

    public void deleteRule(User owner, long id) {
        new MessageRules(mailbox(owner)).delete(id);
    }

    public void process(User owner, UnaryOperator<CalendarProcessing> change) {
        new CalendarSettings(mailbox(owner)).process(isResource(owner), change);
    }

    /** Appends to the operation's name in the audit entry of an attempt that changes nothing. */
    public void qualify(String how) {
        opened.qualify(how);
    }
}
