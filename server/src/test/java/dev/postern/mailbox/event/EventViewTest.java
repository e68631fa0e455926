package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.event;
import static dev.postern.mailbox.event.EventFixture.recurring;
import static dev.postern.mailbox.event.EventFixture.ref;
import static dev.postern.mailbox.event.EventFixture.time;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.calendar.ZoneNames;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.store.Engine;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Views and instances, compared with a model that tries every day. */
class EventViewTest {
    private static final LocalDate BEGIN = LocalDate.parse("2026-01-01");
    private static final int DAYS = 500;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Pacific Standard Time", "Asia/Kolkata", "Australia/Lord_Howe");

    /** An occurrence as the model knows it. */
    private record Shown(String subject, Instant start, Instant end) {
        boolean overlaps(Instant from, Instant to) {
            return start.isBefore(to) && (end.isAfter(from) || (start.equals(end) && start.equals(from)));
        }
    }

    /** An event in the model: its wall times, the dates on which it is, and what was done to single dates. */
    private static final class Modelled {
        @Nullable
        EventInstance created;

        String subject = "";
        LocalTime startTime = LocalTime.MIDNIGHT;
        Duration length = Duration.ZERO;
        ZoneId zone = ZoneOffset.UTC;
        boolean allDay;
        final List<LocalDate> dates = new ArrayList<>();
        final Map<LocalDate, Shown> moved = new HashMap<>();
        final Set<LocalDate> deleted = new HashSet<>();

        EventInstance stored() {
            return Objects.requireNonNull(created);
        }

        Shown plain(LocalDate date) {
            LocalDateTime start = date.atTime(startTime);
            ZoneId at = allDay ? ZoneOffset.UTC : zone;
            return new Shown(
                    subject,
                    start.atZone(at).toInstant(),
                    start.plus(length).atZone(at).toInstant());
        }

        List<Shown> all() {
            return dates.stream()
                    .filter(date -> !deleted.contains(date))
                    .map(date -> moved.getOrDefault(date, plain(date)))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void viewsEqualTheModel(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            List<Modelled> model = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                model.add(create(fixture, random, i));
            }
            for (int i = 0; i < 120; i++) {
                change(fixture, random, model);
                if (i % 4 == 0) {
                    compare(fixture, random, model, seed);
                }
            }
            for (int i = 0; i < 60; i++) {
                compare(fixture, random, model, seed);
            }
        }
    }

    private static Modelled create(EventFixture fixture, Random random, int number) {
        var event = new Modelled();
        event.subject = "e" + number;
        event.allDay = random.nextInt(6) == 0;
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        event.zone = ZoneNames.find(zone).orElseThrow().id();
        LocalDate date = BEGIN.plusDays(random.nextInt(DAYS));
        event.startTime =
                event.allDay ? LocalTime.MIDNIGHT : LocalTime.of(random.nextInt(5, 22), 15 * random.nextInt(4));
        event.length = event.allDay
                ? Duration.ofDays(1 + random.nextInt(3))
                : Duration.ofMinutes(random.nextInt(20) == 0 ? 0 : 15L * (1 + random.nextInt(40)));
        int pattern = random.nextInt(5);
        int interval = 1 + random.nextInt(3);
        Set<DayOfWeek> days = new HashSet<>();
        days.add(date.getDayOfWeek());
        days.add(DayOfWeek.of(1 + random.nextInt(7)));
        int count = 1 + random.nextInt(60);
        LocalDate start = date;
        LocalDate week = start.minusDays(start.getDayOfWeek().getValue() % 7);
        for (LocalDate at = start; event.dates.size() < (pattern == 0 ? 1 : count); at = at.plusDays(1)) {
            long distance = at.toEpochDay() - start.toEpochDay();
            boolean hit = switch (pattern) {
                case 0 -> true;
                case 1 -> distance % interval == 0;
                case 2 -> days.contains(at.getDayOfWeek()) && (at.toEpochDay() - week.toEpochDay()) / 7 % interval == 0;
                case 3 ->
                    at.getDayOfMonth() == Math.min(start.getDayOfMonth(), at.lengthOfMonth())
                            && (at.getYear() * 12 + at.getMonthValue() - start.getYear() * 12 - start.getMonthValue())
                                            % interval
                                    == 0;
                default ->
                    at.getMonth() == start.getMonth()
                            && at.getDayOfMonth() == Math.min(start.getDayOfMonth(), at.lengthOfMonth())
                            && (at.getYear() - start.getYear()) % interval == 0;
            };
            if (hit) {
                event.dates.add(at);
            }
        }
        ObjectNode given = event(
                event.subject,
                start.atTime(event.startTime).toString(),
                start.atTime(event.startTime).plus(event.length).toString(),
                zone);
        given.put("isAllDay", event.allDay);
        String names = days.stream()
                .map(day -> "'" + day.name().toLowerCase(Locale.ROOT) + "'")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        String stored = switch (pattern) {
            case 1 -> "{'type':'daily','interval':" + interval + "}";
            case 2 ->
                "{'type':'weekly','interval':" + interval + ",'daysOfWeek':[" + names + "],'firstDayOfWeek':'sunday'}";
            case 3 ->
                "{'type':'absoluteMonthly','interval':" + interval + ",'dayOfMonth':" + start.getDayOfMonth() + "}";
            default ->
                "{'type':'absoluteYearly','interval':" + interval + ",'dayOfMonth':" + start.getDayOfMonth()
                        + ",'month':" + start.getMonthValue() + "}";
        };
        if (pattern != 0) {
            recurring(given, stored, "{'type':'numbered','numberOfOccurrences':" + count + "}");
        }
        event.created = fixture.create(given);
        return event;
    }

    private static void change(EventFixture fixture, Random random, List<Modelled> model) {
        Modelled event = model.get(random.nextInt(model.size()));
        if (event.deleted.size() == event.dates.size() || !event.stored().isSeries()) {
            return;
        }
        LocalDate date = event.dates.get(random.nextInt(event.dates.size()));
        if (event.deleted.contains(date)) {
            assertThrows(MailboxFailure.ItemNotFound.class, () -> fixture.get(event.stored(), date));
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                fixture.events.deleteOccurrence(ref(event.stored()), date, null);
                event.deleted.add(date);
            }
            case 1 -> {
                // drops all exceptions
                LocalTime time = event.startTime.plusMinutes(event.allDay ? 0 : 15);
                ObjectNode patch = MailFixture.json("{}");
                LocalDateTime start = event.dates.getFirst().atTime(time);
                String zone = event.stored()
                        .properties()
                        .path("start")
                        .path("timeZone")
                        .stringValue("");
                patch.set("start", time(start.toString(), zone));
                patch.set("end", time(start.plus(event.length).toString(), zone));
                fixture.events.update(ref(event.stored()), null, patch);
                if (!event.allDay) {
                    event.startTime = time;
                    event.moved.clear();
                    event.deleted.clear();
                }
            }
            default -> move(fixture, random, event, date);
        }
    }

    private static void move(EventFixture fixture, Random random, Modelled event, LocalDate date) {
        LocalDate to = date.plusDays(random.nextInt(-3, 4));
        LocalDateTime start = to.atTime(event.allDay ? LocalTime.MIDNIGHT : LocalTime.of(random.nextInt(5, 22), 0));
        String zone = event.stored().properties().path("start").path("timeZone").stringValue("");
        ObjectNode patch = MailFixture.json("{'subject':'" + event.subject + "m'}");
        patch.set("start", time(start.toString(), zone));
        patch.set("end", time(start.plus(event.length).toString(), zone));
        try {
            EventInstance moved = fixture.events.updateOccurrence(ref(event.stored()), date, null, patch);
            ZoneId at = event.allDay ? ZoneOffset.UTC : event.zone;
            Shown shown = new Shown(
                    event.subject + "m",
                    start.atZone(at).toInstant(),
                    start.plus(event.length).atZone(at).toInstant());
            assertEquals(shown.start(), moved.start());
            event.moved.put(date, shown);
        } catch (MailboxFailure.EventRefused refused) {
            assertEquals(MailboxFailure.EventRefused.Fault.CROSSES_NEIGHBOR, refused.fault());
        }
    }

    private static void compare(EventFixture fixture, Random random, List<Modelled> model, long seed) {
        Instant from = BEGIN.minusDays(20)
                .plusDays(random.nextInt(2 * DAYS))
                .atTime(random.nextInt(24), 0)
                .toInstant(ZoneOffset.UTC);
        Instant to = from.plus(Duration.ofHours(1 + random.nextInt(random.nextBoolean() ? 200 : 10_000)));
        Comparator<Shown> order = Comparator.comparing(Shown::start).thenComparing(Shown::subject);
        List<Shown> expected = model.stream()
                .flatMap(event -> event.all().stream())
                .filter(shown -> shown.overlaps(from, to))
                .sorted(order)
                .toList();
        List<EventInstance> view = fixture.view(CALENDAR, from, to);
        assertEquals(
                view.stream().map(EventInstance::start).toList(),
                view.stream().map(EventInstance::start).sorted().toList());
        assertEquals(expected, shown(view, order), "seed " + seed);
        Modelled one = model.get(random.nextInt(model.size()));
        if (one.stored().isSeries()) {
            assertEquals(
                    one.all().stream()
                            .filter(shown -> shown.overlaps(from, to))
                            .sorted(order)
                            .toList(),
                    shown(
                            fixture.events
                                    .instances(ref(one.stored()), from, to, Events.fields(false), _ -> {})
                                    .toList(),
                            order),
                    "seed " + seed);
            assertEquals(
                    one.moved.keySet().stream()
                            .filter(date -> !one.deleted.contains(date))
                            .sorted()
                            .toList(),
                    fixture.events.exceptions(ref(one.stored()), Events.fields(false)).stream()
                            .map(each ->
                                    Objects.requireNonNull(each.occurrence()).originalDate())
                            .toList());
            assertEquals(one.deleted.stream().sorted().toList(), fixture.events.cancelled(ref(one.stored())));
        }
    }

    private static List<Shown> shown(List<EventInstance> view, Comparator<Shown> order) {
        return view.stream()
                .map(each -> new Shown(each.properties().path("subject").stringValue(""), each.start(), each.end()))
                .sorted(order)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSeriesWithoutEndCostsWhatIsTaken(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
            long weeks = fixture.mailbox.read(sql -> sql.number(
                    "select count(*) from event_week where mailbox_id = ?",
                    fixture.mailbox.id().value()));
            assertTrue(weeks < 40, "rows " + weeks);
            Instant from = Instant.parse("2100-01-01T00:00:00Z");
            Instant to = from.plus(Duration.ofDays(1825));
            AtomicLong memory = new AtomicLong();
            List<EventInstance> page = fixture.events
                    .view(CALENDAR, from, to, Events.fields(true), memory::addAndGet)
                    .skip(100)
                    .limit(10)
                    .toList();
            assertEquals(10, page.size());
            assertEquals(Instant.parse("2100-04-11T09:00:00Z"), page.getFirst().start());
            assertTrue(memory.get() > 0 && memory.get() < 100_000, "memory " + memory);
            assertEquals(
                    1825,
                    fixture.events
                            .view(CALENDAR, from, to, Events.fields(false), _ -> {})
                            .count());
            fixture.mailbox.kind(ItemKind.EVENT).purge(ref(series));
            assertEquals(
                    0,
                    fixture.events
                            .view(CALENDAR, from, to, Events.fields(false), _ -> {})
                            .count());
        }
    }

    /** Only events that the index names for the window are read. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aViewReadsWhatItShows(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            for (int i = 0; i < 60; i++) {
                LocalDate day = BEGIN.plusYears(i);
                fixture.create(recurring(
                        event("e" + i, day + "T09:00", day + "T10:00", "UTC"),
                        "{'type':'weekly','interval':2,'daysOfWeek':['monday']}",
                        "{'type':'endDate','endDate':'" + day.plusMonths(6) + "'}"));
            }
            Instant from = Instant.parse("2036-02-01T00:00:00Z");
            WindowPlan plan = fixture.mailbox.read(sql -> new WindowRows(
                            fixture.mailbox.id(), fixture.mailbox.events(), from, from.plus(Duration.ofDays(14)))
                    .of(sql, CALENDAR, Events.fields(false), null));
            assertEquals(1, plan.series().size());
            assertEquals(
                    1,
                    fixture.view(CALENDAR, from, from.plus(Duration.ofDays(14))).size());
            assertEquals(
                    0,
                    fixture.view(CALENDAR, from.plus(Duration.ofDays(250)), from.plus(Duration.ofDays(300)))
                            .size());
        }
    }
}
