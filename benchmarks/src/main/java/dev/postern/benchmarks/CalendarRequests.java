package dev.postern.benchmarks;

import dev.postern.http.Json;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calendars of the measured mailboxes, and the requests about them. */
final class CalendarRequests {
    static final int SMALL = 100;
    static final int LARGE = 10_000;
    static final int SCHEDULES = 20;
    /** The mailboxes 0 and 1 have the small and the large calendar, the last one a daily series, the others are those of schedules. */
    static final int MAILBOXES = SCHEDULES + 3;

    private static final int DAILY = MAILBOXES - 1;
    /** What a client shows of a week. */
    private static final String SHOWN = "subject,start,end,location,isAllDay,isCancelled,showAs,sensitivity,categories,"
            + "organizer,type,seriesMasterId";

    private static final int MEETINGS = 300;
    private static final int WRITERS = 8;
    private static final LocalDateTime MEETING = LocalDateTime.of(2030, 1, 7, 9, 0);

    private final Mailbox mailbox;
    private final AtomicLong created = new AtomicLong();

    CalendarRequests(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    static String address(int number) {
        return "bench" + number + "@contoso.example";
    }

    private static String path(int number, String rest) {
        return "/users/" + address(number) + rest;
    }

    void fill() throws IOException, InterruptedException {
        fill(0, SMALL);
        fill(1, LARGE);
        for (int i = 2; i < DAILY; i++) {
            fill(i, CalendarSeries.WEEKLY);
        }
        try (Wire wire = new Wire(mailbox.server().port())) {
            mailbox.expect(wire, "POST", path(DAILY, "/events"), CalendarSeries.daily(), 201);
        }
    }

    private void fill(int number, int series) throws IOException, InterruptedException {
        List<CalendarSeries> all = CalendarSeries.of(series);
        try (var writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                running.add(writers.submit(() -> {
                    try (Wire wire = new Wire(mailbox.server().port())) {
                        for (int at = writer; at < all.size(); at += WRITERS) {
                            mailbox.expect(
                                    wire,
                                    "POST",
                                    path(number, "/events"),
                                    all.get(at).json(),
                                    201);
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("The calendar of " + address(number) + " was not filled", e.getCause());
        }
    }

    /** Meetings of another mailbox to which the first one is invited, as events in the first one. */
    List<String> invitations() throws IOException {
        try (Wire wire = new Wire(mailbox.server().port())) {
            for (int i = 0; i < MEETINGS; i++) {
                ObjectNode meeting = CalendarSeries.event("Meeting " + i, MEETING.plusHours(i));
                meeting.putArray("attendees")
                        .addObject()
                        .put("type", "required")
                        .putObject("emailAddress")
                        .put("address", address(0));
                mailbox.expect(wire, "POST", path(2, "/events"), Json.text(meeting), 201);
            }
            long end = System.nanoTime() + 60_000_000_000L;
            var ids = new ArrayList<String>();
            while (ids.size() < MEETINGS) {
                if (System.nanoTime() > end) {
                    throw new IOException("Only " + ids.size() + " invitations have arrived");
                }
                ids.clear();
                String window =
                        "startDateTime=" + MEETING.minusDays(1) + ":00Z&endDateTime=" + MEETING.plusDays(30) + ":00Z";
                Wire.Answer answer = mailbox.expect(
                        wire, "GET", path(0, "/calendarView?" + window + "&$top=1000&$select=id,isOrganizer"), "", 200);
                for (JsonNode one : Json.parse(answer.content()).path("value")) {
                    if (!one.path("isOrganizer").booleanValue(true)) {
                        ids.add(one.path("id").asString(""));
                    }
                }
            }
            return ids;
        }
    }

    BenchmarkOperation create(int number) {
        return new BenchmarkOperation("create", 0, 201, false, random -> {
            ObjectNode event = CalendarSeries.event("Event " + created.incrementAndGet(), later(random));
            return mailbox.request("POST", path(number, "/events"), Json.text(event));
        });
    }

    /** A time of a working day outside the measured weeks. */
    static LocalDateTime later(RandomGenerator random) {
        return LocalDateTime.of(2040, 1, 1, 8, 0).plusDays(random.nextInt(1000)).plusMinutes(15L * random.nextInt(36));
    }

    BenchmarkOperation week(int number) {
        byte[] request = view(number, CalendarSeries.WEEK.plusWeeks(1), "");
        return new BenchmarkOperation("view of a week", 0.5, 200, false, _ -> request);
    }

    BenchmarkOperation selectedWeek(int number) {
        byte[] request = view(number, CalendarSeries.WEEK.plusWeeks(1), "&$select=" + SHOWN);
        return new BenchmarkOperation("selected view of a week", 0.5, 200, false, _ -> request);
    }

    /** The first page of the longest window of a series without end, which has 1,825 occurrences in it. */
    BenchmarkOperation longest() {
        byte[] request = view(DAILY, CalendarSeries.WEEK.plusDays(1825), "");
        return new BenchmarkOperation("page of five years", 0, 200, false, _ -> request);
    }

    private byte[] view(int number, LocalDate end, String more) {
        return mailbox.request(
                "GET",
                path(
                        number,
                        "/calendarView?startDateTime=" + CalendarSeries.WEEK + "T00:00:00Z&endDateTime=" + end
                                + "T00:00:00Z&$top=" + CalendarSeries.WEEKLY + more),
                "");
    }

    /** Checks that a view shows what is measured. */
    int events(int number) throws IOException {
        try (Wire wire = new Wire(mailbox.server().port())) {
            return Json.parse(wire.call(week(number).maker().request(new SplittableRandom()))
                            .content())
                    .path("value")
                    .size();
        }
    }

    /** One after the other, because callers that answer the same invitation at the same time would get conflicts. */
    BenchmarkOperation accept(List<String> invitations) {
        var next = new AtomicInteger();
        return new BenchmarkOperation(
                "accept",
                0,
                202,
                true,
                _ -> mailbox.request(
                        "POST",
                        path(0, "/events/" + invitations.get(next.getAndIncrement() % invitations.size()) + "/accept"),
                        "{\"sendResponse\":true}"));
    }

    BenchmarkOperation schedule() {
        ObjectNode body = Json.object();
        var schedules = body.putArray("schedules");
        for (int i = 0; i < SCHEDULES; i++) {
            schedules.add(address(i + 2));
        }
        body.putObject("startTime")
                .put("dateTime", CalendarSeries.WEEK + "T00:00:00")
                .put("timeZone", "UTC");
        body.putObject("endTime")
                .put("dateTime", CalendarSeries.WEEK.plusWeeks(1) + "T00:00:00")
                .put("timeZone", "UTC");
        body.put("availabilityViewInterval", 30);
        byte[] request = mailbox.request("POST", path(2, "/calendar/getSchedule"), Json.text(body));
        return new BenchmarkOperation("getSchedule of " + SCHEDULES, 0, 200, false, _ -> request);
    }
}
