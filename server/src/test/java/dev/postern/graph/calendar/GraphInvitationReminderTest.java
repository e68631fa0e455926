package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The reminder of an invitation from elsewhere, the number of events in a view, and texts about limits of events. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphInvitationReminderTest extends MeetingScenario {
    private void invite(String... alarm) {
        String mime = String.join(
                "\r\n",
                "From: olga@contoso.example",
                "To: anna@contoso.example, bert@contoso.example",
                "Subject: From elsewhere",
                "MIME-Version: 1.0",
                "Content-Type: text/calendar; method=REQUEST; charset=utf-8",
                "",
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//x//y//EN",
                "METHOD:REQUEST",
                "BEGIN:VEVENT",
                "UID:reminder-1",
                "DTSTAMP:20261101T080000Z",
                "DTSTART:20261201T090000Z",
                "DTEND:20261201T100000Z",
                "SUMMARY:From elsewhere",
                "ORGANIZER:mailto:olga@contoso.example",
                "ATTENDEE:mailto:anna@contoso.example",
                "ATTENDEE:mailto:bert@contoso.example",
                String.join("\r\n", alarm),
                "END:VEVENT",
                "END:VCALENDAR",
                "");
        Answer sent = mail.send(
                "POST",
                user("olga") + "/sendMail",
                Base64.getEncoder()
                        .encodeToString(mime.replace("\r\n\r\nEND:VEVENT", "\r\nEND:VEVENT")
                                .getBytes(StandardCharsets.UTF_8)),
                Map.of("Content-Type", "text/plain"));
        expect(202, sent);
        deliver();
    }

    private void reminders(String name, boolean on, int minutes) {
        expect(200, calendar.get(user(name) + "/events"));
        new MailboxSettings(graph.mailboxes()
                        .open(Objects.requireNonNull(
                                Objects.requireNonNull(graph.snapshot().byPrincipalName(name + "@contoso.example"))
                                        .mailbox())))
                .change(state -> state.with(state.calendar().withReminders(on, minutes)));
    }

    @Test
    void withoutAnAlarmEachRecipientGetsItsOwnDefault() {
        reminders("anna", true, 45);
        reminders("bert", false, 15);
        invite();
        assertEquals(45, only("anna").path("reminderMinutesBeforeStart").intValue(0));
        assertTrue(only("anna").path("isReminderOn").booleanValue(false));
        assertEquals(false, only("bert").path("isReminderOn").booleanValue(true));
    }

    @Test
    void anAlarmOfTheInvitationIsKept() {
        reminders("anna", true, 45);
        reminders("bert", false, 15);
        invite("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "DESCRIPTION:x", "END:VALARM");
        assertEquals(5, only("anna").path("reminderMinutesBeforeStart").intValue(0));
        assertTrue(only("bert").path("isReminderOn").booleanValue(false));
    }

    @Test
    void aViewIsCounted() {
        String window = "?startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-05T00:00:00Z";
        create(
                "olga",
                "'subject':'Daily','start':{'dateTime':'2026-12-01T09:00:00','timeZone':'UTC'}",
                "'end':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'}",
                "'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'noEnd','startDate':'2026-12-01'}}");
        create(
                "olga",
                "'subject':'Once','start':{'dateTime':'2026-12-02T09:00:00','timeZone':'UTC'}",
                "'end':{'dateTime':'2026-12-02T10:00:00','timeZone':'UTC'}");
        for (String calendars : new String[] {
            "",
            "/calendar",
            "/calendars/" + calendar.get(user("olga") + "/calendar").id()
        }) {
            assertEquals(
                    "5",
                    expect(200, calendar.get(user("olga") + calendars + "/calendarView/$count" + window))
                            .text());
        }
        String one = expect(
                        200,
                        calendar.get(user("olga") + "/calendarView/$count" + window + "&$filter=subject eq 'Once'"))
                .text();
        assertEquals("1", one);
        expect(400, calendar.get(user("olga") + "/calendarView/$count"));
        expect(400, calendar.get(user("olga") + "/calendarView/$count" + window + "&$top=1"));
        expect(403, mail.get(user("olga") + "/calendarView/$count" + window));
    }

    @Test
    void limitsOfEventsSpeakOfItems() {
        StringBuilder categories = new StringBuilder("'categories':[");
        for (int i = 0; i <= 1000; i++) {
            categories.append(i == 0 ? "'c" : ",'c").append(i).append('\'');
        }
        Answer refused = calendar.post(
                user("olga") + "/events",
                "{'subject':'x','start':{'dateTime':'2026-12-02T09:00:00','timeZone':'UTC'},"
                        + "'end':{'dateTime':'2026-12-02T10:00:00','timeZone':'UTC'}," + categories + "]}");
        assertEquals(400, refused.status());
        assertEquals("An item can have at most 1000 categories.", refused.message());
        JsonNode all = calendar.get(user("olga") + "/events").json().path("value");
        assertEquals(0, all.size());
    }
}
