package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.delivery.ResourceResponder;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.event.CalendarProcessing;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.mailbox.event.ProcessingSetting;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every setting of calendar processing changes what a mailbox does: each case compares it with the default. Today is 23 November 2026. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ProcessingSettingsTest {
    /** Values without an effect are refused, see CalendarCmdletsTest. */
    private static final Set<String> REFUSED = Set.of("RemoveOldMeetingMessages", "EnforceCapacity");

    /** These change more than the answer. */
    private static final Set<String> MOVES = Set.of(
            "ResourceDelegates ForwardRequestsToDelegates",
            "DeleteAttachments",
            "DeleteNonCalendarItems",
            "AddNewRequestsTentatively",
            "RemoveCanceledMeetings",
            "RemoveForwardedMeetingNotifications");

    private static CalendarProcessing asks(CalendarProcessing settings) {
        return settings.with("AllBookInPolicy", false).with("AllRequestInPolicy", true);
    }

    private static final String HOUR = "2026-11-24T09:00:00 2026-11-24T10:00:00";
    private static final String DAYS = "2026-11-24T09:00:00 2026-11-26T09:00:00";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;
    private Client mail;
    private User ada;
    private User bob;
    private int mailboxes;
    private final Map<String, String> usualDecisions = new TreeMap<>();

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        client = graph.client("Calendars.ReadWrite");
        mail = graph.client("Mail.ReadWrite", "Mail.Send");
        ada = graph.user("ada", "Ada");
        bob = graph.user("bob", "Bob");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private interface Case {
        void run();
    }

    private Map<String, Case> cases() {
        Map<String, Case> cases = new TreeMap<>();
        cases.put("AutomateProcessing", () -> {
            assertDecisions("accepted", "none", settings -> settings.with("AutomateProcessing", "None"), HOUR);
            assertDecisions("accepted", "none", settings -> settings.with("AutomateProcessing", "AutoUpdate"), HOUR);
        });
        cases.put("AllowConflicts", this::conflicts);
        cases.put(
                "AllBookInPolicy",
                () -> assertDecisions(
                        "accepted", "declined", settings -> settings.with("AllBookInPolicy", false), HOUR));
        cases.put(
                "AllRequestInPolicy",
                () -> assertDecisions("accepted", "tentativelyAccepted", ProcessingSettingsTest::asks, HOUR));
        cases.put(
                "AllRequestOutOfPolicy",
                () -> assertDecisions(
                        "declined",
                        "tentativelyAccepted",
                        settings -> settings.with("AllRequestOutOfPolicy", true),
                        DAYS));
        cases.put("BookInPolicy", () -> assertList("BookInPolicy", "accepted", HOUR));
        cases.put("RequestInPolicy", () -> assertList("RequestInPolicy", "tentativelyAccepted", HOUR));
        cases.put("RequestOutOfPolicy", () -> assertList("RequestOutOfPolicy", "tentativelyAccepted", DAYS));
        cases.put("ResourceDelegates ForwardRequestsToDelegates", this::delegates);
        cases.put(
                "AllowRecurringMeetings",
                () -> assertSeries(
                        "accepted", "declined", settings -> settings.with("AllowRecurringMeetings", false), 2));
        cases.put(
                "BookingType",
                () -> assertDecisions(
                        "accepted", "declined", settings -> settings.with("BookingType", "Reserved"), HOUR));
        cases.put(
                "BookingWindowInDays",
                () -> assertDecisions(
                        "accepted", "declined", settings -> settings.with("BookingWindowInDays", 0), HOUR));
        cases.put(
                "EnforceSchedulingHorizon",
                () -> assertSeries(
                        "declined", "accepted", settings -> settings.with("EnforceSchedulingHorizon", false), 400));
        cases.put(
                "MaximumDurationInMinutes",
                () -> assertDecisions(
                        "accepted", "declined", settings -> settings.with("MaximumDurationInMinutes", 30), HOUR));
        cases.put("ConflictPercentageAllowed MaximumConflictInstances", this::conflictsOfSeries);
        cases.put(
                "ScheduleOnlyDuringWorkHours",
                () -> assertDecisions(
                        "accepted",
                        "declined",
                        settings -> settings.with("ScheduleOnlyDuringWorkHours", true),
                        "2026-11-24T20:00:00 2026-11-24T21:00:00"));
        cases.put(
                "AddOrganizerToSubject",
                () -> assertKept("/subject", "Ada", "", settings -> settings.with("AddOrganizerToSubject", false)));
        cases.put(
                "DeleteSubject",
                () -> assertKept("/subject", "Ada", "Ada Planning", settings -> settings.with("DeleteSubject", false)));
        cases.put(
                "DeleteComments",
                () -> assertKept("/bodyPreview", "", "Secret", settings -> settings.with("DeleteComments", false)));
        cases.put(
                "RemovePrivateProperty",
                () -> assertKept(
                        "/sensitivity",
                        "normal",
                        "private",
                        settings -> settings.with("RemovePrivateProperty", false)));
        cases.put("DeleteAttachments", this::attachments);
        cases.put("DeleteNonCalendarItems", this::otherMail);
        cases.put("AddNewRequestsTentatively", this::newRequests);
        cases.put("TentativePendingApproval", this::pending);
        cases.put("EnableResponseDetails OrganizerInfo AddAdditionalResponse AdditionalResponse", this::texts);
        cases.put("ProcessExternalMeetingMessages", this::fromOutside);
        cases.put("RemoveCanceledMeetings", this::cancelled);
        cases.put("RemoveForwardedMeetingNotifications", this::notifications);
        return cases;
    }

    @Test
    void everySettingActsOrIsRefused() {
        Set<String> all = new TreeSet<>(REFUSED);
        Map<String, Case> cases = cases();
        cases.keySet().forEach(names -> all.addAll(List.of(names.split(" ", -1))));
        assertEquals(ProcessingSetting.ALL.stream().map(ProcessingSetting::name).collect(Collectors.toSet()), all);
        // decisions depend on no engine
        cases.entrySet().stream()
                .filter(one -> engine == Engine.SQLITE || MOVES.contains(one.getKey()))
                .forEach(one -> one.getValue().run());
    }

    /** The reminder of a new event, unless the caller gives one; null is the default, also in a change. */
    @Test
    void newEventsHaveTheRemindersOfTheMailbox() {
        User person = mailbox(RecipientType.USER_MAILBOX, UnaryOperator.identity());
        assertEquals("true 15", reminder(create(person, "")));
        new MailboxSettings(opened(person))
                .change(before -> before.with(before.calendar().withReminders(false, 45)));

        assertEquals("false 45", reminder(create(person, "")));
        assertEquals("true 45", reminder(create(person, ",'isReminderOn':true")));
        assertEquals("false 0", reminder(create(person, ",'reminderMinutesBeforeStart':0")));
        assertEquals("false 45", reminder(create(person, ",'isReminderOn':null,'reminderMinutesBeforeStart':null")));
        Answer other = create(person, ",'isReminderOn':true,'reminderMinutesBeforeStart':5");
        assertEquals("true 5", reminder(other));
        String address = path(person) + "/events/" + other.id();
        assertEquals("true 5", reminder(client.patch(address, "{'subject':'x'}")));
        assertEquals("true 45", reminder(client.patch(address, "{'reminderMinutesBeforeStart':null}")));
        assertEquals("true 15", reminder(create(ada, "")));
    }

    private Answer create(User owner, String more) {
        return client.post(
                path(owner) + "/events",
                ("{'start':{'dateTime':'2026-11-24T09:00:00','timeZone':'UTC'},"
                        + "'end':{'dateTime':'2026-11-24T10:00:00','timeZone':'UTC'}" + more + "}"));
    }

    private static String reminder(Answer event) {
        return event.json().path("isReminderOn").asString("") + " "
                + event.json().path("reminderMinutesBeforeStart").asString("");
    }

    private User mailbox(RecipientType type, UnaryOperator<CalendarProcessing> settings) {
        mailboxes++;
        User owner = graph.mailbox(type, "box" + mailboxes, "Box " + mailboxes);
        assertEquals(200, client.get(path(owner) + "/calendar").status());
        new CalendarSettings(opened(owner)).process(type == RecipientType.ROOM_MAILBOX, settings);
        return owner;
    }

    private Mailbox opened(User owner) {
        return graph.mailboxes().open(Objects.requireNonNull(owner.mailbox()));
    }

    private User room(UnaryOperator<CalendarProcessing> settings) {
        return mailbox(RecipientType.ROOM_MAILBOX, settings);
    }

    private User room() {
        return room(UnaryOperator.identity());
    }

    private static String path(User user) {
        return "/v1.0/users/" + user.userPrincipalName();
    }

    private String invite(User organizer, User room, String times, String more) {
        String[] time = times.split(" ", -1);
        graph.now.set(graph.now.get().plusSeconds(1));
        Answer answer = client.post(
                path(organizer) + "/events",
                ("{'subject':'Planning','sensitivity':'private','body':{'contentType':'text','content':'Secret'},"
                                + "'start':{'dateTime':'%s','timeZone':'UTC'},'end':{'dateTime':'%s','timeZone':'UTC'},"
                                + "'attendees':[{'type':'resource','emailAddress':{'address':'%s'}}]%s}")
                        .formatted(time[0], time[1], room.userPrincipalName(), more));
        assertEquals(201, answer.status(), answer.text());
        graph.deliver();
        return answer.id();
    }

    private String decision(User organizer, User room, String times, String more) {
        String event = invite(organizer, room, times, more);
        return client.get(path(organizer) + "/events/" + event)
                .json()
                .at("/attendees/0/status/response")
                .asString("");
    }

    private void assertDecisions(
            String usual, String changed, UnaryOperator<CalendarProcessing> settings, String times) {
        assertEquals(usual, usualDecisions.computeIfAbsent(times, _ -> decision(ada, room(), times, "")));
        assertEquals(changed, decision(ada, room(settings), times, ""));
    }

    private static String daily(int count) {
        return ",'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered','startDate':'2026-11-24',"
            + "'numberOfOccurrences':" + count + "}}";
    }

    private void assertSeries(String usual, String changed, UnaryOperator<CalendarProcessing> settings, int count) {
        assertEquals(usual, decision(ada, room(), HOUR, daily(count)));
        assertEquals(changed, decision(ada, room(settings), HOUR, daily(count)));
    }

    private void assertList(String list, String decision, String times) {
        UnaryOperator<CalendarProcessing> settings = before -> before.with("AllBookInPolicy", false)
                .with(list, List.of(ada.id().toString()));
        assertEquals(decision, decision(ada, room(settings), times, ""));
        assertEquals("declined", decision(bob, room(settings), times, ""));
    }

    private void assertKept(String pointer, String usual, String changed, UnaryOperator<CalendarProcessing> settings) {
        assertEquals(usual, kept(room(), pointer));
        assertEquals(changed, kept(room(settings), pointer));
    }

    private String kept(User room, String pointer) {
        invite(ada, room, HOUR, "");
        return events(room).getFirst().at(pointer).asString("missing");
    }

    private List<JsonNode> events(User owner) {
        return client.get(path(owner) + "/events")
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    private List<JsonNode> messages(User owner, String folder) {
        return mail.get(path(owner) + "/mailFolders/" + folder + "/messages?$orderby=receivedDateTime desc&$top=1000")
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    private List<String> subjects(User owner, String folder) {
        return messages(owner, folder).stream()
                .map(message -> message.path("subject").asString(""))
                .toList();
    }

    private void conflicts() {
        User usual = room();
        User lenient = room(settings -> settings.with("AllowConflicts", true));
        for (User room : List.of(usual, lenient)) {
            assertEquals("accepted", decision(ada, room, HOUR, ""));
            assertEquals(room.equals(usual) ? "declined" : "accepted", decision(bob, room, HOUR, ""));
        }
    }

    private void conflictsOfSeries() {
        UnaryOperator<CalendarProcessing> both =
                settings -> settings.with("ConflictPercentageAllowed", 50).with("MaximumConflictInstances", 1);
        List<UnaryOperator<CalendarProcessing>> tooLittle = List.of(
                UnaryOperator.identity(),
                settings -> settings.with("ConflictPercentageAllowed", 50),
                settings -> settings.with("MaximumConflictInstances", 1));
        User room = room(both);
        assertEquals("accepted", decision(ada, room, HOUR, ""));
        assertEquals("accepted", decision(bob, room, HOUR, daily(2)));
        for (UnaryOperator<CalendarProcessing> settings : tooLittle) {
            User strict = room(settings);
            assertEquals("accepted", decision(ada, strict, HOUR, ""));
            assertEquals("declined", decision(bob, strict, HOUR, daily(2)));
        }
    }

    /** A request that waits is forwarded to the delegates; it changes only the calendar of the room, in which one of them accepts it. */
    private void delegates() {
        User delegate = graph.user("delegate" + ++mailboxes, "Delegate");
        List<String> delegates = List.of(delegate.id().toString());
        invite(ada, room(settings -> settings.with("ResourceDelegates", delegates)), HOUR, "");
        invite(
                ada,
                room(settings ->
                        asks(settings).with("ResourceDelegates", delegates).with("ForwardRequestsToDelegates", false)),
                HOUR,
                "");
        invite(ada, room(ProcessingSettingsTest::asks), HOUR, "");
        assertEquals(List.of(), messages(delegate, "inbox"));
        User room = room(settings -> asks(settings)
                .with("ResourceDelegates", List.of(delegates.getFirst(), "00000000-0000-4000-8000-000000000000")));

        String event = invite(ada, room, HOUR, "");

        JsonNode request = messages(delegate, "inbox").getFirst();
        assertEquals("Planning", request.path("subject").asString(""));
        assertEquals(
                "#microsoft.graph.eventMessageRequest",
                request.path("@odata.type").asString(""));
        assertEquals(
                room.userPrincipalName(),
                request.at("/from/emailAddress/address").asString(""));
        String id = request.path("id").asString("");
        JsonNode whole = mail.get(path(delegate) + "/messages/" + id).json();
        assertTrue(whole.path("isDelegated").asBoolean(false));
        assertTrue(whole.at("/body/content").asString("").contains("waits for your approval"), whole.toString());
        assertTrue(whole.at("/body/content").asString("").contains("Secret"), whole.toString());
        assertEquals(List.of(), events(delegate));
        assertEquals(
                202,
                client.post(
                                path(room) + "/events/"
                                        + events(room).getFirst().path("id").asString("") + "/accept",
                                "{}")
                        .status());
        graph.deliver();
        assertEquals(
                "accepted",
                client.get(path(ada) + "/events/" + event)
                        .json()
                        .at("/attendees/0/status/response")
                        .asString(""));
    }

    private void otherMail() {
        User usual = room();
        User keeps = room(settings -> settings.with("DeleteNonCalendarItems", false));
        User manual = room(settings -> settings.with("AutomateProcessing", "AutoUpdate"));
        User person =
                mailbox(RecipientType.SHARED_MAILBOX, settings -> settings.with("AutomateProcessing", "AutoAccept"));
        List<User> all = List.of(usual, keeps, manual, person);
        String to = String.join(
                ",",
                all.stream()
                        .map(one -> "{'emailAddress':{'address':'%s'}}".formatted(one.userPrincipalName()))
                        .toList());
        assertEquals(
                202,
                mail.post(path(ada) + "/sendMail", "{'message':{'subject':'Lunch','toRecipients':[" + to + "]}}")
                        .status());
        graph.deliver();
        for (User one : all) {
            assertEquals(one.equals(usual) ? List.of() : List.of("Lunch"), subjects(one, "inbox"));
            assertEquals(one.equals(usual) ? List.of("Lunch") : List.of(), subjects(one, "deleteditems"));
        }
        invite(ada, usual, HOUR, "");
        assertEquals(List.of("Planning"), subjects(usual, "inbox"));
    }

    /** The message keeps them. */
    private void attachments() {
        for (boolean delete : List.of(true, false)) {
            User room = room(settings -> settings.with("DeleteAttachments", delete));
            invite(
                    ada,
                    room,
                    HOUR,
                    ",'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'plan','contentBytes':'AAAA'}]");
            assertEquals(!delete, events(room).getFirst().path("hasAttachments").asBoolean(delete));
            assertTrue(messages(room, "inbox").getFirst().path("hasAttachments").asBoolean(false));
        }
    }

    private void newRequests() {
        User person = mailbox(RecipientType.USER_MAILBOX, UnaryOperator.identity());
        String known = invite(ada, person, HOUR, "");
        new CalendarSettings(opened(person))
                .process(false, settings -> settings.with("AddNewRequestsTentatively", false));

        invite(bob, person, HOUR, "");
        client.patch(path(ada) + "/events/" + known, "{'subject':'Moved'}");
        graph.deliver();

        assertEquals(
                List.of("Moved"),
                events(person).stream()
                        .map(event -> event.path("subject").asString(""))
                        .toList());
        assertEquals(3, messages(person, "inbox").size());
    }

    private void pending() {
        for (boolean tentative : List.of(true, false)) {
            User room = room(settings -> asks(settings).with("TentativePendingApproval", tentative));
            assertEquals("tentativelyAccepted", decision(ada, room, HOUR, ""));
            assertEquals(
                    tentative ? "tentative" : "free",
                    events(room).getFirst().path("showAs").asString(""));
        }
    }

    private void texts() {
        assertEquals("Your request was accepted.", reply(UnaryOperator.identity(), HOUR));
        assertEquals(
                "Your request was accepted.",
                reply(settings -> settings.with("AdditionalResponse", "Call 1234."), HOUR));
        assertEquals(
                "Your request was accepted. Call 1234.",
                reply(
                        settings -> settings.with("AdditionalResponse", "Call 1234.")
                                .with("AddAdditionalResponse", true),
                        HOUR));
        assertEquals(
                "Your request was declined. It cannot be booked for more than 1440 minutes.",
                reply(UnaryOperator.identity(), DAYS));
        assertEquals(
                "Your request was declined.", reply(settings -> settings.with("EnableResponseDetails", false), DAYS));
        for (boolean info : List.of(true, false)) {
            User room = room(settings -> settings.with("OrganizerInfo", info));
            invite(ada, room, HOUR, "");
            invite(bob, room, HOUR, "");
            assertEquals(info, latest(bob).contains("Ada"), latest(bob));
        }
    }

    private String reply(UnaryOperator<CalendarProcessing> settings, String times) {
        invite(ada, room(settings), times, "");
        return latest(ada);
    }

    private String latest(User organizer) {
        return messages(organizer, "inbox")
                .getFirst()
                .path("bodyPreview")
                .asString("")
                .replaceAll("\\s+", " ");
    }

    private void fromOutside() {
        var responder = new ResourceResponder();
        for (boolean process : List.of(true, false)) {
            User room = room(settings -> settings.with("ProcessExternalMeetingMessages", process));
            assertEquals(process, responder.attendance(room, opened(room), null).updates());
            assertTrue(responder.attendance(room, opened(room), ada).updates());
        }
        User person = mailbox(RecipientType.USER_MAILBOX, UnaryOperator.identity());
        assertTrue(responder.attendance(person, opened(person), null).updates());
    }

    private void cancelled() {
        for (boolean remove : List.of(true, false)) {
            User person =
                    mailbox(RecipientType.USER_MAILBOX, settings -> settings.with("RemoveCanceledMeetings", remove));
            String single = invite(ada, person, HOUR, "");
            String series = invite(ada, person, "2026-11-24T12:00:00 2026-11-24T13:00:00", daily(2));
            JsonNode first = client.get(path(ada) + "/events/" + series
                            + "/instances?startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-25T00:00:00Z")
                    .json()
                    .at("/value/0/id");
            for (String event : List.of(single, first.asString(""))) {
                assertEquals(
                        202,
                        client.post(path(ada) + "/events/" + event + "/cancel", "{}")
                                .status());
            }
            graph.deliver();
            List<String> seen = client.get(path(person)
                            + "/calendarView?startDateTime=2026-11-24T00:00:00Z&endDateTime=2026-11-26T00:00:00Z")
                    .json()
                    .path("value")
                    .valueStream()
                    .map(event -> event.path("subject").asString(""))
                    .toList();
            assertEquals(
                    remove ? List.of("Planning") : List.of("Canceled: Planning", "Canceled: Planning", "Planning"),
                    seen);
        }
    }

    private void notifications() {
        for (boolean remove : List.of(true, false)) {
            User organizer = mailbox(
                    RecipientType.USER_MAILBOX,
                    settings -> settings.with("RemoveForwardedMeetingNotifications", remove));
            User attendee = mailbox(RecipientType.USER_MAILBOX, UnaryOperator.identity());
            invite(organizer, attendee, HOUR, "");
            String copy = events(attendee).getFirst().path("id").asString("");
            assertEquals(
                    202,
                    client.post(
                                    path(attendee) + "/events/" + copy + "/forward",
                                    "{'toRecipients':[{'emailAddress':{'address':'bob@contoso.example'}}]}")
                            .status());
            graph.deliver();
            String subject = "Meeting Forward Notification: Planning";
            assertEquals(remove ? List.of() : List.of(subject), subjects(organizer, "inbox"));
            assertEquals(remove ? List.of(subject) : List.of(), subjects(organizer, "deleteditems"));
            assertEquals(2, events(organizer).getFirst().path("attendees").size());
        }
    }
}
