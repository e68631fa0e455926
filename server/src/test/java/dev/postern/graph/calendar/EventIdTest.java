package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    private static final MailboxId MAILBOX = new MailboxId(new UUID(1, 2));
    private static final ItemId ITEM = new ItemId(new UUID(3, 4));
    private static final LocalDate DATE = LocalDate.of(2026, 3, 9);

    @ParameterizedTest
    @EnumSource
    void theIdOfAnOccurrenceIsThatOfItsSeriesAndItsDate(IdStyle style) {
        String series = WireIds.item(MAILBOX, ITEM, 7, style);
        EventId read = EventId.read(MAILBOX, WireIds.occurrence(series, DATE));
        assertEquals(DATE, read.originalDate());
        assertEquals(WireIds.item(MAILBOX, series), read.item());
        assertNull(EventId.read(MAILBOX, series).originalDate());
    }

    @Test
    void anIdOfAnotherMailboxIsNotFound() {
        String id = WireIds.occurrence(WireIds.item(MAILBOX, ITEM, 7, IdStyle.DEFAULT), DATE);
        assertThrows(MailboxFailure.ItemNotFound.class, () -> EventId.read(new MailboxId(new UUID(1, 3)), id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not base64!", "AAMkAGI2TG93AAA="})
    void otherTextIsMalformed(String text) {
        assertThrows(MailboxFailure.IdMalformed.class, () -> EventId.read(MAILBOX, text));
    }

    @Test
    void theGlobalIdContainsTheDateOfAnOccurrence() {
        String uid = "040000008200E00074C5B7101A82E00800000000" + "0".repeat(72);
        assertEquals("040000008200E00074C5B7101A82E00807EA0309" + "0".repeat(72), GlobalId.of(uid, DATE));
        assertEquals(uid, GlobalId.of(uid, null));
        assertEquals("event-1@fabrikam.example", GlobalId.of("event-1@fabrikam.example", DATE));
    }
}
