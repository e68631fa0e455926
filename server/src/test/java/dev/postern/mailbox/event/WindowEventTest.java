package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.event;
import static dev.postern.mailbox.event.EventFixture.ref;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.BusyStatus;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.MailFixture;
import dev.postern.store.Engine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** How few and many events of a window are read, and what schedules take from them. */
class WindowEventTest {
    private static final Instant FROM = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-04T00:00:00Z");
    private static final String LARGE = "word ".repeat(20_000);

    @ParameterizedTest
    @EnumSource(Engine.class)
    void largeEventsAreReadAfterThePlan(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            fixture.create(withBody("small", "text"));
            fixture.create(withBody("large", LARGE));
            WindowPlan plan = plan(fixture, Events.fields(true));
            assertEquals(2, plan.singles().size());
            assertEquals(2, plan.items().size());
            WindowPlan bounded = fixture.mailbox
                    .events()
                    .items()
                    .boundedReads()
                    .few(Events.fields(true), WindowRows.FEW, _ -> {}, few -> plan(fixture, few), WindowPlan::items);
            assertEquals(2, bounded.singles().size());
            assertEquals(1, bounded.items().size());
            assertEquals(
                    List.of("text", LARGE),
                    fixture.view(CALENDAR, FROM, TO).stream()
                            .sorted((a, b) -> subject(b).compareTo(subject(a)))
                            .map(one -> one.properties().at("/body/content").stringValue(""))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void manyEventsAreReadWhileTheyAreShown(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            for (int i = 0; i < WindowRows.FEW; i++) {
                fixture.create(event("e" + i, "2026-03-02T10:00", "2026-03-02T11:00", "UTC"));
            }
            assertEquals(
                    WindowRows.FEW, plan(fixture, Events.fields(true)).items().size());
            List<EventInstance> few = fixture.view(CALENDAR, FROM, TO);
            EventInstance series = fixture.create(daily("series", "2026-03-02T12:00", "2026-03-02T13:00"));
            assertEquals(List.of(), plan(fixture, Events.fields(true)).items());
            List<EventInstance> many = fixture.view(CALENDAR, FROM, TO);
            assertEquals(WindowRows.FEW + 2, many.size());
            assertEquals(
                    few.stream().map(EventInstance::properties).toList(),
                    many.subList(0, WindowRows.FEW).stream()
                            .map(EventInstance::properties)
                            .toList());
            assertEquals(series.item().id(), many.getLast().item().id());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aScheduleHasWhatAnExceptionHasInstead(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            ObjectNode given = daily("plain", "2026-03-02T12:00", "2026-03-02T13:00");
            given.set("location", MailFixture.json("{'displayName':'here'}"));
            EventInstance series = fixture.create(given);
            fixture.events.updateOccurrence(
                    ref(series),
                    LocalDate.parse("2026-03-03"),
                    null,
                    MailFixture.json("{'subject':'other','showAs':'oof','sensitivity':'private',"
                            + "'location':{'displayName':'there'}}"));
            List<ScheduledItem> items = schedule(fixture, true);
            assertEquals(
                    List.of("plain here BUSY", "other there OUT_OF_OFFICE"),
                    items.stream()
                            .map(one -> one.subject() + " " + one.location() + " "
                                    + one.time().status())
                            .toList());
            assertFalse(items.getFirst().isPrivate());
            assertTrue(items.getLast().isPrivate());
            assertEquals(BusyStatus.BUSY, items.getFirst().time().status());
            assertEquals("", schedule(fixture, false).getFirst().location());
        }
    }

    private static List<ScheduledItem> schedule(EventFixture fixture, boolean places) {
        return new FreeBusy(fixture.mailbox, CALENDAR).within(FROM, TO, ZoneOffset.UTC, places, 10, _ -> {});
    }

    private static WindowPlan plan(EventFixture fixture, Fields fields) {
        return fixture.mailbox.read(sql -> new WindowRows(fixture.mailbox.id(), fixture.mailbox.events(), FROM, TO)
                .of(sql, CALENDAR, fields, null));
    }

    private static ObjectNode withBody(String subject, String content) {
        ObjectNode event = event(subject, "2026-03-02T10:00", "2026-03-02T11:00", "UTC");
        event.putObject("body").put("contentType", "text").put("content", content);
        return event;
    }

    private static String subject(EventInstance event) {
        return event.properties().path("subject").stringValue("");
    }
}
