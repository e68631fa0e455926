package dev.postern.gate;

import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.MasterCategory;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The settings of a mailbox, opened for reading and changing. */
public final class SettingsWriter extends SettingsReader {
    SettingsWriter(OpenedMailbox opened) {
        super(opened);
    }

    /** Changes the settings together; see {@link MailboxSettings#change}. */
    public MailboxSettings.State change(UnaryOperator<MailboxSettings.State> change) {
        return settings().change(change);
    }

    public MessageRules.Shown createRule(MessageRule rule) {
        return messageRules().create(rule);
    }

    /** Changes a rule as it is in the transaction. */
    public MessageRules.Shown changeRule(long id, UnaryOperator<MessageRule> change) {
        return messageRules().update(id, change);
    }

    public void deleteRule(long id) {
        messageRules().delete(id);
    }

    public MasterCategory createCategory(String displayName, String color) {
        return stored().create(displayName, color);
    }

    public MasterCategory recolorCategory(UUID id, String color) {
        return stored().recolor(id, color);
    }

    public void deleteCategory(UUID id) {
        stored().delete(id);
    }
}
