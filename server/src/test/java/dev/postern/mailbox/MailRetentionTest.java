package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.access.MailboxId;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Removed data is kept for the configured time and removed afterwards. */
class MailRetentionTest {
    private static final Duration KEPT = Duration.ofDays(14);
    private static final List<String> TABLES = List.of(
            "mailbox", "folder", "message", "attachment", "content", "content_chunk", "unindexed", "search_entry");

    private static long rows(MailFixture mail, String table, MailboxId mailbox) {
        return mail.database.read(
                sql -> sql.number("select count(*) from " + table + " where mailbox_id = ?", mailbox.value()));
    }

    private static long purged(MailFixture mail) {
        return mail.folder(WellKnownFolder.RECOVERABLEITEMSPURGES).total();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void purgedItemsExpireAndDeletedOnesDoNot(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Items items = mail.mailboxes.open(mail.mailbox).items();
            Item draft = mail.draft("{'subject':'large'}");
            mail.mailboxes
                    .open(mail.mailbox)
                    .attachments()
                    .add(ItemRef.of(draft.id()), NewAttachment.file("f", null, new byte[300_000]));
            items.purge(ItemRef.of(draft.id()));
            items.delete(ItemRef.of(mail.draft("{'subject':'deleted'}").id()), null);
            Item kept = mail.draft("{'subject':'kept'}");
            mail.pass(KEPT.minusDays(1));
            items.purge(ItemRef.of(mail.draft("{'subject':'purged later'}").id()));
            Sweeps sweeps = mail.mailboxes.sweeps();
            sweeps.expirePurged(KEPT);
            assertEquals(2, purged(mail));

            mail.pass(Duration.ofDays(2));
            sweeps.expirePurged(KEPT);
            assertEquals(1, purged(mail));
            assertEquals(0, rows(mail, "attachment", mail.mailbox));
            assertEquals(0, rows(mail, "content_chunk", mail.mailbox));
            assertEquals(1, sweeps.removed().items());
            assertEquals(
                    1, mail.folder(WellKnownFolder.RECOVERABLEITEMSDELETIONS).total());
            assertEquals(
                    "kept",
                    items.get(ItemRef.of(kept.id()), Fields.DEFAULT)
                            .message()
                            .summary()
                            .subject());

            mail.pass(KEPT);
            sweeps.expirePurged(KEPT);
            assertEquals(0, purged(mail));
            assertEquals(2, sweeps.removed().items());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyTheDataOfRemovedMailboxesExpires(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Item draft = mail.draft("{'subject':'gone'}");
            mail.mailboxes
                    .open(mail.mailbox)
                    .attachments()
                    .add(ItemRef.of(draft.id()), NewAttachment.file("f", null, new byte[600_000]));
            mail.mailboxes.indexer().round();
            MailboxId other = mail.newMailbox();
            RemovedMailboxes removed = mail.mailboxes.removed();
            removed.round(one -> one.id().equals(other), KEPT);
            mail.pass(KEPT.minusDays(1));
            removed.round(one -> one.id().equals(other), KEPT);
            assertNotNull(mail.mailboxes.find(mail.mailbox));

            // it has returned: its retention starts again if it is removed again
            removed.round(_ -> true, KEPT);
            mail.pass(KEPT.plusDays(1));
            removed.round(one -> one.id().equals(other), KEPT);
            assertNotNull(mail.mailboxes.find(mail.mailbox));

            // a node that does not know the state changes nothing
            mail.pass(KEPT.plusDays(1));
            assertThrows(
                    IllegalStateException.class,
                    () -> removed.round(
                            _ -> {
                                throw new IllegalStateException("not current");
                            },
                            KEPT));
            assertNotNull(mail.mailboxes.find(mail.mailbox));

            removed.round(one -> one.id().equals(other), KEPT);
            for (String table : TABLES) {
                assertEquals(0, rows(mail, table, mail.mailbox), table);
            }
            assertNotNull(mail.mailboxes.find(other));
            assertNull(mail.mailboxes.find(mail.mailbox));
        }
    }
}
