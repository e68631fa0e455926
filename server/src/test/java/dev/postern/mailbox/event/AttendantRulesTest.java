package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Address;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What meeting messages do to a calendar, in whatever order they arrive. */
class AttendantRulesTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final Set<String> ANNA = Set.of("anna@contoso.example", "anna.alias@contoso.example");
    private static final Set<String> OLGA = Set.of("olga@contoso.example");
    private static final MeetingMails MAILS =
            new MeetingMails(new Address("Olga", "olga@contoso.example"), OLGA, _ -> false);

    private static ObjectNode json(String text) {
        return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    }

    private static ObjectNode time(int hour) {
        return json("{'start':{'dateTime':'2026-12-01T1" + hour
                + ":00:00.0000000','timeZone':'UTC'},'end':{'dateTime':'2026-12-01T1" + hour
                + ":30:00.0000000','timeZone':'UTC'}}");
    }

    private static ObjectNode attendees(String... names) {
        var list = new ArrayList<String>();
        for (String name : names) {
            list.add(
                    "{'type':'required','status':{'response':'none','time':'0001-01-01T00:00:00Z'},'emailAddress':{'name':'"
                            + name + "','address':'" + name + "@contoso.example'}}");
        }
        return json("{'attendees':[" + String.join(",", list) + "]}");
    }

    private static ObjectNode event() {
        ObjectNode event = json("{'iCalUId':'u','subject':'s0','showAs':'busy','isAllDay':false,'stamp':'" + NOW
                + "','body':{'contentType':'text','content':'b'}}");
        return event.setAll(time(0)).setAll(attendees("anna", "bert"));
    }

    private static CalendarPlan plan(MeetingNotice notice, Set<String> author, @Nullable ObjectNode copy) {
        return new AttendantRules(notice, json("{'contentType':'text','content':'b'}"), author, ANNA, Set.of())
                .plan(copy == null ? null : Meeting.single(copy));
    }

    private static @Nullable ObjectNode applied(MeetingNotice notice, @Nullable ObjectNode copy) {
        CalendarPlan plan = plan(notice, OLGA, copy);
        return plan.create() != null ? plan.create() : copy == null ? null : Meeting.changed(copy, plan.patch());
    }

    /** The notices to Anna about these changes, in their order; the last state is in {@code last}. */
    private static List<MeetingNotice> notices(List<ObjectNode> changes) {
        var notices = new ArrayList<MeetingNotice>();
        ObjectNode event = event();
        MAILS.created(Meeting.single(event)).forEach(mail -> notices.add(mail.notice()));
        for (ObjectNode change : changes) {
            Meeting before = Meeting.single(event);
            Meeting.single(event).revise(change, NOW);
            Meeting after = before.after(change);
            MAILS.changed(before, change, after).stream()
                    .filter(mail -> mail.recipients().contains("anna@contoso.example"))
                    .forEach(mail -> notices.add(mail.notice()));
            event = after.event();
        }
        return notices;
    }

    @Test
    void theLastVersionCountsInWhateverOrderMessagesArrive() {
        List<MeetingNotice> notices = notices(List.of(
                json("{'subject':'s1'}"), time(1), json("{'subject':'s2'}"), time(2), json("{'subject':'s3'}")));
        assertEquals(6, notices.size());
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            var order = new ArrayList<>(notices);
            Collections.shuffle(order, random);
            ObjectNode copy = null;
            for (MeetingNotice notice : order) {
                copy = applied(notice, copy);
            }
            assertEquals("s3", copy == null ? "" : copy.path("subject").stringValue(""));
            assertEquals(time(2).path("start"), copy == null ? null : copy.path("start"));
        }
    }

    @Test
    void anOlderInvitationDoesNotUndoACancellation() {
        List<MeetingNotice> notices = notices(List.of(json("{'subject':'s1'}"), attendees("bert")));
        assertEquals(MeetingStep.CANCEL, notices.getLast().step());
        ObjectNode copy = applied(notices.get(0), null);
        copy = applied(notices.get(2), copy);
        copy = applied(notices.get(1), copy);
        assertTrue(copy != null && copy.path("isCancelled").booleanValue(false));
        assertNull(applied(notices.get(2), null), "a cancellation creates nothing");
    }

    @Test
    void onlyTheOrganizerInvites() {
        MeetingNotice notice = notices(List.of()).getFirst();
        assertTrue(plan(notice, Set.of("bert@contoso.example"), null).isNone());
        assertFalse(plan(notice, OLGA, null).isNone());
        ObjectNode copy = applied(notice, null);
        if (copy != null) {
            copy.set("organizer", new Address("Bert", "bert@contoso.example").recipient());
        }
        assertTrue(plan(notice, OLGA, copy).isNone(), "a meeting with the same UID and another organizer");
        ObjectNode own = event().put("isOrganizer", true);
        assertTrue(plan(notice, OLGA, own).isNone());
    }

    private static MeetingNotice reply(Instant stamp, int sequence, String address, String response) {
        return new MeetingNotice(
                MeetingStep.REPLY,
                "u",
                sequence,
                stamp,
                null,
                null,
                new Address("Olga", "olga@contoso.example"),
                json("{}"),
                Map.of(),
                List.of(),
                new MeetingReply(new Address(null, address), response, null));
    }

    @Test
    void theLatestAnswerToThisVersionCounts() {
        ObjectNode event = event().put("sequence", 2);
        Set<String> bert = Set.of("bert@contoso.example");
        ObjectNode accepted = plan(reply(NOW, 2, "bert@contoso.example", "accepted"), bert, event)
                .patch();
        assertEquals("accepted", accepted.at("/attendees/1/status/response").stringValue(""));
        ObjectNode after = Meeting.changed(event, accepted);
        assertTrue(plan(reply(NOW.minusMillis(1), 2, "bert@contoso.example", "declined"), bert, after)
                .isNone());
        assertFalse(plan(reply(NOW.plusMillis(1), 2, "bert@contoso.example", "declined"), bert, after)
                .isNone());
        assertTrue(plan(reply(NOW, 1, "bert@contoso.example", "accepted"), bert, event)
                .isNone());
        assertTrue(plan(reply(NOW, 2, "bert@contoso.example", "accepted"), Set.of("x@y.example"), event)
                .isNone());
        assertTrue(plan(reply(NOW, 2, "x@y.example", "accepted"), Set.of("x@y.example"), event)
                .isNone());
    }

    @Test
    void aChangeOfAnOccurrenceDoesNotUndoALaterCancellationOfTheSeries() {
        ObjectNode event = event();
        event.set(
                "recurrence",
                json("{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered','startDate':'2026-12-01',"
                        + "'numberOfOccurrences':5,'recurrenceTimeZone':'UTC'}}"));
        LocalDate date = LocalDate.parse("2026-12-03");
        Meeting series = Meeting.single(event);
        MeetingNotice invitation = MAILS.created(series).getFirst().notice();
        Meeting occurrence = series.occurrence(date);
        ObjectNode change = json("{'subject':'moved','start':{'dateTime':'2026-12-03T18:00:00.0000000',"
                + "'timeZone':'UTC'},'end':{'dateTime':'2026-12-03T19:00:00.0000000','timeZone':'UTC'}}");
        occurrence.revise(change, NOW);
        MeetingNotice moved = MAILS.changed(occurrence, change, occurrence.after(change))
                .getFirst()
                .notice();
        Meeting changed = new Meeting(event, null, null, Map.of(date, change), List.of());
        MeetingNotice cancelled = MAILS.cancelled(changed, NOW, null).getFirst().notice();
        assertTrue(moved.sequence() > cancelled.sequence() && moved.stamp().isBefore(cancelled.stamp()));

        ObjectNode copy = plan(invitation, OLGA, null).create();
        assertNotNull(copy);
        assertFalse(plan(moved, OLGA, copy).occurrences().isEmpty());
        ObjectNode after = Meeting.changed(copy, plan(cancelled, OLGA, copy).patch());
        assertTrue(after.path("isCancelled").booleanValue(false));
        assertTrue(plan(moved, OLGA, after).isNone(), "the cancellation of the series is later");
    }
}
