package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.MasterCategory;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the capabilities for settings do in the mailbox. */
class SettingsGateTest {
    private static final Operation READ =
            GateFixture.mailbox(Area.SETTINGS, Form.READ, "MailboxSettings.Read", "MailboxSettings.ReadWrite");
    private static final Operation WRITE = GateFixture.mailbox(Area.SETTINGS, Form.WRITE, "MailboxSettings.ReadWrite");

    private final GateFixture fixture = new GateFixture();
    private SettingsWriter settings;
    private SettingsReader reader;

    @BeforeEach
    void start() {
        User anna = fixture.user("anna");
        Caller caller = fixture.caller(fixture.app("app", "MailboxSettings.ReadWrite"));
        settings = fixture.gate.openMailbox(caller, WRITE, anna.id().toString(), MailboxOpening.SETTINGS_WRITE);
        reader = fixture.gate.openMailbox(caller, READ, anna.id().toString(), MailboxOpening.SETTINGS_READ);
    }

    @AfterEach
    void stop() {
        reader.close();
        settings.close();
        fixture.close();
    }

    @Test
    void settingsAreChangedTogether() {
        MailboxSettings.State before = reader.state();
        MailboxSettings.State after =
                settings.change(state -> state.with(state.regional().withTimeZone("Tokyo Standard Time")));
        assertEquals("Tokyo Standard Time", after.regional().timeZone());
        assertEquals(after, reader.state());
        assertFalse(before.equals(after));
    }

    @Test
    void rulesAreCreatedChangedAndRemoved() {
        assertEquals(List.of(), reader.rules());
        MessageRules.Shown one = settings.createRule(new MessageRule(
                0, "one", 1, true, json("{'subjectContains':['x']}"), null, json("{'markAsRead':true}")));
        assertEquals(List.of(one), reader.rules());
        long id = one.rule().id();
        assertEquals(one, reader.rule(id));
        assertTrue(one.rule().enabled());
        MessageRules.Shown changed = settings.changeRule(id, rule -> rule.enabled(false));
        assertFalse(changed.rule().enabled());
        assertEquals(changed, reader.rule(id));
        settings.deleteRule(id);
        assertEquals(List.of(), reader.rules());
        assertThrows(MailboxFailure.RuleRefused.class, () -> reader.rule(id));
    }

    @Test
    void aFolderOfARuleMustExist() {
        reader.requireFolder(WellKnownFolder.ARCHIVE.id());
        assertThrows(MailboxFailure.FolderNotFound.class, () -> reader.requireFolder(new FolderId(UUID.randomUUID())));
    }

    @Test
    void categoriesAreCreatedChangedAndRemoved() {
        int before = reader.categories().size();
        MasterCategory one = settings.createCategory("Travel", "preset3");
        assertEquals(before + 1, reader.categories().size());
        assertTrue(reader.categories().contains(one));
        assertEquals(one, reader.category(one.id()));
        MasterCategory changed = settings.recolorCategory(one.id(), "preset4");
        assertEquals(new MasterCategory(one.id(), "Travel", "preset4"), changed);
        assertEquals(changed, reader.category(one.id()));
        settings.deleteCategory(one.id());
        assertEquals(before, reader.categories().size());
        assertThrows(MailboxFailure.ItemNotFound.class, () -> reader.category(one.id()));
    }
}
