package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.Events;
import dev.postern.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts mail from outside and events into mailboxes, with the times that they have, in one transaction. Rules and automatic replies do not
 * act. Only for developer mode: it gives access to any mailbox.
 */
public final class ContentSeed {
    private final Database database;
    private final Mailboxes mailboxes;

    public ContentSeed(Database database, Mailboxes mailboxes) {
        this.database = database;
        this.mailboxes = mailboxes;
    }

    /** A mailbox and its owner. */
    public record Target(MailboxId mailbox, ObjectId owner) {}

    /**
     * A message for the Inbox.
     *
     * @param message by its Graph names, in stored form
     * @param original the MIME that it was read from; null if there is none
     */
    public record Mail(
            Target to,
            ObjectNode message,
            List<NewAttachment> attachments,
            Instant received,
            Instant sent,
            boolean read,
            byte @Nullable [] original) {
        public Mail {
            attachments = List.copyOf(attachments);
        }
    }

    /**
     * An event for the default calendar.
     *
     * @param event in stored form
     */
    public record Event(Target to, ObjectNode event) {}

    private record Prepared(MailboxId mailbox, PreparedMessage message) {}

    /** @throws dev.postern.mailbox.MailboxFailure if something cannot be stored; then nothing of it is */
    public void add(TenantId tenant, List<Mail> mail, List<Event> events) {
        mail.forEach(
                one -> mailboxes.ensure(one.to().mailbox(), tenant, one.to().owner()));
        events.forEach(
                one -> mailboxes.ensure(one.to().mailbox(), tenant, one.to().owner()));
        List<Prepared> prepared = new ArrayList<>();
        mail.forEach(one -> prepared.add(prepare(one)));
        database.write(sql -> {
            Mailboxes within = mailboxes.within(sql);
            prepared.forEach(one -> within.open(one.mailbox()).items().insert(sql, one.message()));
            events.forEach(one -> new Events(within.open(one.to().mailbox()))
                    .create(WellKnownFolder.CALENDAR.id(), one.event(), List.of()));
            return true;
        });
    }

    private Prepared prepare(Mail one) {
        Mailbox mailbox = mailboxes.open(one.to().mailbox());
        return new Prepared(
                mailbox.id(),
                mailbox.items()
                        .prepare(
                                new ItemId(mailbox.nextId()),
                                WellKnownFolder.INBOX.id(),
                                new NewMessage(
                                        one.message(),
                                        one.attachments(),
                                        false,
                                        one.read(),
                                        one.received(),
                                        one.sent(),
                                        one.original() == null ? null : Content.of(one.original()))));
    }
}
