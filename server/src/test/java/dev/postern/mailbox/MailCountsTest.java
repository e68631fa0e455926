package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After any operations on a mailbox, its counts equal a recount, and its change number only grows. */
class MailCountsTest {
    private static final int STEPS = 150;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void countsEqualARecountAfterRandomOperations(Engine engine) {
        for (long seed = 1; seed <= 3; seed++) {
            try (var mail = new MailFixture(engine)) {
                Random random = new Random(seed);
                long before = 0;
                for (int step = 0; step < STEPS; step++) {
                    try {
                        act(mail, random, step);
                    } catch (MailboxFailure e) {
                        // refused, so nothing may have changed
                    }
                    if (step % 10 == 0) {
                        verify(mail, seed, step);
                        long sequence = sequence(mail);
                        assertTrue(sequence >= before);
                        before = sequence;
                    }
                }
                verify(mail, seed, STEPS);
            }
        }
    }

    private static long sequence(MailFixture mail) {
        var mailbox = mail.mailboxes.find(mail.mailbox);
        return mailbox == null ? -1 : mailbox.changeSequence();
    }

    private static void act(MailFixture mail, Random random, int step) {
        Items items = mail.mailboxes.open(mail.mailbox).items();
        Folders folders = mail.mailboxes.open(mail.mailbox).folders();
        List<FolderId> known = folders(mail);
        FolderId folder = known.get(random.nextInt(known.size()));
        FolderId other = known.get(random.nextInt(known.size()));
        List<ItemRef> refs = items(mail);
        ItemRef ref = refs.isEmpty() ? null : refs.get(random.nextInt(refs.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> mail.unread(folder, "s" + step);
            case 3 -> folders.create(folder, "f" + random.nextInt(5), random.nextInt(5) == 0);
            case 4 -> folders.delete(folder);
            case 5 -> folders.move(folder, other);
            case 6 -> folders.purge(folder);
            case 7 -> {
                if (step % 3 == 0) {
                    folders.copy(folder, other);
                }
            }
            default -> {
                if (ref != null) {
                    touch(random, ref, other, items);
                }
            }
        }
    }

    private static void touch(Random random, ItemRef ref, FolderId other, Items items) {
        switch (random.nextInt(5)) {
            case 0 -> items.update(ref, null, MailFixture.json("{'isRead':" + random.nextBoolean() + "}"));
            case 1 -> items.move(ref, other);
            case 2 -> items.copy(ref, other);
            case 3 -> items.delete(ref, null);
            default -> items.purge(ref);
        }
    }

    private static List<FolderId> folders(MailFixture mail) {
        return mail.database.read(sql -> sql.list(
                "select folder_id from folder where mailbox_id = ? and folder_class = 'mail'",
                row -> new FolderId(row.uuid(1)),
                mail.mailbox.value()));
    }

    private static List<ItemRef> items(MailFixture mail) {
        return mail.database.read(sql -> sql.list(
                "select item_id from message where mailbox_id = ?",
                row -> ItemRef.of(new ItemId(row.uuid(1))),
                mail.mailbox.value()));
    }

    private static void verify(MailFixture mail, long seed, int step) {
        var wrong = new ArrayList<String>();
        List<FolderId> folders = folders(mail);
        mail.database.read(sql -> {
            for (FolderId folder : folders) {
                Folder stored = new FolderRows(mail.mailbox, FolderClass.MAIL).get(sql, folder);
                long total = sql.number(
                        "select count(*) from message where mailbox_id = ? and folder_id = ?",
                        mail.mailbox.value(),
                        folder.value());
                long unread = sql.number(
                        "select count(*) from message where mailbox_id = ? and folder_id = ? and not is_read",
                        mail.mailbox.value(),
                        folder.value());
                long children = sql.number(
                        "select count(*) from folder where mailbox_id = ? and parent_id = ? and not hidden"
                                + " and folder_class = 'mail'",
                        mail.mailbox.value(),
                        folder.value());
                if (stored.total() != total || stored.unread() != unread || stored.children() != children) {
                    wrong.add(stored + " but " + total + ", " + unread + ", " + children);
                }
            }
            long lost = sql.number(
                    "select count(*) from message where mailbox_id = ? and folder_id not in"
                            + " (select folder_id from folder where mailbox_id = ?)",
                    mail.mailbox.value(),
                    mail.mailbox.value());
            assertEquals(0, lost);
            return true;
        });
        assertEquals(List.of(), wrong, () -> "seed " + seed + ", step " + step);
    }
}
