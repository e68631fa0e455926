package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Random changes of two calendars. After each, views of every kind are the same as those of a server that keeps nothing of what it shows. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway") // the engine is set before each test
class RandomViewsTest extends MeetingScenario {
    private static final int STEPS = Integer.getInteger("views.steps", 60);
    private static final long SEED = Long.getLong("views.seed", 20_261_127);
    private static final LocalDate FIRST = LocalDate.parse("2026-12-07");
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Pacific Standard Time", "Asia/Kathmandu", "Australia/Lord_Howe");
    private static final List<String> PEOPLE = List.of("olga", "anna");

    private final Random random = new Random(SEED);
    private final List<String> log = new ArrayList<>();
    private Client without;
    private int same;

    @Test
    void viewsShowWhatTheyShowWithoutACache() {
        without = graph.keepingNothing(calendar);
        long most = 0;
        for (int step = 0; step < STEPS; step++) {
            step();
            graph.deliver();
            graph.now.updateAndGet(now -> now.plus(Duration.ofMillis(random.nextInt(600))));
            for (int i = 0; i < 3; i++) {
                compare();
            }
            most = Math.max(most, graph.shownEvents.size());
        }
        assertTrue(most > 20_000, "kept " + most);
        assertTrue(same > STEPS, "successful views " + same);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void compare() {
        LocalDate from = FIRST.plusDays(random.nextInt(10) - 3L);
        int days = any(List.of(1, 7, 7, 7, 14, 40));
        String address = user(any(PEOPLE)) + any(List.of("/calendarView", "/calendar/calendarView", "/calendarView"))
                + "?startDateTime=" + from + "T00:00:00Z&endDateTime=" + from.plusDays(days) + "T00:00:00Z"
                + any(List.of("", "", "", "&$select=subject,start,end", "&$select=subject,body", "&$select=id"))
                + any(List.of("&$top=5", "&$top=50", "&$top=50", "&$top=3&$skip=2"))
                + any(List.of("", "", "&$count=true"))
                + any(List.of(
                                "",
                                "",
                                "",
                                "",
                                "&$orderby=subject",
                                "&$filter=importance eq 'normal'",
                                "&$expand=attachments"))
                        .replace(" ", "%20");
        Map<String, String> headers = new HashMap<>();
        headers.put("Accept", "application/json;odata.metadata=" + any(List.of("minimal", "minimal", "none", "full")));
        headers.put(
                "Prefer",
                "outlook.timezone=\"" + any(ZONES) + "\""
                        + any(List.of("", "", ", IdType=\"ImmutableId\""))
                        + any(List.of("", "", ", outlook.body-content-type=\"text\"", ", outlook.allow-unsafe-html")));
        for (int i = 0; i < 2; i++) {
            Answer with = calendar.send("GET", address, "", headers);
            Answer plain = without.send("GET", address, "", headers);
            String what = address + " " + headers + ", seed " + SEED + ", after\n" + String.join("\n", log);
            assertEquals(plain.text(), with.text(), what);
            assertEquals(plain.status(), with.status(), what);
            assertEquals(plain.contentType(), with.contentType(), what);
            assertEquals(plain.header("Preference-Applied"), with.header("Preference-Applied"), what);
            same += with.status() == 200 ? 1 : 0;
        }
    }

    private String occurrence(String name) {
        List<JsonNode> all = view(name);
        return all.isEmpty() ? "none" : any(all).path("id").asString();
    }

    private void send(String method, String address, String body) {
        Answer answer = calendar.send(method, address, body.replace('\'', '"'), Map.of());
        log.add(answer.status() + " " + method + " " + address + " " + body);
        assertTrue(answer.status() < 500, answer::toString);
    }

    private String times() {
        LocalDate day = FIRST.plusDays(random.nextInt(12));
        int hour = 8 + random.nextInt(9);
        String zone = any(ZONES);
        return "'start':{'dateTime':'" + day + "T%02d:00:00','timeZone':'%s'}".formatted(hour, zone)
                + ",'end':{'dateTime':'" + day + "T%02d:30:00','timeZone':'%s'}".formatted(hour, zone);
    }

    private String change() {
        int number = random.nextInt(1000);
        return any(List.of(
                "'subject':'S" + number + "'",
                "'body':{'contentType':'html','content':'<p onclick=1>B" + number + "</p>'}",
                "'body':{'contentType':'text','content':'T" + number + "'}",
                "'categories':['c" + number + "']",
                "'showAs':'oof','importance':'high'",
                "'sensitivity':'private'",
                "'isReminderOn':true,'reminderMinutesBeforeStart':" + number,
                "'location':{'displayName':'L" + number + "'}",
                times()));
    }

    private void step() {
        String name = any(PEOPLE);
        String events = user(name) + "/events";
        String one = events + "/" + occurrence(name);
        switch (random.nextInt(16)) {
            case 0, 1 -> send("POST", events, "{" + times() + "," + change() + "}");
            case 2, 3 ->
                send(
                        "POST",
                        events,
                        "{'subject':'Daily'," + times()
                                + ",'recurrence':{'pattern':{'type':'daily','interval':" + (1 + random.nextInt(3))
                                + "},'range':{'type':'numbered','startDate':'2026-12-01','numberOfOccurrences':20}}}");
            case 4 ->
                send("POST", events, "{'subject':'Met'," + times() + "," + attendees("olga", "anna", "bert") + "}");
            case 5, 6, 7, 8 -> send("PATCH", one, "{" + change() + "}");
            case 9 -> send("PATCH", master(name), "{" + change() + "}");
            case 10 -> send("DELETE", one, "");
            case 11 ->
                send(
                        "POST",
                        one + "/attachments",
                        "{'@odata.type':'#microsoft.graph.fileAttachment','name':'a.txt','contentBytes':'YQ=='}");
            case 12 ->
                send(
                        "POST",
                        one + "/" + any(List.of("accept", "decline", "tentativelyAccept")),
                        "{'sendResponse':true}");
            case 13 -> send("POST", one + "/dismissReminder", "");
            case 14 ->
                send(
                        "POST",
                        user(name) + "/calendar/calendarPermissions",
                        "{'emailAddress':{'address':'bert@contoso.example'},'role':'"
                                + any(List.of("read", "write", "freeBusyRead")) + "'}");
            default -> {
                String address = name + random.nextInt(1000) + "@contoso.example";
                graph.address(name, address);
                log.add(name + " is " + address);
            }
        }
    }

    private String master(String name) {
        List<JsonNode> all = events(name);
        return user(name) + "/events/"
                + (all.isEmpty() ? "none" : any(all).path("id").asString());
    }
}
