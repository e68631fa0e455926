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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Random changes, answers and cancellations of several mailboxes, compared with a naive model after each step. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway") // the steps ask only for what the model contains
class RandomMeetingsTest extends MeetingScenario {
    private static final int STEPS = Integer.getInteger("meetings.steps", 100);
    private static final long SEED = Long.getLong("meetings.seed", 20_261_127);
    private static final List<String> PEOPLE = List.of("olga", "anna", "bert", "carl");
    private static final LocalDate FIRST = LocalDate.parse("2026-12-07");
    private static final String VIEW =
            "/calendarView?startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-31T00:00:00Z&$top=1000"
                + "&$select=id,uid,subject,start,isCancelled,responseStatus,isOrganizer,attendees,hideAttendees,seriesMasterId";

    private final Random random = new Random(SEED);
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
                        () -> name + ", seed " + SEED + ", after\n" + String.join("\n", log));
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
            String what = one.path("attendees")
                    .valueStream()
                    .map(RandomMeetingsTest::attendee)
                    .sorted()
                    .collect(Collectors.joining(", "));
            if (one.path("isOrganizer").booleanValue(true)) {
                what = "[" + what + "]";
            } else if (one.path("isCancelled").booleanValue(false)) {
                what = "-";
            } else {
                boolean alone = one.path("hideAttendees").booleanValue(false);
                String own = Stream.of(what.split(", ", -1))
                        .filter(entry -> alone || entry.startsWith(name + "="))
                        .collect(Collectors.joining(", "));
                what = one.at("/responseStatus/response").asString() + " " + own + (alone ? " alone" : "");
            }
            all.add(key + " " + hour + " " + one.path("subject").asString() + " "
                    + one.path("isCancelled").booleanValue(false) + " " + what);
        });
        all.sort(null);
        return all;
    }

    private static String attendee(JsonNode one) {
        String proposed = one.at("/proposedNewTime/start/dateTime").asString("");
        return one.at("/emailAddress/address").asString().split("@", 2)[0] + "="
                + one.at("/status/response").asString()
                + (proposed.isEmpty() ? "" : "@" + LocalDateTime.parse(proposed).getHour());
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
        return time(0, hour);
    }

    private static String time(int week, int hour) {
        String start = FIRST.plusWeeks(week) + "T" + String.format("%02d", hour);
        return "'start':{'dateTime':'" + start + ":00:00','timeZone':'UTC'},'end':{'dateTime':'" + start
                + ":30:00','timeZone':'UTC'}";
    }

    private void step() {
        List<Integer> existing = new ArrayList<>();
        for (int i = 0; i < model.meetings.size(); i++) {
            if (model.meetings.get(i).exists) {
                existing.add(i);
            }
        }
        int what = random.nextInt(14);
        if (existing.size() < 3 || (what == 0 && existing.size() < 8)) {
            create();
            return;
        }
        int m = any(existing);
        ModelledMeeting meeting = model.meetings.get(m);
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
            case 8 -> forward(m);
            default -> attendee(m);
        }
    }

    private void create() {
        String organizer = any(PEOPLE);
        boolean series = random.nextBoolean();
        boolean hidden = random.nextInt(4) == 0;
        int hour = random.nextInt(20);
        List<String> list = someOf(organizer);
        String subject = "s" + log.size();
        log.add(uids.size() + " create by " + organizer + (series ? " series " : " ") + (hidden ? "hidden " : "")
                + list);
        String recurrence = series
                ? ",'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},'range':{'type':'numbered','startDate':'"
                        + FIRST + "','numberOfOccurrences':4}}"
                : "";
        JsonNode created = expect(
                        201,
                        calendar.post(
                                user(organizer) + "/events",
                                "{'subject':'" + subject + "'," + time(hour) + recurrence + ","
                                        + (hidden ? "'hideAttendees':true," : "")
                                        + attendees(list.toArray(String[]::new)) + "}"))
                .json();
        uids.add(created.path("uid").asString());
        model.meetings.add(new ModelledMeeting(organizer, series, hidden, subject, hour, list));
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
        ModelledMeeting meeting = model.meetings.get(m);
        if (!meeting.series || meeting.own.size() < 2) {
            return;
        }
        int i = any(List.copyOf(meeting.own.keySet()));
        JsonNode one = byKey(meeting.organizer).get(uids.get(m) + " " + i);
        String path = user(meeting.organizer) + "/events/" + one.path("id").asString();
        switch (random.nextInt(4)) {
            case 0 -> {
                log.add(m + " delete occurrence " + i);
                expect(204, calendar.delete(path));
                meeting.deleteOccurrence(i);
            }
            case 1 -> {
                int hour = (meeting.hour + random.nextInt(1, 4)) % 23;
                if (Integer.valueOf(hour).equals(meeting.own.get(i).hour)) {
                    return;
                }
                change(path, m + " move occurrence " + i + " to " + hour, time(i, hour));
                meeting.moveOccurrence(i, hour);
            }
            case 2 -> {
                List<String> strangers = strangers(meeting);
                if (!strangers.isEmpty()) {
                    String guest = any(strangers);
                    var list = new ArrayList<>(meeting.invited(i));
                    list.add(guest);
                    change(path, m + " invite " + guest + " to " + i, attendees(list.toArray(String[]::new)));
                    meeting.addGuest(i, guest);
                }
            }
            default -> {
                String subject = "o" + log.size();
                change(path, m + " rename occurrence " + i + " " + subject, "'subject':'" + subject + "'");
                meeting.renameOccurrence(i, subject);
            }
        }
    }

    private void change(String path, String what, String patch) {
        log.add(what);
        expect(200, calendar.patch(path, "{" + patch + "}"));
    }

    /** Those who have nothing of a meeting. */
    private static List<String> strangers(ModelledMeeting meeting) {
        return PEOPLE.stream()
                .filter(one -> !one.equals(meeting.organizer)
                        && !meeting.answers.containsKey(one)
                        && !meeting.copies.containsKey(one)
                        && meeting.own.values().stream().noneMatch(occurrence -> occurrence.guests.contains(one)))
                .toList();
    }

    /** By the organizer, or by an attendee who sees all of it. */
    private void forward(int m) {
        ModelledMeeting meeting = model.meetings.get(m);
        List<String> strangers = strangers(meeting);
        List<String> able = Stream.concat(
                        Stream.of(meeting.organizer),
                        meeting.answers.keySet().stream().filter(meeting::hasEverything))
                .toList();
        if (!strangers.isEmpty()) {
            String by = any(able);
            String to = any(strangers);
            log.add(m + " " + by + " forwards to " + to);
            String body = "{'toRecipients':[{'emailAddress':{'address':'" + to + "@contoso.example'}}]}";
            expect(202, calendar.post(user(by) + "/events/" + whole(by, m) + "/forward", body));
            meeting.join(to);
        }
    }

    private void attendee(int m) {
        ModelledMeeting meeting = model.meetings.get(m);
        List<String> able = PEOPLE.stream()
                .filter(one -> meeting.answers.containsKey(one)
                        || meeting.own.values().stream().anyMatch(occurrence -> occurrence.guests.contains(one)))
                .filter(one -> meeting.copies.containsKey(one) && !meeting.copies.get(one).cancelled)
                .toList();
        if (able.isEmpty()) {
            return;
        }
        String name = any(able);
        ModelledMeeting.Copy copy = meeting.copies.get(name);
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
        int hour = random.nextInt(20);
        boolean proposes = !action.equals("accept") && (single || !meeting.series) && random.nextInt(3) == 0;
        String body = proposes ? "{'proposedNewTime':{" + time(hour) + "}}" : "";
        String proposed = proposes ? "@" + hour : "";
        if (single) {
            int i = any(open);
            log.add(m + " " + name + " " + action + proposed + " occurrence " + i);
            JsonNode one = byKey(name).get(uids.get(m) + " " + i);
            expect(202, calendar.post(user(name) + "/events/" + one.path("id").asString() + "/" + action, body));
            meeting.answerOccurrence(name, i, answer, proposed);
        } else if (random.nextInt(8) == 0) {
            log.add(m + " " + name + " deletes the own copy");
            expect(204, calendar.delete(user(name) + "/events/" + whole(name, m)));
            meeting.copies.remove(name);
        } else {
            log.add(m + " " + name + " " + action + proposed);
            expect(202, calendar.post(user(name) + "/events/" + whole(name, m) + "/" + action, body));
            meeting.answer(name, answer, proposed);
        }
    }
}
