package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Address;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which attendee gets which message about a change of a meeting. */
class MeetingMailsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final MeetingMails MAILS = new MeetingMails(
            new Address("Olga", "olga@contoso.example"),
            Set.of("olga@contoso.example"),
            "team@contoso.example"::equals);

    private static ObjectNode json(String text) {
        return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    }

    private static String attendees(String names) {
        return names.isEmpty()
                ? "[]"
                : List.of(names.split(" ")).stream()
                        .map(name -> {
                            boolean optional = name.endsWith("?");
                            String plain = optional ? name.substring(0, name.length() - 1) : name;
                            return "{'type':'" + (optional ? "optional" : "required")
                                    + "','status':{'response':'accepted','time':'2026-11-20T08:00:00Z'},'emailAddress':{'name':'"
                                    + plain + "','address':'" + plain + "@contoso.example'}}";
                        })
                        .collect(Collectors.joining(",", "[", "]"));
    }

    private static ObjectNode event(String names) {
        return json("{'iCalUId':'u1','sequence':2,'stamp':'2026-11-20T00:00:00Z','subject':'Plan','showAs':'busy',"
                + "'start':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'UTC'},"
                + "'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'UTC'},"
                + "'body':{'contentType':'html','content':'<p>x</p>'},'attendees':" + attendees(names) + "}");
    }

    /** {@code newMeetingRequest:to|cc} and so on, in their order. */
    private static String told(List<MeetingMail> mails) {
        return mails.stream()
                .map(mail -> {
                    JsonNode shown = mail.message().at("/meeting/shown");
                    String what = mail.notice().step() == MeetingStep.CANCEL
                            ? "cancel"
                            : shown.path("meetingRequestType").stringValue("");
                    return what + ":" + names(mail, "toRecipients") + "/" + names(mail, "ccRecipients");
                })
                .collect(Collectors.joining(" "));
    }

    private static String names(MeetingMail mail, String list) {
        return mail.message()
                .path(list)
                .valueStream()
                .map(one -> one.at("/emailAddress/name").stringValue(""))
                .collect(Collectors.joining("+"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        # attendees before; after; change                          ; who is told what
        anna bert      ; anna bert     ; {'subject':'Other'}        ; informationalUpdate:anna+bert/
        anna bert?     ; anna bert?    ; {'location':{}}            ; informationalUpdate:anna/bert
        anna bert      ; anna bert     ; {'start':{}}               ; fullUpdate:anna+bert/
        anna           ; anna          ; {'recurrence':{}}          ; fullUpdate:anna/
        anna           ; anna          ; {'isAllDay':true}          ; fullUpdate:anna/
        anna           ; anna          ; {'showAs':'free'}          ; informationalUpdate:anna/
        anna           ; anna          ; {'sensitivity':'private'}  ; informationalUpdate:anna/
        anna           ; anna          ; {'categories':['a']}       ; ''
        anna           ; anna          ; {'isReminderOn':false}     ; ''
        anna           ; anna          ; {'extensions':[]}          ; ''
        anna           ; anna carl     ; {'attendees':[]}           ; newMeetingRequest:carl/
        anna bert      ; anna          ; {'attendees':[]}           ; cancel:bert/
        anna bert      ; anna carl?    ; {'attendees':[]}           ; cancel:bert/ newMeetingRequest:/carl
        anna bert      ; bert carl     ; {'attendees':[],'end':{}}  ; cancel:anna/ newMeetingRequest:carl/ fullUpdate:bert/
        anna team      ; anna          ; {'attendees':[]}           ; cancel:team/ informationalUpdate:anna/
        anna           ; anna team     ; {'attendees':[]}           ; newMeetingRequest:team/
        olga anna      ; olga anna     ; {'body':{}}                ; informationalUpdate:anna/
        ''             ; anna          ; {'attendees':[]}           ; newMeetingRequest:anna/
        anna           ; ''            ; {'attendees':[]}           ; cancel:anna/
        ''             ; ''            ; {'subject':'x'}            ; ''
        """)
    void tellsAboutAChange(String before, String after, String change, String told) {
        List<MeetingMail> mails =
                MAILS.changed(Meeting.single(event(before)), json(change), Meeting.single(event(after)));
        assertEquals(told, told(mails));
    }

    @Test
    void tellsEveryAttendeeOfANewMeetingAndNotTheOrganizer() {
        List<MeetingMail> mails = MAILS.created(Meeting.single(event("anna olga bert?")));
        assertEquals("newMeetingRequest:anna/bert", told(mails));
        ObjectNode message = mails.getFirst().message();
        assertEquals("Plan", message.path("subject").stringValue(""));
        assertEquals("<p>x</p>", message.at("/body/content").stringValue(""));
        MeetingNotice notice = mails.getFirst().notice();
        assertEquals(3, notice.event().path("attendees").size());
        assertEquals("olga@contoso.example", notice.organizer().address());
        assertEquals(2, notice.sequence());
        assertFalse(notice.event().has("body"), "the body is that of the message");
        assertEquals("", told(MAILS.created(Meeting.single(event("olga")))));
    }

    @Test
    void hiddenAttendeesGetAMessageEachThatNamesOnlyThem() {
        ObjectNode event = event("anna bert?").put("hideAttendees", true);
        List<MeetingMail> mails = MAILS.created(Meeting.single(event));
        assertEquals("newMeetingRequest:anna/ newMeetingRequest:/bert", told(mails));
        for (MeetingMail mail : mails) {
            assertEquals(1, mail.notice().event().path("attendees").size());
            assertEquals(1, mail.recipients().size());
        }
    }

    @Test
    void anAttendeesCopyTellsNothing() {
        ObjectNode event = event("anna bert").put("isOrganizer", false);
        Meeting copy = Meeting.single(event);
        assertEquals("", told(MAILS.created(copy)));
        assertEquals("", told(MAILS.changed(copy, json("{'subject':'x'}"), copy)));
        assertEquals("", told(MAILS.cancelled(copy, NOW, null)));
    }

    @Test
    void tellsAboutTheEndOfAMeetingOrOfOneOccurrence() {
        List<MeetingMail> mails = MAILS.cancelled(Meeting.single(event("anna bert?")), NOW, "sorry");
        assertEquals("cancel:anna/bert", told(mails));
        assertEquals(
                "Canceled: Plan", mails.getFirst().message().path("subject").stringValue(""));
        assertEquals("sorry", mails.getFirst().message().at("/body/content").stringValue(""));
        ObjectNode start = json("{'dateTime':'2026-12-08T09:00:00.0000000','timeZone':'UTC'}");
        Meeting occurrence = new Meeting(event("anna"), LocalDate.parse("2026-12-08"), start, Map.of(), List.of());
        MeetingNotice one = MAILS.cancelled(occurrence, NOW, null).getFirst().notice();
        assertEquals(LocalDate.parse("2026-12-08"), one.originalDate());
        assertEquals(start, one.originalStart());
        assertTrue(one.exceptions().isEmpty());
    }

    @Test
    void significantChangesCountAndForgetTheAnswers() {
        ObjectNode before = event("anna");
        ObjectNode moved = json("{'start':{}}");
        Meeting.single(before).revise(moved, NOW);
        assertEquals(3, moved.path("sequence").intValue(0));
        assertEquals("none", moved.at("/attendees/0/status/response").stringValue(""));
        assertEquals(Meeting.NEVER, moved.at("/attendees/0/status/time").stringValue(""));
        ObjectNode renamed = json("{'subject':'x'}");
        Meeting.single(before).revise(renamed, NOW);
        assertFalse(renamed.has("sequence") || renamed.has("attendees"));
        assertEquals(NOW, Instant.parse(renamed.path("stamp").stringValue("")));
        ObjectNode reminded = json("{'isReminderOn':false}");
        Meeting.single(before).revise(reminded, NOW);
        assertFalse(reminded.has("stamp"));
        ObjectNode alone = json("{'start':{}}");
        Meeting.single(event("")).revise(alone, NOW);
        assertFalse(alone.has("sequence"), "nobody has to be told");
    }

    @Test
    void laterMessagesHaveLaterTimesAlsoIfTheClockStops() {
        ObjectNode before = event("anna").put("stamp", NOW.toString());
        ObjectNode change = json("{'subject':'x'}");
        Meeting.single(before).revise(change, NOW);
        assertTrue(Instant.parse(change.path("stamp").stringValue(""))
                .minusMillis(1)
                .isAfter(NOW));
    }

    @Test
    void readsBackWhatItStores() {
        ObjectNode start = json("{'dateTime':'2026-12-08T09:00:00.0000000','timeZone':'UTC'}");
        MeetingNotice notice = new MeetingNotice(
                MeetingStep.REPLY,
                "u",
                4,
                NOW,
                LocalDate.parse("2026-12-08"),
                start,
                new Address("O", "o@x.example"),
                json("{'subject':'s'}"),
                Map.of(LocalDate.parse("2026-12-15"), json("{'subject':'t'}")),
                List.of(LocalDate.parse("2026-12-22")),
                new MeetingReply(new Address("A", "a@x.example"), "accepted", json("{'start':{},'end':{}}")));
        assertEquals(notice, MeetingNotice.of(notice.json()));
    }
}
