package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.event.EventSync;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.SyncWindow;
import dev.postern.mailbox.sync.ItemSync;
import dev.postern.mailbox.sync.MailboxSync;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPage;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows the changes of a mailbox reads ranges of indexes in their order, and nothing else. */
class DeltaPlansTest {
    private static final FolderId INBOX = WellKnownFolder.INBOX.id();

    private final List<String> statements = new ArrayList<>();
    private MailFixture mail = new MailFixture(Engine.SQLITE, statements::add);
    private Mailbox mailbox = mail.mailboxes.open(mail.mailbox);

    @BeforeEach
    void fill() {
        for (int i = 0; i < 5; i++) {
            mail.unread(INBOX, "m" + i);
        }
        mail.mailboxes
                .open(mail.mailbox)
                .items()
                .move(ItemRef.of(mail.unread(INBOX, "n").id()), WellKnownFolder.ARCHIVE.id());
    }

    @AfterEach
    void close() {
        mail.close();
    }

    private SyncPage<Item> page(@Nullable FolderId folder, SyncPosition from, SyncOptions options) {
        return new ItemSync(mailbox, ItemKind.MESSAGE).page(folder, from, options, 2, Fields.of("subject"), _ -> {});
    }

    /** A position in a round after the first change. */
    private SyncPosition later() {
        long last = new MailboxSync(mailbox).state().last();
        return new SyncPosition(1, 1, 0, SyncPosition.Phase.REMOVED, null, 0).begun(last);
    }

    private SyncPosition first() {
        return SyncPosition.start().begun(new MailboxSync(mailbox).state().last());
    }

    private void plans(String index) {
        List<String> read = statements.stream()
                .filter(text ->
                        text.contains("from message") || text.contains("from tombstone") || text.contains("from event"))
                .distinct()
                .toList();
        var all = new StringBuilder();
        for (String statement : read) {
            List<String> steps =
                    mail.database.read(sql -> sql.<String>list("explain query plan " + statement, row -> row.text(4)));
            String plan = statement + "\n" + String.join("\n", steps) + "\n";
            assertFalse(plan.matches("(?s).*\\n(SCAN (i|t|message|tombstone|event))\\b.*"), plan);
            boolean ordered = statement.contains("order by changed") || statement.contains("order by received_at");
            assertTrue(!ordered || !plan.contains("TEMP B-TREE FOR ORDER BY"), plan);
            all.append(plan);
        }
        assertTrue(all.toString().contains(index), all::toString);
    }

    @Test
    void theRoundsOfAFolder() {
        statements.clear();
        assertEquals(
                2,
                page(INBOX, first(), SyncOptions.all(IdStyle.DEFAULT)).entries().size());
        plans("message_changed (mailbox_id=? AND folder_id=? AND (changed,item_id)>(?,?) AND changed<?)");
        statements.clear();
        assertEquals(
                1,
                page(INBOX, later(), SyncOptions.all(IdStyle.DEFAULT)).entries().size());
        plans("t USING PRIMARY KEY (mailbox_id=? AND scope_id=? AND (changed,gone_id)>(?,?) AND changed<?)");
        statements.clear();
        var filtered = new SyncOptions(IdStyle.IMMUTABLE, SyncOptions.Changes.UPDATED, false, Instant.EPOCH, true, 9);
        page(INBOX, later(), filtered);
        plans("message_changed");
        statements.clear();
        page(INBOX, first(), filtered);
        plans("message_folder_received");
    }

    @Test
    void theRoundsOfTheMailbox() {
        statements.clear();
        assertEquals(
                2,
                page(null, first(), SyncOptions.all(IdStyle.DEFAULT)).entries().size());
        plans("message_changed (mailbox_id=? AND folder_id=? AND (changed,item_id)>(?,?) AND changed<?)");
        statements.clear();
        page(null, later(), SyncOptions.all(IdStyle.IMMUTABLE));
        plans("t USING PRIMARY KEY (mailbox_id=? AND scope_id=? AND (changed,gone_id)>(?,?) AND changed<?)");
        statements.clear();
        page(null, first(), new SyncOptions(IdStyle.DEFAULT, SyncOptions.Changes.ALL, true, null, true, 3));
        plans("message_received");
    }

    @Test
    void theRoundsOfACalendar() {
        var window = new SyncWindow(Instant.EPOCH, Instant.parse("2027-01-01T00:00:00Z"), IdStyle.DEFAULT);
        var sync = new EventSync(mailbox, WellKnownFolder.CALENDAR.id(), null, window);
        for (SyncPosition at : List.of(first(), later())) {
            statements.clear();
            sync.page(at, 10, Events.fields(false), _ -> {});
            plans(
                    at.isFirst()
                            ? "event_changed (mailbox_id=? AND folder_id=? AND (changed,item_id)>(?,?) AND changed<?)"
                            : "");
        }
    }

    /** Of a mailbox without changes only its row is read. */
    @Test
    void theStateIsOneRow() {
        new MailboxSync(mailbox).state();
        statements.clear();
        new MailboxSync(mailbox).state();
        assertEquals(1, statements.size());
    }
}
