package dev.postern.relay;

import dev.postern.Core;
import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.delivery.FailingDatabase;
import dev.postern.delivery.SendingMailbox;
import dev.postern.delivery.Submission;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Tenant;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store with two mailboxes, scripted hosts of other domains, and nodes that relay on demand. */
final class RelayFixture implements AutoCloseable, InstantSource {
    static final TenantId TENANT = TenantId.of("5f000000-0000-4000-8000-000000000001");
    static final RelayTimes TIMES = new RelayTimes(Duration.ofSeconds(60), Duration.ofDays(2));
    static final String SENDER = "sender@contoso.example";

    final FailingDatabase database;
    final Core core;
    final ScriptedHosts hosts = new ScriptedHosts();
    final MailboxId sender;
    final MailboxId ann;
    private final Random random = new Random(7);
    private final List<Core> cores = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T01:02:03.456Z");

    RelayFixture(Engine engine) {
        database = new FailingDatabase(Databases.open(engine));
        core = node(true);
        TestCore here = new TestCore(core);
        Tenant tenant = here.tenant(TENANT, "contoso.example");
        sender = person(here, tenant, "sender");
        ann = person(here, tenant, "ann");
    }

    private MailboxId person(TestCore here, Tenant tenant, String name) {
        MailboxId id = new MailboxId(new UUID(random.nextLong(), random.nextLong()));
        core.mailboxes().create(id, TENANT, new ObjectId(new UUID(random.nextLong(), random.nextLong())));
        here.user(tenant, RecipientType.USER_MAILBOX, name, name, id);
        return id;
    }

    /** Another core on the same database. */
    Core node(boolean withRoute) {
        var builder = TestCore.on(database)
                .clock(this)
                .ids(random)
                .mailboxes(new Mailboxes.Settings("contoso.example", false))
                .maxUnconfirmed(Duration.ofDays(36_500));
        Core made = (withRoute ? builder.relayExpiry(TIMES.expire()) : builder).open();
        made.directory().refresh();
        cores.add(made);
        return made;
    }

    RelayService direct() {
        return direct(core);
    }

    RelayService direct(Core on) {
        return on.relay(new RelayService.Way(new RelayRoute.Direct(), hosts, DkimSigning.NONE, 4, TIMES));
    }

    RelayService smarthost() {
        return core.relay(new RelayService.Way(
                new RelayRoute.Smarthost("relay.contoso.example", 25), hosts, DkimSigning.NONE, 4, TIMES));
    }

    /** Sends a message as the sender, and delivers it here. */
    UUID send(String... to) {
        return sendJson(message(to));
    }

    static String message(String... to) {
        StringBuilder list = new StringBuilder();
        for (String one : to) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{'emailAddress':{'address':'")
                    .append(one)
                    .append("'}}");
        }
        return "{'subject':'Hello','body':{'contentType':'text','content':'text'},'toRecipients':[" + list + "]}";
    }

    UUID sendJson(String message) {
        return send(core, message, false, null, List.of());
    }

    UUID send(Core on, String message, boolean automatic, @Nullable Content original, List<NewAttachment> attachments) {
        UUID id = accept(on, message, automatic, original, attachments);
        on.delivery().deliverDue();
        return id;
    }

    UUID accept(
            Core on, String message, boolean automatic, @Nullable Content original, List<NewAttachment> attachments) {
        UUID id = Uuids.timeOrdered(now, random);
        on.delivery()
                .submissions(database, on.mailboxes(), null)
                .accept(new Submission(
                        id,
                        new SendingMailbox(sender, TENANT, SENDER, "Sender"),
                        new Submission.What.Message(MailFixture.json(message), attachments, original),
                        false,
                        null,
                        automatic,
                        null,
                        null,
                        null));
        return id;
    }

    List<Item> inbox(MailboxId mailbox) {
        return core.mailboxes()
                .open(mailbox)
                .items()
                .list(MailFixture.newest(
                        WellKnownFolder.INBOX.id(), 1000, Fields.of("body", "internetMessageHeaders", "toRecipients")))
                .values();
    }

    List<String> subjects() {
        return inbox(sender).stream()
                .map(item -> String.valueOf(item.message().summary().subject()))
                .sorted()
                .toList();
    }

    /** The machine-readable parts of the sender's reports with this subject, oldest first. */
    List<String> details(String subject) {
        return inbox(sender).reversed().stream()
                .filter(item -> subject.equals(item.message().summary().subject()))
                .map(this::details)
                .toList();
    }

    private String details(Item report) {
        var attachments = core.mailboxes().open(sender).attachments();
        var first = attachments.list(report.id()).stream()
                .filter(one -> "message/delivery-status".equals(one.contentType()))
                .findFirst()
                .orElseThrow();
        try (InputStream in = attachments.open(report.id(), first.id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<RelayRow> rows() {
        return core.queue().list(TENANT, 10_000);
    }

    long messages() {
        return database.read(sql -> sql.number("select count(*) from outbound_queue"));
    }

    QueueAdministration.Result change(UUID id, QueueAdministration.Change change) {
        try (var entry = new PendingEntry(
                core.audit(),
                new AuditEntry(
                        TENANT, null, now, TestCore.ACTOR, "queue", id.toString(), "granted", null, null, null))) {
            return core.queue().change(TENANT, id, change, entry);
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void close() {
        // all of them share the database
        core.close();
    }
}
