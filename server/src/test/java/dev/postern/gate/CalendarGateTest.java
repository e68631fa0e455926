package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static dev.postern.mailbox.MailFixture.newest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarPatch;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.EventChanges;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.event.MeetingStep;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.mailbox.event.StoredCalendar;
import dev.postern.mailbox.event.SyncWindow;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.sync.SyncPosition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What the capabilities for calendars do in the mailbox. */
class CalendarGateTest {
    private static final Operation READ = GateFixture.mailbox(Area.CALENDAR, Form.READ, "Calendars.ReadWrite");
    private static final Operation WRITE = GateFixture.mailbox(Area.CALENDAR, Form.WRITE, "Calendars.ReadWrite");
    private static final FolderId CALENDAR = WellKnownFolder.CALENDAR.id();
    private static final Fields WHOLE = Events.fields(true);
    private static final Instant FROM = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-12-04T00:00:00Z");
    private static final LocalDate FIRST = LocalDate.parse("2026-12-01");
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final CalendarPatch PLAIN = new CalendarPatch(null, null, false, null);

    private final GateFixture fixture = new GateFixture();
    private User anna;
    private Caller caller;
    private CalendarWriter calendars;

    @BeforeEach
    void start() {
        anna = fixture.user("anna");
        caller = fixture.caller(fixture.app("app", "Calendars.ReadWrite", "Mail.Read"));
        calendars = fixture.gate.openMailbox(caller, WRITE, anna.id().toString(), MailboxOpening.CALENDAR_WRITE);
    }

    @AfterEach
    void stop() {
        calendars.close();
        fixture.close();
    }

    private static ObjectNode event(String subject) {
        ObjectNode event = json("{}").put("subject", subject);
        event.set("start", time("09"));
        event.set("end", time("10"));
        return event;
    }

    private static ObjectNode time(String hour) {
        return json("{'timeZone':'UTC'}").put("dateTime", "2026-12-01T" + hour + ":00:00.0000000");
    }

    private static ObjectNode daily(String subject) {
        ObjectNode event = event(subject);
        event.set(
                "recurrence",
                json("{'pattern':{'type':'daily','interval':1},'range':{'type':'noEnd','startDate':'2026-12-01'}}"));
        return event;
    }

    private EventInstance create(ObjectNode event) {
        return calendars.createEvent(CALENDAR, event, List.of()).event();
    }

    private static ItemRef ref(EventInstance event) {
        return ItemRef.of(event.item().id());
    }

    private static ItemRef on(EventInstance series, LocalDate date) {
        return new ItemRef(series.item().id(), null, date);
    }

    private static String subject(EventInstance event) {
        return event.properties().path("subject").stringValue("");
    }

    private static List<String> subjects(Stream<EventInstance> events) {
        return events.map(CalendarGateTest::subject).toList();
    }

    private String subject(ItemRef event, @Nullable LocalDate date) {
        return subject(calendars.event(event, date, WHOLE));
    }

    private CalendarReader reader(Caller by) {
        return fixture.gate.openMailbox(by, READ, anna.id().toString(), MailboxOpening.CALENDAR_READ);
    }

    @Test
    void calendarsAreCreatedChangedAndRemoved() {
        assertEquals(CALENDAR, calendars.defaultCalendarId());
        assertEquals(CALENDAR, calendars.defaultCalendar().id());
        StoredCalendar one = calendars.createCalendar(null, "one", PLAIN);
        assertEquals(one, calendars.calendar(one.id()));
        assertEquals(
                List.of(CALENDAR, one.id()),
                calendars.calendars().stream().map(StoredCalendar::id).toList());
        StoredCalendar renamed = calendars.updateCalendar(one.id(), new CalendarPatch("renamed", null, true, null));
        assertEquals("renamed", renamed.name());
        assertEquals(renamed, calendars.defaultCalendar());
        assertEquals(one.id(), calendars.defaultCalendarId());
        assertThrows(MailboxFailure.CalendarKept.class, () -> calendars.purgeCalendar(CALENDAR));
        calendars.updateCalendar(CALENDAR, new CalendarPatch(null, null, true, null));
        StoredCalendar two = calendars.createCalendar(null, "two", PLAIN);
        EventInstance event =
                calendars.createEvent(two.id(), event("in two"), List.of()).event();
        assertEquals("in two", subject(ref(event), null));
        calendars.deleteCalendar(two.id());
        assertThrows(MailboxFailure.ItemNotFound.class, () -> calendars.event(ref(event), null, WHOLE));
        calendars.purgeCalendar(one.id());
        assertEquals(
                List.of(CALENDAR),
                calendars.calendars().stream().map(StoredCalendar::id).toList());
    }

    @Test
    void groupsAreCreatedChangedAndRemoved() {
        CalendarGroup one = calendars.createGroup("one");
        assertEquals(one, calendars.calendarGroup(one.id()));
        assertEquals(List.of(one), calendars.calendarGroups().stream().skip(1).toList());
        assertEquals(
                one.id(), calendars.createCalendar(one.id(), "in it", PLAIN).group());
        CalendarGroup renamed = calendars.renameGroup(one.id(), "renamed");
        assertEquals("renamed", renamed.name());
        assertEquals(renamed, calendars.calendarGroup(one.id()));
        assertThrows(MailboxFailure.CalendarGroupInUse.class, () -> calendars.deleteGroup(one.id()));
        CalendarGroup other = calendars.createGroup("other");
        calendars.deleteGroup(other.id());
        assertThrows(MailboxFailure.ItemNotFound.class, () -> calendars.calendarGroup(other.id()));
    }

    @Test
    void permissionsAreCreatedChangedAndRemoved() {
        Grantee grantee = Grantee.outside("Fabrikam", "sales@fabrikam.example");
        int before = calendars.permissions(CALENDAR).size();
        CalendarPermission put = calendars.putPermission(CALENDAR, grantee, CalendarRole.FREE_BUSY_READ.rights());
        assertEquals(new CalendarPermission(grantee, CalendarRole.FREE_BUSY_READ.rights()), put);
        assertTrue(calendars.permissions(CALENDAR).contains(put));
        CalendarPermission updated = calendars.updatePermission(CALENDAR, grantee, CalendarRole.LIMITED_READ.rights());
        assertEquals(CalendarRole.LIMITED_READ.rights(), updated.rights());
        assertTrue(calendars.permissions(CALENDAR).contains(updated));
        calendars.removePermission(CALENDAR, grantee);
        assertEquals(before, calendars.permissions(CALENDAR).size());
        assertThrows(MailboxFailure.FolderNotFound.class, () -> calendars.permissions(WellKnownFolder.INBOX.id()));
    }

    @Test
    void theConfigurationIsThatOfTheMailbox() {
        assertEquals(CalendarConfiguration.DEFAULT, calendars.configuration());
    }

    @Test
    void eventsAreCreatedChangedAndRemoved() {
        ObjectNode given = event("first").put("transactionId", "t-1");
        Events.Created created = calendars.createEvent(CALENDAR, given, List.of());
        assertTrue(created.isNew());
        assertFalse(calendars.createEvent(CALENDAR, given, List.of()).isNew());
        ItemRef ref = ref(created.event());
        assertEquals("first", subject(ref, null));
        assertEquals(ref.id(), calendars.item(ref, WHOLE).id());
        assertEquals("changed", subject(calendars.updateEvent(ref, null, json("{'subject':'changed'}"))));
        assertEquals("changed", subject(ref, null));
        assertThrows(
                MailboxFailure.ChangeKeyMismatch.class,
                () -> calendars.updateEvent(ref, "stale", json("{'subject':'again'}")));
        Item item = calendars.update(ref, null, json("{'subject':'as item'}"));
        assertEquals(ref.id(), item.id());
        assertEquals("as item", subject(ref, null));
        assertEquals(List.of("as item"), subjects(calendars.listEvents(newest(CALENDAR, 10, WHOLE)).values().stream()));
        assertEquals(List.of("as item"), subjects(calendars.view(CALENDAR, FROM, TO, WHOLE)));
        assertEquals(Map.of(ref.id(), 0L), calendars.moveCounts(List.of(ref.id())));
        EventInstance other = create(event("other"));
        assertThrows(MailboxFailure.ChangeKeyMismatch.class, () -> calendars.deleteEvent(ref, "stale"));
        calendars.deleteEvent(ref, null);
        assertThrows(MailboxFailure.ItemNotFound.class, () -> calendars.event(ref, null, WHOLE));
        calendars.purgeEvent(ref(other));
        assertEquals(List.of(), subjects(calendars.view(CALENDAR, FROM, TO, WHOLE)));
    }

    @Test
    void occurrencesAreChangedAndDeleted() {
        EventInstance series = create(daily("daily"));
        ItemRef ref = ref(series);
        assertEquals("daily", subject(ref, SECOND));
        EventInstance changed = calendars.updateOccurrence(ref, SECOND, null, json("{'subject':'second'}"));
        assertEquals("second", subject(changed));
        assertThrows(
                MailboxFailure.ChangeKeyMismatch.class,
                () -> calendars.updateOccurrence(ref, SECOND, "stale", json("{'subject':'x'}")));
        assertEquals(List.of("daily", "second", "daily"), subjects(calendars.instances(ref, FROM, TO, WHOLE)));
        assertEquals(List.of("second"), subjects(calendars.exceptions(ref, WHOLE).stream()));
        calendars.updateOccurrences(ref, Map.of(FIRST, json("{'subject':'first'}")));
        assertEquals("first", subject(ref, FIRST));
        Item item = calendars.update(on(series, SECOND), null, json("{'subject':'as item'}"));
        assertEquals(
                "as item", Objects.requireNonNull(item.doc()).path("subject").stringValue(""));
        assertEquals("as item", subject(ref, SECOND));
        assertEquals("daily", subject(ref, null));
        assertThrows(MailboxFailure.ChangeKeyMismatch.class, () -> calendars.deleteOccurrence(ref, SECOND, "stale"));
        assertEquals(List.of(), calendars.cancelled(ref));
        calendars.deleteOccurrence(ref, SECOND, null);
        assertEquals(List.of(SECOND), calendars.cancelled(ref));
        assertThrows(MailboxFailure.ItemNotFound.class, () -> calendars.event(ref, SECOND, WHOLE));
    }

    @Test
    void viewsShowAndRemind() {
        create(event("single").put("isReminderOn", true).put("reminderMinutesBeforeStart", 15));
        assertEquals(List.of("single"), subjects(calendars.reminding(CALENDAR, FROM, TO, WHOLE)));
        assertEquals(
                List.of(),
                subjects(calendars.reminding(CALENDAR, TO.plusSeconds(86_400), TO.plusSeconds(90_000), WHOLE)));
        var shown = new ShownEvents(1 << 20).in(calendars.id(), "form");
        assertEquals(
                List.of("single"),
                calendars
                        .view(CALENDAR, FROM, TO, WHOLE, shown)
                        .map(one -> {
                            one.keeping().accept(new ShownEvents.Entry(new byte[] {1}, 1));
                            return subject(Objects.requireNonNull(one.instance()));
                        })
                        .toList());
        assertEquals(
                1L,
                calendars
                        .view(CALENDAR, FROM, TO, WHOLE, shown)
                        .filter(one -> one.shown() != null)
                        .count());
    }

    @Test
    void changesAreFollowed() {
        EventInstance one = create(event("one"));
        create(event("two"));
        SyncWindow window = new SyncWindow(FROM, TO, IdStyle.DEFAULT);
        SyncPosition begun = SyncPosition.start().begun(calendars.syncState().last());
        EventChanges all = calendars.changes(CALENDAR, null, window, begun, 10, WHOLE);
        assertEquals(2, all.shown().size());
        assertEquals(
                List.of("one"),
                subjects(calendars.changes(CALENDAR, one.item().id(), window, begun, 10, WHOLE).shown().stream()));
    }

    @Test
    void aMeetingIsReadAndFoundByItsMessages() {
        ObjectNode given = daily("meeting").put("iCalUId", "uid-1");
        EventInstance event = create(given);
        calendars.deleteOccurrence(ref(event), SECOND, null);
        assertEquals(List.of(SECOND), calendars.meeting(event).deleted());
        assertEquals(
                event.item().id(),
                Objects.requireNonNull(calendars.find(notice("uid-1"))).item().id());
        assertNull(calendars.find(notice("uid-2")));
    }

    private MeetingNotice notice(String uid) {
        return new MeetingNotice(
                MeetingStep.REQUEST,
                uid,
                0,
                fixture.now.get(),
                null,
                null,
                new Address("Anna", fixture.at("anna")),
                json("{}"),
                Map.of(),
                List.of(),
                null);
    }

    private static List<String> names(List<Attachment> all) {
        return all.stream().map(one -> String.valueOf(one.name())).sorted().toList();
    }

    @Test
    void attachmentsAreThoseOfTheEventOrOfTheOccurrence() throws IOException {
        EventInstance series = create(daily("daily"));
        byte[] bytes = {1, 2, 3};
        Attachment shared = calendars.attach(ref(series), NewAttachment.file("shared", "text/plain", bytes));
        Attachment own = calendars.attach(on(series, SECOND), NewAttachment.file("own", "text/plain", bytes));
        assertEquals(List.of("shared"), names(calendars.attachments(ref(series))));
        assertEquals(
                List.of("shared"), names(calendars.attachments(series.item().id())));
        assertEquals(List.of("own", "shared"), names(calendars.attachments(on(series, SECOND))));
        assertEquals(shared, calendars.attachment(new AttachmentRef(ref(series), shared.id())));
        assertEquals(own, calendars.attachment(new AttachmentRef(on(series, SECOND), own.id())));
        try (InputStream in = calendars.attachmentContent(series.item().id(), own.id())) {
            assertArrayEquals(bytes, in.readAllBytes());
        }
        calendars.detach(new AttachmentRef(on(series, SECOND), own.id()));
        assertEquals(List.of("shared"), names(calendars.attachments(on(series, SECOND))));
    }

    @Test
    void aFileIsUploadedToOneOccurrence() {
        EventInstance series = create(daily("daily"));
        UploadTicket.Issued issued =
                calendars.beginUpload(on(series, SECOND), new Upload.File("large", null, null, false, 4));
        StoredCaller holder = StoredCaller.parse(issued.upload().holder());
        assertEquals(anna.id(), holder.owner());
        assertEquals(caller.token().principal(), holder.requester().principal());
        assertEquals(WRITE.name(), holder.operation().name());
        try (OpenUpload upload = fixture.gate.openUpload(
                GateFixture.context(""), UploadTicket.read(issued.session(), issued.secret()))) {
            upload.finish(upload.append(4, new ByteArrayInputStream(new byte[4])));
        }
        assertEquals(List.of("large"), names(calendars.attachments(on(series, SECOND))));
        assertEquals(List.of(), calendars.attachments(ref(series)));
        assertEquals(List.of(), calendars.attachments(on(series, FIRST)));
    }

    @Test
    void theMemoryOfWhatIsReadIsTaken() {
        EventInstance series = create(daily("daily"));
        ObjectNode document = json("{'subject':'inner'}");
        calendars.attach(
                ref(series),
                new NewAttachment(Attachment.Kind.ITEM, "i", null, null, false, Content.of(new byte[0]), document));
        long whole = BoundedReads.memoryOf(document.toString().length());
        var memory = new HeldMemory();
        try (CalendarReader reader = reader(GateFixture.counted(caller, memory))) {
            reader.attachments(series.item().id());
            assertEquals(whole, memory.held());
            calendars.attach(on(series, SECOND), NewAttachment.file("own", "text/plain", new byte[] {1}));
            reader.attachments(on(series, SECOND));
            assertEquals(2 * whole, memory.held(), "a file without a document needs none");
            for (Runnable read : List.<Runnable>of(
                    () -> reader.event(ref(series), null, WHOLE),
                    () -> reader.listEvents(newest(CALENDAR, 10, WHOLE)),
                    () -> subjects(reader.view(CALENDAR, FROM, TO, WHOLE)),
                    () -> subjects(reader.reminding(CALENDAR, FROM, TO, WHOLE)),
                    () -> subjects(reader.instances(ref(series), FROM, TO, WHOLE)))) {
                long before = memory.held();
                read.run();
                assertTrue(memory.held() > before);
            }
        }
    }

    private MeetingMail mail(String subject) {
        ObjectNode message = json("{}").put("subject", subject);
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", fixture.at("berta"));
        return new MeetingMail(message);
    }

    @Test
    void aChangeAndItsMessagesAreOneTransaction() {
        User berta = fixture.user("berta");
        List<NewAttachment> files = List.of(NewAttachment.file("a.txt", "text/plain", new byte[] {1}));
        EventInstance sent = calendars.send(
                List.of(mail("invited")),
                files,
                writer -> writer.createEvent(CALENDAR, event("sent"), List.of()).event(),
                _ -> true);
        assertEquals("sent", subject(ref(sent), null));
        calendars.send(
                List.of(mail("not wanted")),
                files,
                writer ->
                        writer.createEvent(CALENDAR, event("quiet"), List.of()).event(),
                _ -> false);
        String text = calendars.send(
                List.of(),
                files,
                writer -> {
                    writer.createEvent(CALENDAR, event("alone"), List.of());
                    return "result";
                },
                _ -> true);
        assertEquals("result", text);
        assertThrows(
                IllegalStateException.class,
                () -> calendars.send(
                        List.of(mail("undone")),
                        files,
                        writer -> {
                            writer.createEvent(CALENDAR, event("undone"), List.of());
                            throw new IllegalStateException("it is undone");
                        },
                        _ -> true));
        assertEquals(
                List.of("alone", "quiet", "sent"),
                subjects(calendars
                        .view(CALENDAR, FROM, TO, WHOLE)
                        .sorted(Comparator.comparing(CalendarGateTest::subject))));
        fixture.here.core.delivery().deliverDue();
        try (MailReader mails = fixture.gate.openMailbox(
                fixture.again(caller), GateFixture.READ, berta.id().toString(), MailboxOpening.MAIL_READ)) {
            List<Item> received = mails.list(newest(WellKnownFolder.INBOX.id(), 10, Fields.DEFAULT))
                    .values();
            assertEquals(
                    List.of("invited"),
                    received.stream().map(item -> item.message().subject()).toList());
            assertTrue(received.getFirst().core().hasAttachments());
        }
    }

    @Test
    void aReaderOpensSchedules() {
        try (CalendarReader reader = reader(caller)) {
            assertNotNull(reader.schedules());
            assertEquals(CALENDAR, reader.defaultCalendarId());
        }
    }
}
