package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.event;
import static dev.postern.mailbox.event.EventFixture.ref;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.MailFixture;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** What a view need not read again, and when it must. */
class ShownEventsTest {
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-03-04T00:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2026-03-06T00:00:00Z");
    private static final LocalDate TUESDAY = LocalDate.parse("2026-03-03");

    private final ShownEvents shown = new ShownEvents(1 << 20);

    /** Shows a view as texts: with {@code +} what was shown before. */
    private static List<String> view(EventFixture fixture, ShownEvents shown, String form, Instant from, Instant to) {
        var all = new ArrayList<String>();
        try (Stream<ViewedEvent> events = fixture.events.view(
                CALENDAR, from, to, Events.fields(true), _ -> {}, shown.in(fixture.mailbox.id(), form))) {
            events.forEach(event -> {
                if (event.shown() != null) {
                    all.add("+" + new String(event.shown().json(), StandardCharsets.UTF_8));
                } else {
                    String made = text(Objects.requireNonNull(event.instance()));
                    event.keeping().accept(new ShownEvents.Entry(made.getBytes(StandardCharsets.UTF_8), 0));
                    all.add(made);
                }
            });
        }
        return all;
    }

    private static String text(EventInstance event) {
        return event.properties().path("subject").stringValue("") + " " + event.start();
    }

    private List<String> view(EventFixture fixture) {
        return view(fixture, shown, "", MONDAY, WEDNESDAY);
    }

    private static List<String> again(List<String> shown) {
        return shown.stream().map(one -> "+" + one).toList();
    }

    private static ObjectNode subject(String text) {
        return MailFixture.json("{'subject':'" + text + "'}");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyWhatHasChangedIsReadAgain(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance single = fixture.create(event("single", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"));
            EventInstance series = fixture.create(daily("series", "2026-03-01T12:00", "2026-03-01T13:00"));
            List<String> first = view(fixture);
            assertEquals(
                    List.of(
                            "single 2026-03-02T09:00:00Z",
                            "series 2026-03-02T12:00:00Z",
                            "series 2026-03-03T12:00:00Z"),
                    first);
            assertEquals(again(first), view(fixture));

            fixture.events.update(ref(single), null, subject("other"));
            assertEquals(
                    List.of(
                            "other 2026-03-02T09:00:00Z",
                            "+series 2026-03-02T12:00:00Z",
                            "+series 2026-03-03T12:00:00Z"),
                    view(fixture));

            fixture.events.updateOccurrence(ref(series), TUESDAY, null, subject("special"));
            assertEquals(
                    List.of(
                            "+other 2026-03-02T09:00:00Z",
                            "series 2026-03-02T12:00:00Z",
                            "special 2026-03-03T12:00:00Z"),
                    view(fixture));
            assertEquals(
                    List.of(
                            "+other 2026-03-02T09:00:00Z",
                            "+series 2026-03-02T12:00:00Z",
                            "+special 2026-03-03T12:00:00Z"),
                    view(fixture));

            fixture.events.deleteOccurrence(ref(series), TUESDAY, null);
            assertEquals(List.of("+other 2026-03-02T09:00:00Z", "series 2026-03-02T12:00:00Z"), view(fixture));

            fixture.mailbox.kind(ItemKind.EVENT).delete(ref(single), null);
            assertEquals(List.of("+series 2026-03-02T12:00:00Z"), view(fixture));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachFormAndEachOccurrenceIsKeptOnItsOwn(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            fixture.create(event("single", "2026-03-02T09:00", "2026-03-06T10:00", "UTC"));
            fixture.create(daily("series", "2026-03-01T12:00", "2026-03-01T13:00"));
            List<String> first = view(fixture, shown, "a", MONDAY, WEDNESDAY);
            assertEquals(first, view(fixture, shown, "b", MONDAY, WEDNESDAY));
            assertEquals(again(first), view(fixture, shown, "a", MONDAY, WEDNESDAY));
            assertEquals(
                    List.of(
                            "+single 2026-03-02T09:00:00Z",
                            "series 2026-03-04T12:00:00Z",
                            "series 2026-03-05T12:00:00Z"),
                    view(fixture, shown, "a", WEDNESDAY, FRIDAY));
            assertEquals(
                    List.of(
                            "+single 2026-03-02T09:00:00Z",
                            "+series 2026-03-02T12:00:00Z",
                            "+series 2026-03-03T12:00:00Z",
                            "+series 2026-03-04T12:00:00Z",
                            "+series 2026-03-05T12:00:00Z"),
                    view(fixture, shown, "a", MONDAY, FRIDAY));
            assertEquals(
                    List.of("series 2026-03-01T12:00:00Z"),
                    view(fixture, shown, "a", MONDAY.minusSeconds(86_400), MONDAY));
        }
    }

    /** The number of an event that is read after the plan may be another than that of the plan. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatChangedWhileAViewIsReadIsNotKept(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            ObjectNode large = daily("large", "2026-03-01T12:00", "2026-03-01T13:00");
            large.putObject("body").put("contentType", "text").put("content", "x".repeat(100_000));
            EventInstance series = fixture.create(large);
            Stream<ViewedEvent> opened = fixture.events.view(
                    CALENDAR, MONDAY, WEDNESDAY, Events.fields(true), _ -> {}, shown.in(fixture.mailbox.id(), ""));
            fixture.events.updateOccurrence(ref(series), TUESDAY, null, subject("special"));
            try (opened) {
                opened.forEach(event -> event.keeping().accept(new ShownEvents.Entry(new byte[1], 0)));
            }
            assertEquals(0, shown.size());
            List<String> now = view(fixture);
            assertEquals(List.of("large 2026-03-02T12:00:00Z", "special 2026-03-03T12:00:00Z"), now);
            assertEquals(again(now), view(fixture));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theSizeIsBounded(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            for (int i = 0; i < 30; i++) {
                fixture.create(event("e" + i, "2026-03-02T09:00", "2026-03-02T10:00", "UTC"));
            }
            var small = new ShownEvents(20_000);
            List<String> first = view(fixture, small, "", MONDAY, WEDNESDAY);
            assertTrue(small.size() > 10_000 && small.size() <= 20_000, () -> "size " + small.size());
            assertEquals(
                    first,
                    view(fixture, small, "", MONDAY, WEDNESDAY).stream()
                            .map(one -> one.replace("+", ""))
                            .toList());
            var none = new ShownEvents(0);
            view(fixture, none, "", MONDAY, WEDNESDAY);
            assertEquals(first, view(fixture, none, "", MONDAY, WEDNESDAY));
            assertEquals(0, none.size());
            for (int i = 0; i < FEW_MORE; i++) {
                fixture.create(event("f" + i, "2026-03-02T09:00", "2026-03-02T10:00", "UTC"));
            }
            // more events than are read with the plan
            view(fixture);
            assertEquals(0, shown.size());
        }
    }

    private static final int FEW_MORE = WindowRows.FEW - 29;

    /** A request that was slow must not replace what is known of a later state. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEarlierStateReplacesNothing(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance single = fixture.create(event("single", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"));
            Map<ItemId, ShownEvents.Known> known = new HashMap<>();
            fixture.mailbox.read(sql -> {
                known.putAll(new WindowRows(fixture.mailbox.id(), fixture.mailbox.events(), MONDAY, WEDNESDAY)
                        .of(sql, CALENDAR, Events.fields(true), shown.in(fixture.mailbox.id(), ""))
                        .known());
                return true;
            });
            fixture.events.update(ref(single), null, subject("other"));
            view(fixture);
            shown.in(fixture.mailbox.id(), "")
                    .keep(
                            single.item().id(),
                            Objects.requireNonNull(known.get(single.item().id())),
                            null,
                            new ShownEvents.Entry(new byte[1], 0));
            assertEquals(List.of("+other 2026-03-02T09:00:00Z"), view(fixture));
        }
    }
}
