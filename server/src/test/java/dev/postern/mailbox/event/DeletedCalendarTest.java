package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.ref;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A calendar goes with its events, and comes back with them. */
class DeletedCalendarTest {
    private static final LocalDate SECOND = LocalDate.parse("2026-03-03");
    private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-05T00:00:00Z");

    private static FolderId calendar(EventFixture fixture) {
        return new Calendars(fixture.mailbox)
                .create(null, "Work", new CalendarPatch(null, null, false, null))
                .id();
    }

    private static EventInstance series(EventFixture fixture, FolderId calendar) {
        var event = daily("daily", "2026-03-02T09:00", "2026-03-02T10:00").put("reminderMinutesBeforeStart", 100_000);
        EventInstance series = fixture.events.create(calendar, event, List.of()).event();
        new EventAttachments(fixture.mailbox)
                .attach(
                        new ItemRef(series.item().id(), null, SECOND),
                        NewAttachment.file("own", "text/plain", new byte[100_000]));
        return series;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeletedCalendarIsRestoredWithItsEvents(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            FolderId calendar = calendar(fixture);
            EventInstance series = series(fixture, calendar);
            new Calendars(fixture.mailbox).delete(calendar);
            assertThrows(MailboxFailure.FolderNotFound.class, () -> new Calendars(fixture.mailbox).get(calendar));
            assertEquals(List.of(), fixture.view(CALENDAR, FROM, TO));
            var folders = fixture.mailbox.folders(FolderClass.CALENDAR);
            folders.move(calendar, CALENDAR);
            assertEquals("Work", new Calendars(fixture.mailbox).get(calendar).name());
            assertEquals(3, fixture.view(calendar, FROM, TO).size());
            assertEquals(
                    1,
                    new EventAttachments(fixture.mailbox)
                            .list(new ItemRef(series.item().id(), null, SECOND))
                            .size());
            Instant early = FROM.minus(Duration.ofMinutes(100_000));
            assertEquals(
                    1,
                    fixture.events
                            .reminding(calendar, early, early.plusSeconds(1), Events.fields(false), _ -> {})
                            .map(one -> one.item().id())
                            .distinct()
                            .count());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPurgedCalendarLeavesNothing(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            FolderId calendar = calendar(fixture);
            EventInstance series = series(fixture, calendar);
            new Calendars(fixture.mailbox).purge(calendar);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> fixture.get(series, null));
            assertThrows(
                    MailboxFailure.FolderNotFound.class,
                    () -> fixture.mailbox.folders(FolderClass.CALENDAR).move(calendar, CALENDAR));
            fixture.mail.pass(Duration.ofDays(100));
            fixture.mail.mailboxes.sweeps().expirePurged(Duration.ofDays(1));
            ItemKind.EVENT.parts().forEach(part -> assertEquals(0, count(fixture, part.table()), part.table()));
            assertEquals(0, count(fixture, "event"));
            assertEquals(0, count(fixture, "content"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeletedEventIsRestored(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = series(fixture, CALENDAR);
            var items = fixture.mailbox.kind(ItemKind.EVENT);
            items.delete(ref(series), null);
            assertEquals(List.of(), fixture.view(CALENDAR, FROM, TO));
            items.move(ref(series), CALENDAR);
            assertEquals(3, fixture.view(CALENDAR, FROM, TO).size());
            items.purge(ref(series));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> items.move(ref(series), CALENDAR));
        }
    }

    private static long count(EventFixture fixture, String table) {
        return fixture.mailbox.read(sql -> sql.number(
                "select count(*) from " + table + " where mailbox_id = ?",
                fixture.mailbox.id().value()));
    }
}
