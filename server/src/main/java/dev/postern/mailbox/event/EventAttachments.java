package dev.postern.mailbox.event;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Attachments;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.OccurrenceAttachments;
import dev.postern.store.Sql;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The attachments of events and of their occurrences. An occurrence has those of its series until one is added to it or
 * removed from it: then it becomes an exception with a list of its own, which begins as a copy.
 */
public final class EventAttachments {
    private final Mailbox mailbox;
    private final EventTable table;
    private final Attachments whole;
    private final OccurrenceAttachments own;
    private final EventExceptions exceptions;
    private final Events events;

    public EventAttachments(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.table = mailbox.events();
        this.whole = table.items().attachments();
        this.own = table.occurrenceAttachments();
        this.exceptions = new EventExceptions(mailbox.id());
        this.events = new Events(mailbox);
    }

    /** The attachments of an event or an occurrence in their order, without their bytes. */
    public List<Attachment> list(ItemRef ref) {
        LocalDate date = mailbox.read(sql -> ownList(sql, ref));
        // not one read within the other: each holds a connection
        return date == null ? whole.list(ref.id()) : mailbox.read(sql -> own.list(sql, ref.id(), date));
    }

    /** The date of the occurrence if it has a list of its own; null if that of the item applies. */
    private @Nullable LocalDate ownList(Sql sql, ItemRef ref) {
        LocalDate date = ref.occurrence();
        return date != null && hasOwn(sql, ref.id(), date) ? date : null;
    }

    private boolean hasOwn(Sql sql, ItemId series, LocalDate date) {
        EventExceptions.ChangedOccurrence exception = exceptions.find(sql, series, date);
        ObjectNode doc = exception == null ? null : exception.doc();
        return doc != null && doc.has(OccurrenceChanges.OWN_ATTACHMENTS);
    }

    /** @throws MailboxFailure.ItemNotFound if the event, the occurrence or the attachment does not exist */
    public Attachment get(AttachmentRef ref) {
        if (ref.item().occurrence() == null) {
            return whole.get(ref);
        }
        return list(ref.item()).stream()
                .filter(one -> one.id().equals(ref.id()))
                .findFirst()
                .orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    public Attachment attach(ItemRef ref, NewAttachment attachment) {
        if (ref.occurrence() == null) {
            return whole.add(ref, attachment);
        }
        EventTable.Attached stored = table.store(List.of(attachment));
        return mailbox.change(change -> attach(change, ref, stored));
    }

    /** Adds an attachment to an occurrence, as a part of the caller's change. */
    public Attachment attach(MailboxChange change, ItemRef ref, EventTable.Attached one) {
        LocalDate date = date(ref);
        Item series = series(change.sql(), ref, date);
        long grown = inherited(change.sql(), series.id(), date) + own.add(change.sql(), series.id(), date, one);
        changed(change, series, date, grown);
        return table.first(series.id(), one);
    }

    private static LocalDate date(ItemRef ref) {
        LocalDate date = ref.occurrence();
        if (date == null) {
            throw new IllegalArgumentException("Not an occurrence: " + ref);
        }
        return date;
    }

    private Item series(Sql sql, ItemRef ref, LocalDate date) {
        return events.get(sql, ref, date, Events.fields(true)).item();
    }

    private long inherited(Sql sql, ItemId series, LocalDate date) {
        return hasOwn(sql, series, date) ? 0 : own.inherit(sql, series, date);
    }

    /** Records that an occurrence has a list of its own. */
    private void changed(MailboxChange change, Item series, LocalDate date, long grown) {
        boolean visible = own.list(change.sql(), series.id(), date).stream().anyMatch(one -> !one.inline());
        ObjectNode patch = JsonNodeFactory.instance.objectNode().put(OccurrenceChanges.OWN_ATTACHMENTS, visible);
        events.occurrences().update(change, series, date, patch, grown);
    }

    /** @throws MailboxFailure.ItemNotFound if the event, the occurrence or the attachment does not exist */
    public void detach(AttachmentRef ref) {
        if (ref.item().occurrence() == null) {
            whole.remove(ref);
            return;
        }
        mailbox.change(change -> {
            LocalDate date = date(ref.item());
            Item series = series(change.sql(), ref.item(), date);
            AttachmentId id = ref.id();
            long grown = inherited(change.sql(), series.id(), date) + own.remove(change.sql(), series.id(), date, id);
            changed(change, series, date, grown);
            return true;
        });
    }

    /**
     * Makes these the attachments of an event or an occurrence, as a part of the caller's change. Does nothing if it has the same already,
     * or if they exceed a limit of the mailbox.
     */
    void replace(MailboxChange change, ItemRef ref, EventTable.Attached wanted) {
        Sql sql = change.sql();
        LocalDate date = ownList(sql, ref);
        EventTable.Attached now = date == null ? table.stored(sql, ref.id()) : own.stored(sql, ref.id(), date);
        if (now.isSameAs(wanted)) {
            return;
        }
        Item item = table.items().require(sql, ref, Events.fields(true));
        long freed = date == null && ref.occurrence() != null ? 0 : now.size();
        long grown = wanted.size() - freed;
        if (!table.fits(sql, false, grown, item.size() + grown)) {
            return;
        }
        if (ref.occurrence() == null) {
            table.replace(change, item.core(), wanted);
        } else {
            long gone = own.removeAll(sql, item.id(), ref.occurrence());
            changed(change, item, ref.occurrence(), gone + own.add(sql, item.id(), ref.occurrence(), wanted));
        }
    }
}
