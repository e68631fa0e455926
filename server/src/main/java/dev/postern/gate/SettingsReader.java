package dev.postern.gate;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.MasterCategories;
import dev.postern.mailbox.setting.MasterCategory;
import java.util.List;
import java.util.UUID;

/** The settings of a mailbox, opened for reading. The methods throw {@link dev.postern.mailbox.MailboxFailure}. */
public sealed class SettingsReader extends MailboxAccess permits SettingsWriter {
    SettingsReader(OpenedMailbox opened) {
        super(opened);
    }

    final MailboxSettings settings() {
        return new MailboxSettings(opened.mailbox());
    }

    final MasterCategories stored() {
        return new MasterCategories(opened.mailbox());
    }

    public MailboxSettings.State state() {
        return settings().state();
    }

    public List<MasterCategory> categories() {
        return stored().list();
    }

    final MessageRules messageRules() {
        return new MessageRules(opened.mailbox());
    }

    /** The rules of the Inbox in their order. */
    public List<MessageRules.Shown> rules() {
        return messageRules().list();
    }

    public MessageRules.Shown rule(long id) {
        return messageRules().get(id);
    }

    /** Refuses a folder for mail that does not exist. */
    public void requireFolder(FolderId id) {
        opened.mailbox().folders().get(id);
    }

    public MasterCategory category(UUID id) {
        return stored().get(id);
    }
}
