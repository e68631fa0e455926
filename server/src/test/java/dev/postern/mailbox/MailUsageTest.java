package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import dev.postern.store.FirstVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After any operations on a mailbox, its counted usage equals a recount. */
class MailUsageTest {
    private static final byte[] SECRET = new byte[32];
    private final List<Upload> uploads = new ArrayList<>();

    static MailFixture withQuotas(Engine engine, Quotas quotas) {
        return new MailFixture(
                Databases.open(engine),
                new Mailboxes.Settings(
                        "mail.contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void usageEqualsARecountAfterRandomOperations(Engine engine) {
        // small enough to refuse many operations
        var quotas = new Quotas(60, 1_500_000, 300_000, 60, 12, 3, 100, 1_000_000_000);
        for (long seed = 1; seed <= 4; seed++) {
            uploads.clear();
            try (var mail = withQuotas(engine, quotas)) {
                Random random = new Random(seed);
                int refused = 0;
                for (int step = 0; step < 250; step++) {
                    try {
                        act(mail, random, step);
                    } catch (MailboxFailure e) {
                        refused += e instanceof MailboxFailure.QuotaExceeded ? 1 : 0;
                    }
                    if (step % 25 == 0) {
                        verify(mail, quotas, "seed " + seed + ", step " + step);
                    }
                }
                verify(mail, quotas, "seed " + seed);
                assertTrue(refused > 3, "too little was refused: " + refused);
            }
        }
    }

    private void act(MailFixture mail, Random random, int step) {
        List<FolderId> known = folders(mail);
        FolderId folder = known.get(random.nextInt(known.size()));
        FolderId other = known.get(random.nextInt(known.size()));
        Folders folders = mail.mailboxes.open(mail.mailbox).folders();
        switch (random.nextInt(16)) {
            case 0, 1 -> create(mail, random, folder);
            case 2 -> folders.create(folder, "f" + random.nextInt(5), random.nextInt(5) == 0);
            case 3 -> folders.delete(folder);
            case 4 -> folders.move(folder, other);
            case 5 -> {
                if (step % 3 == 0) {
                    folders.purge(folder);
                }
            }
            case 6 -> folders.copy(folder, other);
            case 7 -> {
                mail.pass(Duration.ofMinutes(random.nextInt(60)));
                mail.mailboxes.sweeps().round(Duration.ofDays(30));
            }
            case 8 -> upload(mail, random);
            case 9 -> {
                var prepared = mail.mailboxes
                        .deliveries()
                        .prepare(
                                mail.mailbox,
                                new ItemId(UUID.randomUUID()),
                                MailFixture.json("{'subject':'delivered'}"),
                                List.of(NewAttachment.file("a", null, new byte[random.nextInt(9_000)])),
                                mail.instant());
                mail.database.write(
                        sql -> mail.mailboxes.deliveries().deliver(sql, prepared, List.of(mail.mailbox), Filing.NONE));
            }
            default -> touch(mail, random, other);
        }
    }

    private static void create(MailFixture mail, Random random, FolderId folder) {
        List<NewAttachment> attachments = random.nextBoolean()
                ? List.of()
                : List.of(NewAttachment.file("ü", null, new byte[random.nextInt(100_000)]));
        Content original = random.nextInt(3) > 0
                ? null
                : Content.of(("Subject: m\r\n\r\n" + "x".repeat(random.nextInt(50_000)))
                        .getBytes(StandardCharsets.US_ASCII));
        mail.mailboxes
                .open(mail.mailbox)
                .items()
                .create(
                        folder,
                        new NewMessage(
                                MailFixture.json("{'subject':'é€','body':{'content':'" + "b".repeat(random.nextInt(900))
                                        + "'}}"),
                                attachments,
                                random.nextInt(4) > 0,
                                random.nextBoolean(),
                                null,
                                null,
                                original));
    }

    private void upload(MailFixture mail, Random random) {
        ItemRef ref = item(mail, random);
        Uploads all = mail.mailboxes.open(mail.mailbox).uploads();
        int size = 1 + random.nextInt(400_000);
        if (uploads.isEmpty() || random.nextInt(3) == 0) {
            if (ref != null) {
                var file = new Upload.File("u", null, null, false, size);
                uploads.add(all.begin(ItemKind.MESSAGE, ref, file, "holder", SECRET));
            }
            return;
        }
        Upload one = uploads.remove(random.nextInt(uploads.size()));
        switch (random.nextInt(4)) {
            case 0 -> all.cancel(one);
            case 1 ->
                all.append(
                        one,
                        one.file().size() / 2,
                        new ByteArrayInputStream(new byte[(int) one.file().size() / 2]));
            default ->
                all.finish(all.append(
                        one,
                        one.file().size(),
                        new ByteArrayInputStream(new byte[(int) one.file().size()])));
        }
    }

    private static void touch(MailFixture mail, Random random, FolderId other) {
        Items items = mail.mailboxes.open(mail.mailbox).items();
        ItemRef ref = item(mail, random);
        if (ref == null) {
            return;
        }
        switch (random.nextInt(9)) {
            case 0 ->
                items.update(
                        ref, null, MailFixture.json("{'categories':['" + "c".repeat(random.nextInt(9_000)) + "']}"));
            case 1 ->
                items.update(
                        ref,
                        null,
                        MailFixture.json(
                                "{'subject':'s','body':{'content':'" + "b".repeat(random.nextInt(9_000)) + "'}}"));
            case 2 -> items.move(ref, other);
            case 3 -> items.copy(ref, other);
            case 4 -> items.delete(ref, null);
            case 5 -> items.purge(ref);
            case 6 ->
                mail.mailboxes
                        .open(mail.mailbox)
                        .attachments()
                        .add(ref, NewAttachment.file("a", null, new byte[random.nextInt(100_000)]));
            case 7 -> {
                List<Attachment> attachments =
                        mail.mailboxes.open(mail.mailbox).attachments().list(ref.id());
                if (!attachments.isEmpty()) {
                    mail.mailboxes
                            .open(mail.mailbox)
                            .attachments()
                            .remove(new AttachmentRef(
                                    ref, attachments.getFirst().id()));
                }
            }
            default -> items.keepOriginal(ref, Content.of(new byte[random.nextInt(50_000)]));
        }
    }

    private static List<FolderId> folders(MailFixture mail) {
        return mail.database.read(sql -> sql.list(
                "select folder_id from folder where mailbox_id = ?",
                row -> new FolderId(row.uuid(1)),
                mail.mailbox.value()));
    }

    private static @Nullable ItemRef item(MailFixture mail, Random random) {
        List<ItemRef> refs = mail.database.read(sql -> sql.list(
                "select item_id from message where mailbox_id = ? order by item_id",
                row -> ItemRef.of(new ItemId(row.uuid(1))),
                mail.mailbox.value()));
        return refs.isEmpty() ? null : refs.get(random.nextInt(refs.size()));
    }

    private static void verify(MailFixture mail, Quotas quotas, String when) {
        MailboxUsage.Totals counted = mail.database.read(
                sql -> mail.mailboxes.open(mail.mailbox).usage().totals(sql));
        assertEquals(recount(mail.database, mail.mailbox), counted, when);
        assertTrue(counted.items() <= quotas.items() && counted.bytes() <= quotas.bytes(), () -> when + counted);
        assertTrue(counted.folders() <= quotas.folders(), () -> when + counted);
    }

    /** Computed from the tree of folders and their items, without the counters. */
    static MailboxUsage.Totals recount(dev.postern.store.Database database, dev.postern.access.MailboxId mailbox) {
        return database.read(sql -> {
            List<UUID> below = sql.list(
                    "with recursive below (folder_id) as (select folder_id from folder where mailbox_id = ? and"
                        + " folder_id = ? union select f.folder_id from below b join folder f on f.mailbox_id = ? and"
                        + " f.parent_id = b.folder_id) select folder_id from below",
                    row -> row.uuid(1),
                    mailbox.value(),
                    WellKnownFolder.RECOVERABLEITEMSROOT.id().value(),
                    mailbox.value());
            long[] sums = new long[4];
            sql.list(
                    "select folder_id, size from message where mailbox_id = ?",
                    row -> {
                        int at = below.contains(row.uuid(1)) ? 2 : 0;
                        sums[at]++;
                        sums[at + 1] += row.number(2);
                        return true;
                    },
                    mailbox.value());
            long reserved = sql.number(
                    "select coalesce(sum(size), 0) from upload_session where mailbox_id = ?", mailbox.value());
            long folders = sql.number("select count(*) from folder where mailbox_id = ?", mailbox.value());
            return new MailboxUsage.Totals(sums[0], sums[1] + reserved, sums[2], sums[3], folders, false, false, 0, 0);
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anOlderStoreIsCountedAtMigration(Engine engine) {
        try (var database = FirstVersion.of(engine).open()) {
            var mailboxes = database.read(sql ->
                    sql.list("select mailbox_id from mailbox", row -> new dev.postern.access.MailboxId(row.uuid(1))));
            long items = 0;
            for (var mailbox : mailboxes) {
                MailboxUsage.Totals counted = database.read(
                        sql -> new MailboxUsage(mailbox, new StorageLimits(Quotas.DEFAULT, DiskSpace.unlimited()))
                                .totals(sql));
                assertEquals(recount(database, mailbox), counted);
                items += counted.items();
            }
            assertTrue(items > 0);
        }
    }
}
