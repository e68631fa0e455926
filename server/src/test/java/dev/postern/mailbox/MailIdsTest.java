package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.access.MailboxId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailIdsTest {
    private static final MailboxId MAILBOX = new MailboxId(new UUID(1, 2));
    private static final ItemId ITEM = new ItemId(new UUID(3, 4));

    @Test
    void idsRoundTrip() {
        String moving = WireIds.item(MAILBOX, ITEM, 77, IdStyle.DEFAULT);
        assertEquals(new ItemRef(ITEM, 77L), WireIds.item(MAILBOX, moving));
        String lasting = WireIds.item(MAILBOX, ITEM, 77, IdStyle.IMMUTABLE);
        assertEquals(ItemRef.of(ITEM), WireIds.item(MAILBOX, lasting));
        FolderId folder = new FolderId(new UUID(5, 6));
        assertEquals(folder, WireIds.folder(MAILBOX, WireIds.folder(MAILBOX, folder)));
        assertEquals(WellKnownFolder.SENTITEMS.id(), WireIds.folder(MAILBOX, "SentItems"));
        assertEquals(WellKnownFolder.ROOT.id(), WireIds.folder(MAILBOX, "ROOT"));
        assertThrows(MailboxFailure.IdMalformed.class, () -> WireIds.item(MAILBOX, "root"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "not an id", "ä", "AQ==", "../../etc", "AAMkAGI2"})
    void textsThatAreNotIdsAreMalformed(String text) {
        assertThrows(MailboxFailure.IdMalformed.class, () -> WireIds.item(MAILBOX, text));
        assertThrows(MailboxFailure.IdMalformed.class, () -> WireIds.folder(MAILBOX, text));
        assertThrows(MailboxFailure.IdMalformed.class, () -> WireIds.attachment(MAILBOX, text));
    }

    @Test
    void anIdOfAnotherKindIsNotFound() {
        String item = WireIds.item(MAILBOX, ITEM, 1, IdStyle.DEFAULT);
        assertThrows(MailboxFailure.FolderNotFound.class, () -> WireIds.folder(MAILBOX, item));
        assertThrows(MailboxFailure.ItemNotFound.class, () -> WireIds.attachment(MAILBOX, item));
    }
}
