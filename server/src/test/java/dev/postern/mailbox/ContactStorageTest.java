package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.contact.ContactFolders;
import dev.postern.mailbox.contact.ContactPhotos;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contacts and photos are counted, moved and removed like every item with its attachments. */
class ContactStorageTest {
    private static final FolderId TOP = ContactFolders.TOP;

    private static Content bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Content.of(bytes);
    }

    private static long contents(MailFixture mail) {
        return mail.database.read(
                sql -> sql.number("select count(*) from content where mailbox_id = ?", mail.mailbox.value()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPhotoIsCountedAndFreed(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Mailbox mailbox = mail.mailboxes.open(mail.mailbox);
            var contacts = new Contacts(mailbox);
            var photos = new ContactPhotos(mailbox);
            Item contact = contacts.create(TOP, MailFixture.json("{'givenName':'Pia'}"));
            ItemRef ref = ItemRef.of(contact.id());
            MailboxUsage.Totals before = mail.database.read(mailbox.usage()::totals);
            assertEquals(1, before.items());
            assertTrue(before.bytes() > 0);
            photos.put(ref, null, "image/png", 1, 2, bytes(100_000));
            assertTrue(mail.database.read(mailbox.usage()::totals).bytes() >= before.bytes() + 100_000);
            assertEquals(1, contents(mail));
            photos.put(ref, null, "image/png", 1, 2, bytes(100_000));
            assertEquals(1, contents(mail), "the same content");
            String key = contacts.get(ref, _ -> {}).changeKey();
            photos.put(ref, key, "image/jpeg", 3, 4, bytes(200));
            assertEquals(0, contents(mail));
            assertThrows(
                    MailboxFailure.ChangeKeyMismatch.class, () -> photos.put(ref, key, "image/png", 5, 6, bytes(300)));
            ContactPhotos.Photo photo = Objects.requireNonNull(photos.find(contact.id()));
            assertEquals(List.of(3, 4), List.of(photo.width(), photo.height()));
            contacts.update(ref, null, MailFixture.json("{'surname':'A'}"));
            contacts.update(ref, null, MailFixture.json("{'surname':null}"));
            photos.remove(ref, null);
            assertNull(photos.find(contact.id()));
            assertEquals(
                    before.bytes(), mail.database.read(mailbox.usage()::totals).bytes());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeletedContactReturnsOnlyByBeingMoved(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Mailbox mailbox = mail.mailboxes.open(mail.mailbox);
            var contacts = new Contacts(mailbox);
            Item contact = contacts.create(TOP, MailFixture.json("{'givenName':'Pia','personalNotes':'n'}"));
            ItemRef ref = ItemRef.of(contact.id());
            KindItems items = mailbox.kind(ItemKind.CONTACT);
            assertThrows(MailboxFailure.FolderClassMismatch.class, () -> items.move(ref, WellKnownFolder.INBOX.id()));
            contacts.delete(ref, null);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> contacts.get(ref, _ -> {}));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> contacts.delete(ref, null));
            assertThrows(MailboxFailure.ItemNotFound.class, () -> contacts.purge(ref));
            items.move(ref, TOP);
            assertEquals("Pia", contacts.get(ref, _ -> {}).contact().displayName());
            Item copy = items.copy(ref, TOP);
            assertEquals(2, mailbox.folders(FolderClass.CONTACTS).get(TOP).total());
            assertEquals("n", ContactProperties.of(copy).path("personalNotes").asString());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPurgedContactIsRemovedWithItsPhoto(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Mailbox mailbox = mail.mailboxes.open(mail.mailbox);
            var contacts = new Contacts(mailbox);
            Item contact = contacts.create(TOP, MailFixture.json("{'givenName':'Pia'}"));
            ItemRef ref = ItemRef.of(contact.id());
            new ContactPhotos(mailbox).put(ref, null, "image/png", 1, 2, bytes(100_000));
            contacts.purge(ref);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> contacts.get(ref, _ -> {}));
            mail.pass(Duration.ofDays(40));
            mail.mailboxes.sweeps().expirePurged(Duration.ofDays(30));
            assertEquals(0, contents(mail));
            MailboxUsage.Totals after = mail.database.read(mailbox.usage()::totals);
            assertEquals(0, after.items() + after.recoverableItems());
        }
    }
}
