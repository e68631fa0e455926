package dev.postern.mailbox.event;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A mailbox with events. */
final class EventFixture implements AutoCloseable {
    static final FolderId CALENDAR = WellKnownFolder.CALENDAR.id();

    final MailFixture mail;
    final Mailbox mailbox;
    final Events events;

    EventFixture(Engine engine) {
        this(new MailFixture(engine));
    }

    EventFixture(MailFixture mail) {
        this.mail = mail;
        this.mailbox = mail.mailboxes.open(mail.mailbox);
        this.events = new Events(mailbox);
    }

    static ObjectNode event(String subject, String start, String end, String zone) {
        ObjectNode event = MailFixture.json("{}").put("subject", subject);
        event.set("start", time(start, zone));
        event.set("end", time(end, zone));
        return event;
    }

    static ObjectNode time(String wall, String zone) {
        return MailFixture.json("{}")
                .put("dateTime", EventSeries.format(LocalDateTime.parse(wall)))
                .put("timeZone", zone);
    }

    /** A recurrence in stored form; the pattern's other members are given as JSON. */
    static ObjectNode recurring(ObjectNode event, String pattern, String range) {
        ObjectNode recurrence = MailFixture.json("{}");
        recurrence.set("pattern", MailFixture.json(pattern));
        ObjectNode stored = MailFixture.json(range);
        if (!stored.has("startDate")) {
            stored.put(
                    "startDate",
                    event.path("start").path("dateTime").stringValue("").substring(0, 10));
        }
        recurrence.set("range", stored);
        event.set("recurrence", recurrence);
        return event;
    }

    static ObjectNode daily(String subject, String start, String end) {
        return recurring(event(subject, start, end, "UTC"), "{'type':'daily','interval':1}", "{'type':'noEnd'}");
    }

    EventInstance create(ObjectNode event) {
        return events.create(CALENDAR, event, List.of()).event();
    }

    EventInstance get(EventInstance event, @Nullable LocalDate date) {
        return events.get(ref(event), date, Events.fields(true));
    }

    static ItemRef ref(EventInstance event) {
        return ItemRef.of(event.item().id());
    }

    List<EventInstance> view(String from, String to) {
        return view(CALENDAR, Instant.parse(from), Instant.parse(to));
    }

    List<EventInstance> view(FolderId calendar, Instant from, Instant to) {
        return events.view(calendar, from, to, Events.fields(true), _ -> {}).toList();
    }

    @Override
    public void close() {
        mail.close();
    }
}
