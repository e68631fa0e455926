package dev.postern.mailbox;

import dev.postern.Core;
import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.StatementListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A store with a manual clock, and one mailbox. */
public final class MailFixture implements AutoCloseable, InstantSource {
    public static final TenantId TENANT = TenantId.of("5f000000-0000-4000-8000-000000000001");
    public final Database database;
    private final Core core;
    public final Mailboxes mailboxes;
    public final MailboxId mailbox;
    private final Random random = new Random(7);
    private Instant now = Instant.parse("2026-11-23T01:02:03.456Z");

    public MailFixture(Engine engine) {
        this(Databases.open(engine), new Mailboxes.Settings("mail.contoso.example", false));
    }

    public MailFixture(Engine engine, StatementListener listener) {
        this(Databases.open(engine, listener), new Mailboxes.Settings("mail.contoso.example", false));
    }

    public MailFixture(Database database, Mailboxes.Settings settings) {
        this.database = database;
        this.core = node(random, settings);
        this.mailboxes = core.mailboxes();
        this.mailbox = newMailbox();
    }

    /** Another core on the same database, as a second node. */
    public Core node(RandomGenerator ids, Mailboxes.Settings settings) {
        return TestCore.on(database)
                .clock(this)
                .ids(ids)
                .mailboxes(settings)
                .maxUnconfirmed(Duration.ofDays(36_500))
                .open();
    }

    public MailboxId newMailbox() {
        MailboxId id = new MailboxId(new UUID(random.nextLong(), random.nextLong()));
        mailboxes.create(id, TENANT, new ObjectId(new UUID(random.nextLong(), random.nextLong())));
        return id;
    }

    public Core core() {
        return core;
    }

    public Random random() {
        return random;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public static ObjectNode json(String text) {
        return (ObjectNode) new JsonMapper().readTree(text.replace('\'', '"'));
    }

    public Item draft(String message) {
        return mailboxes
                .open(mailbox)
                .items()
                .create(WellKnownFolder.DRAFTS.id(), NewMessage.draft(json(message), List.of()));
    }

    public Item unread(FolderId folder, String subject) {
        return mailboxes
                .open(mailbox)
                .items()
                .create(
                        folder,
                        new NewMessage(
                                json("{'subject':'" + subject + "'}"), List.of(), false, false, instant(), instant()));
    }

    public Folder folder(WellKnownFolder folder) {
        return mailboxes.open(mailbox).folders().get(folder.id());
    }

    @Override
    public void close() {
        core.close();
    }

    /** The newest items of a folder, or of the mailbox if it is null. */
    public static ListQuery newest(@Nullable FolderId folder, int top, Fields fields) {
        return ListQuery.newest(folder, top, fields);
    }

    /** A message as it is stored in Sent Items. */
    public static NewMessage sent(String json) {
        return NewMessage.sent(json(json), List.of());
    }

    /** Removes the data of a mailbox. */
    public void remove(MailboxId mailbox) {
        mailboxes.remove(mailbox);
    }
}
