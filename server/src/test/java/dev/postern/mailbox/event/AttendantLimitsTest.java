package dev.postern.mailbox.event;

import static dev.postern.mailbox.event.EventFixture.CALENDAR;
import static dev.postern.mailbox.event.EventFixture.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** A meeting message never takes a mailbox above its quota, and leaves nothing half done. */
class AttendantLimitsTest {
    private static final int QUOTA = 300_000;
    private static final Set<String> OLGA = Set.of("olga@contoso.example");

    private static EventFixture fixture(Engine engine) {
        var quotas = new Quotas(100, QUOTA, 1_000_000, 100, 50, 10, 10, 1_000_000);
        return new EventFixture(new MailFixture(
                Databases.open(engine),
                new Mailboxes.Settings(
                        "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem())));
    }

    private static Attendant.@Nullable Applied deliver(
            EventFixture fixture, String subject, int sequence, int... attachments) {
        ObjectNode event = event(subject, "2026-12-01T09:00", "2026-12-01T10:00", "UTC");
        event.set("attendees", MailFixture.json("{'x':[]}").get("x"));
        var notice = new MeetingNotice(
                MeetingStep.REQUEST,
                "uid",
                sequence,
                Instant.parse("2026-11-23T08:00:00Z"),
                null,
                null,
                new Address("Olga", "olga@contoso.example"),
                event,
                Map.of(),
                List.of(),
                null);
        List<NewAttachment> files = Arrays.stream(attachments)
                .mapToObj(size -> NewAttachment.file("f" + size, "text/plain", new byte[size]))
                .toList();
        EventTable.Attached attached = fixture.mailbox.events().store(files);
        return new Attendant(fixture.mailbox, Set.of("anna@contoso.example"))
                .apply(new Attendant.Message(notice, null, OLGA, Set.of(), attached), Attendance.USUAL);
    }

    private static void assertCounted(EventFixture fixture) {
        long items = number(fixture, "select count(*) from event where mailbox_id = ?");
        assertEquals(items, number(fixture, "select items from mailbox where mailbox_id = ?"));
        assertEquals(
                number(fixture, "select coalesce(sum(size), 0) from event where mailbox_id = ?"),
                number(fixture, "select bytes from mailbox where mailbox_id = ?"));
        assertEquals(
                items,
                number(
                        fixture,
                        "select total from folder where folder_class = 'calendar' and mailbox_id = ? order by"
                                + " folder_id limit 1"));
    }

    private static long number(EventFixture fixture, String sql) {
        return fixture.mailbox.read(
                reading -> reading.number(sql, fixture.mailbox.id().value()));
    }

    private static int files(EventFixture fixture, Attendant.@Nullable Applied applied) {
        assertNotNull(applied);
        return fixture.mailbox
                .events()
                .items()
                .attachments()
                .list(applied.event())
                .size();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void attachmentsThatExceedTheQuotaStayInTheMessage(Engine engine) {
        try (EventFixture fixture = fixture(engine)) {
            assertEquals(1, files(fixture, deliver(fixture, "one", 0, 50_000)));
            assertCounted(fixture);
            assertEquals(2, files(fixture, deliver(fixture, "two", 1, 50_000, 60_000)));
            assertCounted(fixture);
            // too much: the event follows, its attachments stay
            Attendant.Applied applied = deliver(fixture, "three", 2, 60_000, 60_001, 60_002, 60_003, 60_004);
            assertEquals(2, files(fixture, applied));
            assertNotNull(applied);
            assertEquals(
                    "three",
                    fixture.events
                            .get(ItemRef.of(applied.event()), null, Events.fields(false))
                            .properties()
                            .path("subject")
                            .stringValue(""));
            assertCounted(fixture);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFullMailboxGetsNoEvent(Engine engine) {
        try (EventFixture fixture = fixture(engine)) {
            ObjectNode large = event("large", "2026-12-01T09:00", "2026-12-01T10:00", "UTC");
            fixture.events.create(
                    CALENDAR, large, List.of(NewAttachment.file("x", "text/plain", new byte[QUOTA - 20_000])));
            assertEquals(0, files(fixture, deliver(fixture, "fits alone", 0, 50_000)));
            assertCounted(fixture);
            assertNull(deliver(fixture, "y".repeat(30_000), 1));
            assertCounted(fixture);
            assertEquals(2, number(fixture, "select count(*) from event where mailbox_id = ?"));
        }
    }
}
