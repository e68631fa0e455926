package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.workAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.delivery.FailingDatabase.Crash;
import dev.postern.delivery.FailingDatabase.Failure;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.Calendars;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Meeting;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.MeetingMails;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** A meeting message is applied exactly once, and sent if and only if its event is stored, whatever fails. */
class MeetingRecoveryTest {
    private static final MeetingMails MAILS = new MeetingMails(
            new Address("Sender", "sender@contoso.example"), Set.of("sender@contoso.example"), _ -> false);

    private static List<String> names() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            names.add("p" + i);
        }
        return names;
    }

    private static ObjectNode event(List<String> names) {
        var attendees = new StringBuilder();
        for (String name : names) {
            attendees
                    .append(attendees.isEmpty() ? "" : ",")
                    .append("{'type':'required','status':{'response':'none','time':'0001-01-01T00:00:00Z'},")
                    .append("'emailAddress':{'name':'x','address':'")
                    .append(name)
                    .append("@contoso.example'}}");
        }
        return MailFixture.json("{'iCalUId':'u1','subject':'Plan','stamp':'2026-11-23T08:00:00Z','isAllDay':false,"
                + "'start':{'dateTime':'2026-12-01T09:00:00.0000000','timeZone':'UTC'},"
                + "'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'UTC'},"
                + "'body':{'contentType':'text','content':'x'},'showAs':'busy','importance':'normal',"
                + "'sensitivity':'normal','attendees':[" + attendees + "]}");
    }

    private static Submission submission(DeliveryFixture fixture, MeetingMail mail) {
        return fixture.submission(mail.message().toString());
    }

    private static List<EventInstance> events(DeliveryFixture fixture, String name) {
        Mailbox mailbox = fixture.mail.mailboxes.open(Objects.requireNonNull(
                name.equals("sender") ? fixture.mail.mailbox : fixture.people.get(name + DeliveryFixture.DOMAIN)));
        ListQuery all = new ListQuery(
                new Calendars(mailbox).getDefault().id(), null, List.of(), 0, 10, false, Events.fields(true));
        return new Events(mailbox).list(all, _ -> {}).values();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCrashAtAnyStepAppliesEveryInvitationOnce(Engine engine) {
        for (Failure how : List.of(Failure.CRASH_BEFORE, Failure.CRASH_AFTER)) {
            try (var fixture = new DeliveryFixture(engine, names().toArray(String[]::new))) {
                MeetingMail mail = MAILS.created(Meeting.single(event(names()))).getFirst();
                fixture.node().submissions().accept(submission(fixture, mail));
                int crashes = 0;
                boolean crashed = true;
                while (crashed) {
                    Delivery node = fixture.node();
                    node.recover();
                    fixture.mail.pass(Duration.ofSeconds(6));
                    node.worker().sweep();
                    fixture.database.fail(how, crashes);
                    crashed = crashes(node);
                    crashes += crashed ? 1 : 0;
                    assertTrue(crashes < 20);
                }
                assertTrue(crashes >= 2, "every step was to be hit");
                for (String name : names()) {
                    assertEquals(1, fixture.inbox(name), name);
                    assertEquals(1, events(fixture, name).size(), name);
                    assertEquals(
                            "Plan",
                            events(fixture, name)
                                    .getFirst()
                                    .properties()
                                    .path("subject")
                                    .stringValue(""));
                }
            }
        }
    }

    private static boolean crashes(Delivery node) {
        try {
            while (node.worker().work()) {
                // until nothing is ready
            }
            return false;
        } catch (Crash e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCancellationWaitsForItsInvitation(Engine engine) {
        // to so few that one file would deliver it at once
        for (List<String> cancelled : List.of(names(), List.of("p0", "p1"))) {
            try (var fixture = new DeliveryFixture(engine, names().toArray(String[]::new))) {
                fixture.database.reportOneWriter();
                MeetingMail invitation =
                        MAILS.created(Meeting.single(event(names()))).getFirst();
                MeetingMail cancellation = MAILS.cancelled(
                                Meeting.single(event(cancelled)), fixture.mail.instant(), null)
                        .getFirst();
                Delivery stopped = fixture.node();
                Delivery other = fixture.node();
                stopped.submissions().accept(submission(fixture, invitation));
                other.submissions().accept(submission(fixture, cancellation));
                workAll(other);
                assertEquals(0, fixture.inbox("p0"));
                for (int i = 0; i < 3; i++) {
                    fixture.mail.pass(Duration.ofSeconds(6));
                    other.worker().sweep();
                    workAll(other);
                }
                for (String name : cancelled) {
                    assertEquals(2, fixture.inbox(name), name);
                    ObjectNode event = events(fixture, name).getFirst().properties();
                    assertTrue(event.path("isCancelled").booleanValue(false), name);
                }
                assertEquals(List.of(), other.queue().queued(9));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatCannotBeDeliveredDelaysLaterMessagesForALimitedTime(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, names().toArray(String[]::new))) {
            Meeting meeting = Meeting.single(event(names()));
            MeetingMail invitation = MAILS.created(meeting).getFirst();
            MeetingMail cancellation =
                    MAILS.cancelled(meeting, fixture.mail.instant(), null).getFirst();
            fixture.node().submissions().accept(submission(fixture, invitation));
            fixture.mail.pass(Duration.ofMinutes(11));
            Delivery other = fixture.node();
            other.submissions().accept(submission(fixture, cancellation));
            workAll(other);
            assertEquals(1, fixture.inbox("p0"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theEventAndItsMessagesAreStoredTogether(Engine engine) {
        for (Failure how : List.of(Failure.CRASH_BEFORE, Failure.CRASH_AFTER)) {
            try (var fixture = new DeliveryFixture(engine, "ann")) {
                ObjectNode event = event(List.of("ann"));
                MeetingMail mail = MAILS.created(Meeting.single(event)).getFirst();
                Delivery node = fixture.node();
                fixture.database.fail(how, 0);
                assertThrows(
                        Crash.class,
                        () -> node.submissions()
                                .accept(
                                        List.of(submission(fixture, mail)),
                                        sql -> new Events(fixture.mail
                                                        .mailboxes
                                                        .within(sql)
                                                        .open(fixture.mail.mailbox))
                                                .create(
                                                        new Calendars(fixture.mail
                                                                        .mailboxes
                                                                        .within(sql)
                                                                        .open(fixture.mail.mailbox))
                                                                .getDefault()
                                                                .id(),
                                                        event,
                                                        List.of()),
                                        _ -> true));
                int stored = how == Failure.CRASH_AFTER ? 1 : 0;
                assertEquals(stored, events(fixture, "sender").size());
                assertEquals(
                        stored,
                        fixture.items("sender", WellKnownFolder.SENTITEMS).size());
                Delivery other = fixture.node();
                other.recover();
                fixture.mail.pass(Duration.ofSeconds(6));
                other.deliverDue();
                assertEquals(stored, fixture.inbox("ann"));
                assertEquals(stored, events(fixture, "ann").size());
            }
        }
    }
}
