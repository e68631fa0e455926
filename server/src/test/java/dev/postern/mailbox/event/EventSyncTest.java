package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.ref;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.sync.MailboxSync;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader of a window knows when an event is changed while its page is read, or long ago. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
@SuppressWarnings("NullAway.Init")
class EventSyncTest {
    private static final SyncWindow WINDOW = new SyncWindow(
            Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-08T00:00:00Z"), IdStyle.DEFAULT);
    private static final LocalDate SECOND = LocalDate.parse("2026-03-03");

    @Parameter
    Engine engine;

    private EventFixture fixture;
    private EventInstance series;
    private SyncPosition position = SyncPosition.start();
    /** What the reader knows, as its entries are identified on the wire. */
    private final Set<String> copy = new TreeSet<>();

    @BeforeEach
    void open() {
        fixture = new EventFixture(engine);
        series = fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Reads one page, which has everything of the series. */
    private void read(LongConsumer memory) {
        long last = new MailboxSync(fixture.mailbox).state().last();
        EventChanges page = new EventSync(fixture.mailbox, CALENDAR, null, WINDOW)
                .page(position.begun(last), 100, Events.fields(true), memory);
        page.gone().forEach(one -> copy.remove(name(one.event(), one.moveCount(), one.originalDate())));
        page.shown()
                .forEach(one -> copy.add(
                        name(one.item().id(), one.item().moveCount(), one.ref().occurrence())));
        position = page.end();
    }

    private static String name(ItemId event, long moveCount, @Nullable LocalDate date) {
        return event.value() + "-" + moveCount + (date == null ? "" : "-" + date);
    }

    private void weekly() {
        var patch = EventFixture.recurring(
                EventFixture.event("daily", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"),
                "{'type':'weekly','interval':1,'daysOfWeek':['monday']}",
                "{'type':'noEnd'}");
        fixture.events.update(ref(series), null, patch);
    }

    /** How an event may be gone. */
    enum Removal {
        DELETE,
        PURGE,
        EXPIRE
    }

    private void remove(Removal how) {
        if (how == Removal.DELETE) {
            fixture.mailbox.events().items().delete(ref(series), null);
        } else {
            fixture.mailbox.events().items().purge(ref(series));
        }
        if (how == Removal.EXPIRE) {
            fixture.mail.pass(Duration.ofDays(2));
            fixture.mail.mailboxes.sweeps().expirePurged(Duration.ofDays(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void aSeriesIsRemovedWithItsOccurrences(Removal how) {
        fixture.events.updateOccurrence(
                ref(series), SECOND, null, EventFixture.event("moved", "2026-03-03T12:00", "2026-03-03T13:00", "UTC"));
        read(_ -> {});
        assertEquals(7, copy.size());
        remove(how);
        read(_ -> {});
        assertEquals(Set.of(), copy);
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void anOccurrenceThatWasMovedIntoTheWindowIsRemoved(Removal how) {
        weekly();
        LocalDate ninth = LocalDate.parse("2026-03-09");
        fixture.events.updateOccurrence(
                ref(series), ninth, null, EventFixture.event("early", "2026-03-07T23:00", "2026-03-07T23:30", "UTC"));
        read(_ -> {});
        assertEquals(3, copy.size());
        remove(how);
        read(_ -> {});
        assertEquals(Set.of(), copy);
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void anOccurrenceDeletedBeforeASeriesThatIsRemovedMeanwhile(Removal how) {
        read(_ -> {});
        fixture.events.deleteOccurrence(ref(series), SECOND, null);
        read(_ -> remove(how));
        read(_ -> {});
        assertEquals(Set.of(), copy);
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void timesChangedBeforeASeriesThatIsRemovedMeanwhile(Removal how) {
        read(_ -> {});
        weekly();
        read(_ -> remove(how));
        read(_ -> {});
        assertEquals(Set.of(), copy);
    }

    @ParameterizedTest
    @EnumSource(Removal.class)
    void timesChangedWhileASeriesIsRead(Removal how) {
        read(_ -> {});
        fixture.events.deleteOccurrence(ref(series), SECOND, null);
        read(_ -> weekly());
        read(_ -> {});
        assertEquals(2, copy.size(), copy::toString);
        remove(how);
        read(_ -> {});
        assertEquals(Set.of(), copy);
    }
}
