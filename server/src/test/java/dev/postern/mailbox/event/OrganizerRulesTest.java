package dev.postern.mailbox.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.MailFixture;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Answers to a series and to its occurrences, in whatever order they arrive. */
class OrganizerRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final LocalDate DATE = LocalDate.parse("2026-12-08");
    private static final Set<String> BERT = Set.of("bert@contoso.example");

    private static Meeting series() {
        ObjectNode event = MailFixture.json("{'iCalUId':'u','subject':'s',"
                + "'start':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'UTC'},"
                + "'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'UTC'},"
                + "'attendees':[{'type':'required','status':{'response':'none','time':'0001-01-01T00:00:00Z'},"
                + "'emailAddress':{'name':'Bert','address':'bert@contoso.example'}}]}");
        return new Meeting(event, null, null, Map.of(), List.of());
    }

    private static CalendarPlan plan(Meeting series, Instant stamp, @Nullable LocalDate date, String response) {
        var notice = new MeetingNotice(
                MeetingStep.REPLY,
                "u",
                0,
                stamp,
                date,
                null,
                new Address("Olga", "olga@contoso.example"),
                MailFixture.json("{}"),
                Map.of(),
                List.of(),
                new MeetingReply(new Address(null, "bert@contoso.example"), response, null));
        return new OrganizerRules(notice, BERT, Set.of("olga@contoso.example"), Set.of()).reply(series);
    }

    private static Meeting applied(Meeting series, CalendarPlan plan) {
        var exceptions = new HashMap<>(series.exceptions());
        plan.occurrences().forEach((date, change) -> exceptions.merge(date, change, Meeting::changed));
        return new Meeting(Meeting.changed(series.event(), plan.patch()), null, null, exceptions, List.of());
    }

    private static String answer(ObjectNode properties) {
        return properties.at("/attendees/0/status/response").stringValue("");
    }

    private static String answerTo(Meeting series) {
        return answer(Objects.requireNonNull(series.exceptions().get(DATE)));
    }

    @Test
    void anAnswerToAnOccurrenceCountsAlsoAfterALaterOneToItsSeries() {
        Meeting accepted = applied(series(), plan(series(), NOW.plusMillis(5), null, "accepted"));
        assertEquals("accepted", answer(accepted.event()));
        Meeting declined = applied(accepted, plan(accepted, NOW, DATE, "declined"));
        assertEquals("accepted", answer(declined.event()));
        assertEquals("declined", answerTo(declined));
        Meeting ordered = applied(series(), plan(series(), NOW, DATE, "declined"));
        ordered = applied(ordered, plan(ordered, NOW.plusMillis(5), null, "accepted"));
        assertEquals("accepted", answer(ordered.event()));
        assertEquals("declined", answerTo(ordered));
    }

    @Test
    void anOlderAnswerToTheSameOccurrenceDoesNotCount() {
        Meeting declined = applied(series(), plan(series(), NOW, DATE, "declined"));
        assertTrue(plan(declined, NOW.minusMillis(1), DATE, "accepted").isNone());
        Meeting accepted = applied(declined, plan(declined, NOW.plusMillis(1), DATE, "accepted"));
        assertEquals("accepted", answerTo(accepted));
        Meeting changed =
                new Meeting(series().event().put("sequence", 1), null, null, series().exceptions(), List.of());
        assertTrue(plan(changed, NOW, DATE, "declined").isNone(), "an answer to an earlier version");
    }
}
