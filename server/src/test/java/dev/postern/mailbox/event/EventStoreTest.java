package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.daily;
import static dev.postern.mailbox.event.EventFixture.event;
import static dev.postern.mailbox.event.EventFixture.recurring;
import static dev.postern.mailbox.event.EventFixture.ref;
import static dev.postern.mailbox.event.EventFixture.time;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.KindItems;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MailboxFailure.EventRefused;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Condition;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Literal;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import dev.postern.store.Engine;
import dev.postern.store.UnsupportedCondition;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Events are stored, changed and removed like every item, and by occurrence. */
class EventStoreTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-03-02");
    private static final LocalDate SECOND = LocalDate.parse("2026-03-03");

    private static EventInstance.Occurring occurring(EventInstance instance) {
        return Objects.requireNonNull(instance.occurrence());
    }

    private static List<String> subjects(List<EventInstance> events) {
        return events.stream()
                .map(each -> each.properties().path("subject").stringValue(""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEventIsReadAsItWasWritten(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            ObjectNode given = event("plans", "2026-03-02T09:00", "2026-03-02T10:30", "W. Europe Standard Time")
                    .put("showAs", "workingElsewhere")
                    .put("sensitivity", "private");
            given.set("body", MailFixture.json("{'contentType':'html','content':'<p>agenda</p>'}"));
            given.set("location", MailFixture.json("{'displayName':'Room 1'}"));
            given.set("organizer", MailFixture.json("{'emailAddress':{'name':'A','address':'a@contoso.example'}}"));
            EventInstance created = fixture.create(given);
            EventInstance read = fixture.get(created, null);
            assertEquals(created.properties(), read.properties());
            given.properties()
                    .forEach(member ->
                            assertEquals(member.getValue(), read.properties().get(member.getKey()), member.getKey()));
            assertEquals("agenda", read.properties().path("bodyPreview").stringValue(""));
            assertEquals(Instant.parse("2026-03-02T08:00:00Z"), read.start());
            assertEquals(
                    "organizer",
                    read.properties().path("responseStatus").path("response").stringValue(""));
            String uid = read.properties().path("iCalUId").stringValue("");
            assertTrue(
                    uid.matches("040000008200E00074C5B7101A82E00800000000[0-9A-F]{16}0{16}10000000[0-9A-F]{32}"), uid);
            assertFalse(read.isSeries());
            assertEquals(
                    1,
                    fixture.mailbox.folders(FolderClass.CALENDAR).get(CALENDAR).total());

            EventInstance changed = fixture.events.update(
                    ref(read), read.item().changeKey(), MailFixture.json("{'subject':'more','location':null}"));
            assertNotEquals(read.item().changeKey(), changed.item().changeKey());
            assertFalse(changed.properties().has("location"));
            assertEquals(
                    "<p>agenda</p>",
                    changed.properties().path("body").path("content").stringValue(""));
            assertThrows(
                    MailboxFailure.ChangeKeyMismatch.class,
                    () -> fixture.events.update(ref(read), read.item().changeKey(), MailFixture.json("{}")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatCannotBeStoredIsRefused(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            for (ObjectNode wrong : List.of(
                    event("x", "2026-03-02T09:00", "2026-03-02T08:00", "UTC"),
                    event("x", "2026-03-02T09:00", "2026-03-02T10:00", "Nowhere"),
                    MailFixture.json("{'subject':'x'}"),
                    recurring(
                            event("x", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"),
                            "{'type':'hourly'}",
                            "{'type':'noEnd'}"),
                    recurring(
                            event("x", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"),
                            "{'type':'daily','interval':0}",
                            "{'type':'noEnd'}"))) {
                assertThrows(EventRefused.class, () -> fixture.create(wrong), wrong.toString());
            }
            ObjectNode crowded = event("x", "2026-03-02T09:00", "2026-03-02T10:00", "UTC");
            var attendees = crowded.putArray("attendees");
            for (int i = 0; i < 5_001; i++) {
                attendees.addObject().putObject("emailAddress").put("address", "a" + i + "@contoso.example");
            }
            assertThrows(EventRefused.class, () -> fixture.create(crowded));
            ObjectNode good = event("x", "2026-03-02T09:00", "2026-03-02T09:00", "UTC");
            assertThrows(
                    MailboxFailure.FolderClassMismatch.class,
                    () -> fixture.events.create(WellKnownFolder.INBOX.id(), good, List.of()));
            assertEquals(List.of(), fixture.view("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"));
            fixture.create(good);
            assertEquals(
                    1,
                    fixture.view("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z").size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTransactionIdCreatesOneEvent(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            ObjectNode event =
                    event("once", "2026-03-02T09:00", "2026-03-02T10:00", "UTC").put("transactionId", "t1");
            var first = fixture.events.create(CALENDAR, event, List.of());
            var again = fixture.events.create(CALENDAR, event.deepCopy().put("subject", "twice"), List.of());
            assertTrue(first.isNew());
            assertFalse(again.isNew());
            assertEquals(first.event().item().id(), again.event().item().id());
            assertEquals("once", again.event().properties().path("subject").stringValue(""));
            var other = fixture.events.create(CALENDAR, event.deepCopy().put("transactionId", "T1"), List.of());
            assertTrue(other.isNew());
            fixture.mailbox.kind(ItemKind.EVENT).purge(ref(first.event()));
            assertTrue(fixture.events.create(CALENDAR, event, List.of()).isNew());
            String uid = other.event().properties().path("iCalUId").stringValue("");
            assertEquals(
                    other.event().item().id(),
                    Objects.requireNonNull(fixture.mailbox.read(
                                    sql -> fixture.events.byUid(sql, uid.toLowerCase(Locale.ROOT))))
                            .getFirst()
                            .item()
                            .id());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void occurrencesAreChangedAndDeletedOneByOne(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
            String key = series.item().changeKey();
            EventInstance plain = fixture.get(series, SECOND);
            assertFalse(occurring(plain).exception());
            assertEquals(Instant.parse("2026-03-03T09:00:00Z"), plain.start());
            assertFalse(plain.properties().has("recurrence"));

            ObjectNode later = MailFixture.json("{'subject':'late'}");
            later.set("start", time("2026-03-03T15:00", "UTC"));
            later.set("end", time("2026-03-03T16:00", "UTC"));
            EventInstance moved = fixture.events.updateOccurrence(ref(series), SECOND, key, later);
            assertTrue(occurring(moved).exception());
            assertEquals(Instant.parse("2026-03-03T15:00:00Z"), moved.start());
            assertEquals(Instant.parse("2026-03-03T09:00:00Z"), occurring(moved).originalStart());
            assertNotEquals(key, moved.item().changeKey());
            assertThrows(
                    MailboxFailure.ChangeKeyMismatch.class,
                    () -> fixture.events.updateOccurrence(ref(series), FIRST, key, later));

            // inherits what it does not own
            fixture.events.update(ref(series), null, MailFixture.json("{'subject':'new','showAs':'free'}"));
            EventInstance inherited = fixture.get(series, SECOND);
            assertEquals("late", inherited.properties().path("subject").stringValue(""));
            assertEquals("free", inherited.properties().path("showAs").stringValue(""));

            // a move over the neighbor's day
            ObjectNode over = MailFixture.json("{}");
            over.set("start", time("2026-03-04T09:00", "UTC"));
            over.set("end", time("2026-03-04T10:00", "UTC"));
            EventRefused refused = assertThrows(
                    EventRefused.class, () -> fixture.events.updateOccurrence(ref(series), SECOND, null, over));
            assertEquals(EventRefused.Fault.CROSSES_NEIGHBOR, refused.fault());
            assertThrows(
                    EventRefused.class,
                    () -> fixture.events.updateOccurrence(
                            ref(series), SECOND, null, MailFixture.json("{'recurrence':{}}")));

            // back to what the series has: no exception any more
            ObjectNode back = MailFixture.json("{'subject':'new'}");
            back.set("start", time("2026-03-03T09:00", "UTC"));
            back.set("end", time("2026-03-03T10:00", "UTC"));
            assertFalse(occurring(fixture.events.updateOccurrence(ref(series), SECOND, null, back))
                    .exception());

            fixture.events.deleteOccurrence(ref(series), FIRST, null);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> fixture.get(series, FIRST));
            assertThrows(
                    MailboxFailure.ItemNotFound.class, () -> fixture.events.deleteOccurrence(ref(series), FIRST, null));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> fixture.get(series, LocalDate.parse("2026-03-01")));
            assertEquals(List.of(FIRST), fixture.events.cancelled(ref(series)));
            assertEquals(List.of(), fixture.events.exceptions(ref(series), Events.fields(true)));
            assertEquals(
                    2,
                    fixture.view("2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z").size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void otherTimesOfASeriesDropItsExceptions(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
            fixture.events.deleteOccurrence(ref(series), FIRST, null);
            fixture.events.updateOccurrence(ref(series), SECOND, null, MailFixture.json("{'subject':'late'}"));
            long size = fixture.get(series, null).item().size();

            ObjectNode same = MailFixture.json("{}");
            same.set("recurrence", series.properties().get("recurrence"));
            fixture.events.update(ref(series), null, same);
            assertEquals(List.of(FIRST), fixture.events.cancelled(ref(series)));
            assertEquals(
                    1,
                    fixture.events.exceptions(ref(series), Events.fields(false)).size());

            ObjectNode other = MailFixture.json("{}");
            other.set("start", time("2026-03-02T08:30", "UTC"));
            fixture.events.update(ref(series), null, other);
            assertEquals(List.of(), fixture.events.cancelled(ref(series)));
            assertEquals(List.of(), fixture.events.exceptions(ref(series), Events.fields(false)));
            assertTrue(fixture.get(series, null).item().size() < size);

            // another date moves the range along
            ObjectNode moved = MailFixture.json("{}");
            moved.set("start", time("2026-04-01T08:30", "UTC"));
            moved.set("end", time("2026-04-01T09:30", "UTC"));
            fixture.events.update(ref(series), null, moved);
            assertEquals(List.of(), fixture.view("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"));
            assertEquals(
                    1,
                    fixture.view("2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z").size());

            ObjectNode zone = MailFixture.json("{}");
            zone.set("start", time("2026-04-01T08:30", "Europe/Berlin"));
            assertThrows(EventRefused.class, () -> fixture.events.update(ref(series), null, zone));

            EventInstance single = fixture.events.update(ref(series), null, MailFixture.json("{'recurrence':null}"));
            assertFalse(single.isSeries());
            assertEquals(
                    1,
                    fixture.view("2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z").size());
            assertEquals(
                    EventRefused.Fault.NOT_A_SERIES,
                    assertThrows(
                                    EventRefused.class,
                                    () -> fixture.events
                                            .instances(
                                                    ref(series),
                                                    Instant.EPOCH,
                                                    Instant.EPOCH,
                                                    Events.fields(false),
                                                    _ -> {})
                                            .count())
                            .fault());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aStartThatThePatternDoesNotHitMovesToTheFirstOccurrence(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = fixture.create(recurring(
                    event("tuesdays", "2026-03-02T23:00", "2026-03-03T01:00", "UTC"),
                    "{'type':'weekly','interval':1,'daysOfWeek':['tuesday']}",
                    "{'type':'numbered','numberOfOccurrences':3}"));
            assertEquals(Instant.parse("2026-03-03T23:00:00Z"), series.start());
            assertEquals(Instant.parse("2026-03-04T01:00:00Z"), series.end());
            assertEquals(
                    3,
                    fixture.view("2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z").size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void deletedEventsLeaveTheCalendarAndCanBeRecovered(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
            fixture.events.deleteOccurrence(ref(series), FIRST, null);
            KindItems items = fixture.mailbox.kind(ItemKind.EVENT);
            var old = new ItemRef(series.item().id(), series.item().moveCount());
            items.move(old, WellKnownFolder.DELETEDITEMS.id());
            assertEquals(List.of(), fixture.view("2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z"));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> fixture.events.get(old, null, Events.fields(true)));
            items.delete(ref(series), null);
            assertEquals(
                    WellKnownFolder.RECOVERABLEITEMSDELETIONS.id(),
                    fixture.get(series, null).item().folder());
            long tombstones = fixture.mailbox.read(sql -> sql.number(
                    "select count(*) from tombstone where mailbox_id = ? and gone_id = ? and kind = 'event'",
                    fixture.mailbox.id().value(),
                    series.item().id().value()));
            assertEquals(2, tombstones);
            items.move(ref(series), CALENDAR);
            assertEquals(
                    2,
                    fixture.view("2026-03-02T00:00:00Z", "2026-03-05T00:00:00Z").size());
            items.purge(ref(series));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> fixture.get(series, null));
            fixture.mail.pass(Duration.ofDays(100));
            fixture.mail.mailboxes.sweeps().expirePurged(Duration.ofDays(1));
            for (String table : List.of("event", "event_exception", "event_week")) {
                long left = fixture.mailbox.read(sql -> sql.number(
                        "select count(*) from " + table + " where mailbox_id = ?",
                        fixture.mailbox.id().value()));
                assertEquals(0, left, table);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCopiedCalendarHasItsOwnEvents(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance series = fixture.create(daily("daily", "2026-03-02T09:00", "2026-03-02T10:00"));
            fixture.events.deleteOccurrence(ref(series), FIRST, null);
            var folders = fixture.mailbox.folders(FolderClass.CALENDAR);
            FolderId target = folders.create(WellKnownFolder.MSGFOLDERROOT.id(), NewFolder.plain("Target", false))
                    .id();
            FolderId copy = folders.copy(CALENDAR, target).id();
            Instant from = Instant.parse("2026-03-02T00:00:00Z");
            Instant to = Instant.parse("2026-03-05T00:00:00Z");
            assertEquals(2, fixture.view(copy, from, to).size());
            fixture.mailbox.kind(ItemKind.EVENT).purge(ref(series));
            assertEquals(2, fixture.view(copy, from, to).size());
            assertEquals(List.of(), fixture.view(CALENDAR, from, to));
            assertThrows(
                    MailboxFailure.FolderNotFound.class, () -> fixture.view(new FolderId(new UUID(9, 9)), from, to));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEventAlwaysTakesAttachments(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            EventInstance event = fixture.create(event("x", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"));
            KindItems items = fixture.mailbox.kind(ItemKind.EVENT);
            var file = new NewAttachment(
                    Attachment.Kind.FILE, "a.txt", "text/plain", null, false, Content.of(new byte[10]), null);
            Attachment attached = items.attachments().add(ref(event), file);
            assertTrue(fixture.get(event, null).item().core().hasAttachments());
            assertEquals(1, items.attachments().list(event.item().id()).size());
            items.attachments().remove(new AttachmentRef(ref(event), attached.id()));
            assertFalse(fixture.get(event, null).item().core().hasAttachments());

            byte[] secret = new byte[32];
            Upload upload = fixture.mailbox
                    .uploads()
                    .begin(ItemKind.EVENT, ref(event), new Upload.File("b", null, null, false, 3), "x", secret);
            Upload found = Objects.requireNonNull(fixture.mailbox.uploads().find(upload.id(), secret));
            assertEquals("event", found.kind());
            Upload done = fixture.mailbox.uploads().append(found, 3, new ByteArrayInputStream(new byte[3]));
            assertEquals("b", fixture.mailbox.uploads().finish(done).name());
            assertEquals(event.item().id(), fixture.mailbox.uploads().item(done).id());
            assertThrows(
                    MailboxFailure.ItemNotFound.class,
                    () -> fixture.mailbox
                            .uploads()
                            .begin(
                                    ItemKind.MESSAGE,
                                    ref(event),
                                    new Upload.File("b", null, null, false, 3),
                                    "x",
                                    secret));
            assertTrue(items.attachments().list(event.item().id()).size() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eventsAreListedByConditionsAndInOrder(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            ObjectNode first = event("Budget", "2026-03-02T09:00", "2026-03-02T10:00", "Europe/Berlin");
            first.put("showAs", "workingElsewhere")
                    .put("sensitivity", "private")
                    .put("importance", "high");
            first.set("categories", MailFixture.json("{'x':['Red','Blue']}").get("x"));
            first.set("organizer", MailFixture.json("{'emailAddress':{'name':'A','address':'Anna@contoso.example'}}"));
            first.set(
                    "singleValueExtendedProperties",
                    MailFixture.json("{'x':[{'id':'String {00000000-0000-0000-0000-000000000001} Name"
                                    + " own','value':'v'}]}")
                            .get("x"));
            fixture.create(first);
            fixture.create(daily("Standup", "2026-03-01T08:00", "2026-03-01T08:15"));
            ObjectNode allDay = event("Holiday", "2026-03-05T00:00", "2026-03-06T00:00", "UTC")
                    .put("isAllDay", true);
            fixture.create(allDay.put("isCancelled", true));

            assertEquals(List.of("Standup", "Budget", "Holiday"), list(fixture, null));
            Condition condition =
                    new Compare(Path.of("start/dateTime"), Operator.GE, new Literal.Text("2026-03-02T08:00:00"));
            assertEquals(List.of("Budget", "Holiday"), list(fixture, condition));
            assertEquals(
                    List.of("Holiday"),
                    list(
                            fixture,
                            new Compare(
                                    Path.of("start/dateTime"), Operator.GT, new Literal.Text("2026-03-02T08:00Z"))));
            assertEquals(
                    List.of("Holiday", "Budget"),
                    list(fixture, condition, new Order(Path.of("start/dateTime"), ValueType.TEXT, true)));
            assertEquals(
                    List.of("Budget", "Holiday", "Standup"),
                    list(fixture, null, new Order(Path.of("subject"), ValueType.TEXT, false)));
            assertEquals(
                    List.of("Budget"), list(fixture, is("organizer/emailAddress/address", "anna@CONTOSO.example")));
            assertEquals(List.of("Standup"), list(fixture, enumerated("type", "seriesMaster")));
            assertEquals(List.of("Budget"), list(fixture, enumerated("showAs", "workingElsewhere")));
            assertEquals(List.of("Budget"), list(fixture, enumerated("sensitivity", "private")));
            assertEquals(List.of("Budget"), list(fixture, enumerated("importance", "high")));
            assertEquals(
                    List.of("Holiday"),
                    list(fixture, new Compare(Path.of("isAllDay"), Operator.EQ, new Literal.Bool(true))));
            assertEquals(
                    List.of("Standup", "Budget"),
                    list(fixture, new Compare(Path.of("isCancelled"), Operator.EQ, new Literal.Bool(false))));
            assertEquals(
                    List.of("Budget"),
                    list(
                            fixture,
                            new Condition.Any(
                                    Path.of("categories"),
                                    new Compare(Path.SELF, Operator.EQ, new Literal.Text("red")))));
            assertEquals(
                    List.of("Budget"),
                    list(
                            fixture,
                            new Condition.Any(
                                    Path.of("singleValueExtendedProperties"),
                                    new Compare(Path.of("value"), Operator.EQ, new Literal.Text("v")))));
            assertEquals(List.of(), list(fixture, is("subject", "nothing")));
            assertEquals(
                    List.of("Standup", "Budget", "Holiday"),
                    list(
                            fixture,
                            new Compare(
                                    Path.of("createdDateTime"),
                                    Operator.LE,
                                    new Literal.Moment(fixture.mail.instant()))));
            assertThrows(UnsupportedCondition.class, () -> list(fixture, is("start/dateTime", "tomorrow")));
        }
    }

    private static Condition is(String path, String value) {
        return new Compare(Path.of(path), Operator.EQ, new Literal.Text(value));
    }

    private static Condition enumerated(String path, String name) {
        return new Compare(Path.of(path), Operator.EQ, new Literal.Enumerated(name));
    }

    private static List<String> list(EventFixture fixture, @Nullable Condition condition, Order... orders) {
        ListQuery query = new ListQuery(CALENDAR, condition, List.of(orders), 0, 10, true, Events.fields(false));
        var page = fixture.events.list(query, _ -> {});
        assertEquals(
                page.values().size(), page.count() == null ? -1 : page.count().intValue());
        return subjects(page.values());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void wordsOfEventsAreIndexedApartFromMessages(Engine engine) {
        try (var fixture = new EventFixture(engine)) {
            fixture.create(event("quarterly", "2026-03-02T09:00", "2026-03-02T10:00", "UTC"));
            fixture.mail.mailboxes.indexer().round();
            assertEquals(0, fixture.mail.mailboxes.indexer().waiting());
            long entries = fixture.mailbox.read(sql -> sql.number(
                    "select count(*) from search_entry where mailbox_id = ?",
                    fixture.mailbox.id().value()));
            assertEquals(1, entries);
        }
    }
}
