package dev.postern.receive;

import static dev.postern.receive.ReceivingFixture.STRANGER;
import static dev.postern.receive.ReceivingFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.RecipientType;
import dev.postern.mailbox.MeetingMessageType;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Meetings and conversations of other hosts. */
class ReceivedMeetingTest {
    private static final String OLGA = "olga@elsewhere.example";
    private static final String BOB = "bob@contoso.example";

    private static byte[] meeting(String from, String method, String... lines) {
        return bytes("From: " + from + "\nTo: bob@contoso.example\nSubject: Meeting\nMIME-Version: 1.0\n"
                + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlease come.\n"
                + "--b\nContent-Type: text/calendar; method=" + method + "; charset=utf-8\n\n"
                + "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Fabrikam//EN\nMETHOD:" + method + "\nBEGIN:VEVENT\n"
                + "UID:abc@elsewhere.example\nSUMMARY:Meeting\n" + String.join("\n", lines)
                + "\nEND:VEVENT\nEND:VCALENDAR\n--b--\n");
    }

    private static byte[] request(String attendee) {
        return meeting(
                OLGA,
                "REQUEST",
                "DTSTAMP:20261123T000000Z",
                "SEQUENCE:0",
                "DTSTART:20261201T090000Z",
                "DTEND:20261201T100000Z",
                "ORGANIZER:mailto:" + OLGA,
                "ATTENDEE;RSVP=TRUE:mailto:" + attendee);
    }

    private static long events(ReceivingFixture fixture, String address) {
        return fixture.mail.database.read(sql -> sql.number(
                "select count(*) from event where mailbox_id = ?",
                fixture.open(address).id().value()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anInvitationOfAnotherOrganizationIsInTheCalendar(Engine engine) {
        try (var fixture = new ReceivingFixture(Databases.open(engine))) {
            fixture.person("bob");
            fixture.send(STRANGER, OLGA, List.of(BOB), request(BOB));
            var message = fixture.inbox(BOB).getFirst();
            assertEquals(MeetingMessageType.REQUEST, message.message().summary().meeting());
            assertEquals(1, events(fixture, BOB));
            assertTrue(fixture.mime(BOB).contains("BEGIN:VCALENDAR"));
            fixture.send(
                    STRANGER,
                    OLGA,
                    List.of(BOB),
                    bytes("From: " + OLGA + "\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nnonsense\n"));
            assertEquals(2, fixture.inbox(BOB).size());
            assertEquals(1, events(fixture, BOB));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRoomDoesNotTakeAStrangerForAMember(Engine engine) {
        try (var fixture = new ReceivingFixture(Databases.open(engine))) {
            fixture.person("olga");
            fixture.person(fixture.contoso, "room", RecipientType.ROOM_MAILBOX);
            String room = "room@contoso.example";
            byte[] forged = new String(request(room), StandardCharsets.UTF_8)
                    .replace(OLGA, "olga@contoso.example")
                    .getBytes(StandardCharsets.UTF_8);
            fixture.send(STRANGER, OLGA, List.of(room), forged);
            while (fixture.mail.core().delivery().deliverDue() > 0) {
                fixture.mail.pass(Duration.ofSeconds(1));
            }
            // rooms do not process meetings of strangers unless they are told to
            assertEquals(0, events(fixture, room));
            assertEquals(0, fixture.inbox("olga@contoso.example").size());
            new CalendarSettings(fixture.open(room))
                    .process(true, settings -> settings.with("ProcessExternalMeetingMessages", true));
            fixture.send(STRANGER, OLGA, List.of(room), forged);
            assertEquals(1, events(fixture, room));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void answersThatCannotBeSentDoNotPreventTheDelivery(Engine engine) {
        try (var fixture = new ReceivingFixture(Databases.open(engine))) {
            fixture.person("bob");
            byte[] odd = new String(request(BOB), StandardCharsets.UTF_8)
                    .replace("ORGANIZER:mailto:" + OLGA, "ORGANIZER:mailto:no address")
                    .getBytes(StandardCharsets.UTF_8);
            assertTrue(
                    fixture.send(STRANGER, OLGA, List.of(BOB), odd).getFirst().startsWith("250"));
            assertEquals(1, fixture.inbox(BOB).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void answersJoinTheConversation(Engine engine) {
        try (var fixture = new ReceivingFixture(Databases.open(engine))) {
            fixture.person("bob");
            fixture.send(STRANGER, OLGA, List.of(BOB), bytes("Subject: a\nMessage-ID: <1@elsewhere.example>\n\nx\n"));
            fixture.send(STRANGER, OLGA, List.of(BOB), bytes("""
                Subject: RE: a
                Message-ID: <2@elsewhere.example>
                References: <1@elsewhere.example>

                x
                """));
            fixture.send(STRANGER, OLGA, List.of(BOB), bytes("""
                Subject: RE: a
                Message-ID: <3@elsewhere.example>
                In-Reply-To: <2@elsewhere.example>

                x
                """));
            fixture.send(STRANGER, OLGA, List.of(BOB), bytes("Subject: b\nMessage-ID: <4@elsewhere.example>\n\nx\n"));
            var conversations = new ArrayList<String>();
            fixture.inbox(BOB)
                    .forEach(item -> conversations.add(item.message().summary().conversationId()));
            assertEquals(4, conversations.size());
            assertEquals(2, conversations.stream().distinct().count());
        }
    }
}
