package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Random changes, answers and cancellations of several mailboxes, compared with a naive model after each step. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway") // the steps ask only for what the model contains
class RandomMeetingsTest extends MeetingScenario {
    private static final int STEPS = 400;
    private static final List<String> PEOPLE = List.of("olga", "anna", "bert", "carl");
    private static final LocalDate FIRST = LocalDate.parse("2026-12-07");
    private static final String VIEW =
            "/calendarView?startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-31T00:00:00Z&$top=1000"
                    + "&$select=id,uid,subject,start,isCancelled,responseStatus,isOrganizer,attendees,seriesMasterId";

    private final Random random = new Random(20_261_127);
    private final MeetingModel model = new MeetingModel();
    private final List<String> uids = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    @Test
    void allCopiesAreAsTheModelSays() {
        graph.user("carl", "Carl");
        for (int step = 0; step < STEPS; step++) {
            step();
            // the directory is confirmed only once, so the clock must not move far
            deliver(Duration.ofMillis(random.nextInt(600)));
            for (String name : PEOPLE) {
                assertEquals(
                        String.join("\n", model.calendar(name, uids)),
                        String.join("\n", actual(name)),
                        () -> name + " after\n" + String.join("\n", log));
            }
        }
    }

    private Map<String, JsonNode> byKey(String name) {
        var all = new LinkedHashMap<String, JsonNode>();
        for (JsonNode one : expect(200, calendar.get(user(name) + VIEW)).json().path("value")) {
            all.put(one.path("uid").asString() + " " + number(one), one);
        }
        return all;
    }

    private static int number(JsonNode one) {
        LocalDate date = LocalDate.parse(one.at("/start/dateTime").asString().substring(0, 10));
        return (int) (ChronoUnit.DAYS.between(FIRST, date) / 7);
    }

    private List<String> actual(String name) {
        var all = new ArrayList<String>();
        byKey(name).forEach((key, one) -> {
            int hour = LocalDateTime.parse(one.at("/start/dateTime").asString()).getHour();
            String what;
            if (one.path("isOrganizer").booleanValue(true)) {
                what = one.path("attendees")
                        .valueStream()
                        .map(attendee ->
                                attendee.at("/emailAddress/address").asString().split("@", 2)[0] + "="
                                        + attendee.at("/status/response").asString())
                        .sorted()
                        .collect(Collectors.joining(", ", "[", "]"));
            } else {
                boolean cancelled = one.path("isCancelled").booleanValue(false);
                what = cancelled ? "-" : one.at("/responseStatus/response").asString();
            }
            all.add(key + " " + hour + " " + one.path("subject").asString() + " "
                    + one.path("isCancelled").booleanValue(false) + " " + what);
        });
        all.sort(null);
        return all;
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private List<String> someOf(String but) {
        return PEOPLE.stream()
                .filter(one -> !one.equals(but) && random.nextInt(3) > 0)
                .collect(Collectors.toList());
    }

    private static String time(int hour) {
        return "'start':{'dateTime':'" + FIRST + "T" + String.format("%02d", hour)
                + ":00:00','timeZone':'UTC'},'end':{'dateTime':'" + FIRST + "T" + String.format("%02d", hour)
                + ":30:00','timeZone':'UTC'}";
    }

    private void step() {
        List<Integer> existing = new ArrayList<>();
        for (int i = 0; i < model.meetings.size(); i++) {
            if (model.meetings.get(i).exists) {
                existing.add(i);
            }
        }
        int what = random.nextInt(12);
        if (existing.size() < 3 || (what == 0 && existing.size() < 8)) {
            create();
            return;
        }
        int m = any(existing);
        MeetingModel.Meeting meeting = model.meetings.get(m);
        switch (what) {
            case 1, 2 -> {
                String subject = "s" + log.size();
                change(m, "rename " + subject, "'subject':'" + subject + "'");
                meeting.rename(subject);
            }
            case 3 -> {
                int hour = (meeting.hour + 1) % 20;
                change(m, "move", time(hour));
                meeting.move(hour);
            }
            case 4, 5 -> {
                List<String> list = someOf(meeting.organizer);
                change(m, "attendees " + list, attendees(list.toArray(String[]::new)));
                meeting.attendees(list);
            }
            case 6 -> occurrence(m);
            case 7 -> {
                if (random.nextInt(3) == 0) {
                    log.add(m + " delete");
                    expect(204, calendar.delete(user(meeting.organizer) + "/events/" + own(m)));
                    meeting.delete();
                }
            }
            default -> attendee(m);
        }
    }

    private void create() {
        String organizer = any(PEOPLE);
        boolean series = random.nextBoolean();
        int hour = random.nextInt(20);
        List<String> list = someOf(organizer);
        String subject = "s" + log.size();
        log.add(uids.size() + " create by " + organizer + (series ? " series " : " ") + list);
        String recurrence = series
                ? ",'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},'range':{'type':'numbered','startDate':'"
                        + FIRST + "','numberOfOccurrences':4}}"
                : "";
        JsonNode created = expect(
                        201,
                        calendar.post(
                                user(organizer) + "/events",
                                "{'subject':'" + subject + "'," + time(hour) + recurrence + ","
                                        + attendees(list.toArray(String[]::new)) + "}"))
                .json();
        uids.add(created.path("uid").asString());
        model.meetings.add(new MeetingModel.Meeting(organizer, series, subject, hour, list));
    }

    /** The id of the whole event in the calendar of its organizer. */
    private String own(int m) {
        return whole(model.meetings.get(m).organizer, m);
    }

    private String whole(String name, int m) {
        for (JsonNode one : expect(200, calendar.get(user(name) + "/events?$top=1000&$select=id,uid"))
                .json()
                .path("value")) {
            if (one.path("uid").asString().equals(uids.get(m))) {
                return one.path("id").asString();
            }
        }
        throw new AssertionError(name + " has no event " + m);
    }

    private void change(int m, String what, String patch) {
        log.add(m + " " + what);
        expect(200, calendar.patch(user(model.meetings.get(m).organizer) + "/events/" + own(m), "{" + patch + "}"));
    }

    private void occurrence(int m) {
        MeetingModel.Meeting meeting = model.meetings.get(m);
        if (!meeting.series || meeting.own.size() < 2) {
            return;
        }
        int i = any(List.copyOf(meeting.own.keySet()));
        JsonNode one = byKey(meeting.organizer).get(uids.get(m) + " " + i);
        String path = user(meeting.organizer) + "/events/" + one.path("id").asString();
        if (random.nextInt(3) == 0) {
            log.add(m + " delete occurrence " + i);
            expect(204, calendar.delete(path));
            meeting.deleteOccurrence(i);
        } else {
            String subject = "o" + log.size();
            log.add(m + " rename occurrence " + i + " " + subject);
            expect(200, calendar.patch(path, "{'subject':'" + subject + "'}"));
            meeting.renameOccurrence(i, subject);
        }
    }

    private void attendee(int m) {
        MeetingModel.Meeting meeting = model.meetings.get(m);
        List<String> able = meeting.answers.keySet().stream()
                .filter(one -> meeting.copies.containsKey(one) && !meeting.copies.get(one).cancelled)
                .toList();
        if (able.isEmpty()) {
            return;
        }
        String name = any(able);
        MeetingModel.Copy copy = meeting.copies.get(name);
        String action = any(List.of("accept", "accept", "tentativelyAccept", "decline"));
        String answer =
                action.equals("accept") ? "accepted" : action.equals("decline") ? "declined" : "tentativelyAccepted";
        List<Integer> open = copy.occurrences.entrySet().stream()
                .filter(one -> !one.getValue().cancelled)
                .map(Map.Entry::getKey)
                .toList();
        boolean single = meeting.series && (!copy.isWhole || random.nextBoolean());
        if (single && open.isEmpty()) {
            return;
        }
        if (single) {
            int i = any(open);
            log.add(m + " " + name + " " + action + " occurrence " + i);
            JsonNode one = byKey(name).get(uids.get(m) + " " + i);
            expect(202, calendar.post(user(name) + "/events/" + one.path("id").asString() + "/" + action, ""));
            meeting.answerOccurrence(name, i, answer);
        } else if (random.nextInt(8) == 0) {
            log.add(m + " " + name + " deletes the own copy");
            expect(204, calendar.delete(user(name) + "/events/" + whole(name, m)));
            meeting.copies.remove(name);
        } else {
            log.add(m + " " + name + " " + action);
            expect(202, calendar.post(user(name) + "/events/" + whole(name, m) + "/" + action, ""));
            meeting.answer(name, answer);
        }
    }
}
