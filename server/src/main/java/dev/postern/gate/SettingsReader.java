package dev.postern.gate;

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

    public MasterCategory category(UUID id) {
        return stored().get(id);
    }
}
