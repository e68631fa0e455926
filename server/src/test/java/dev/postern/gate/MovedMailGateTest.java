package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.MovedFolder;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.ReceivedMessage;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.DiskSpace;
import dev.postern.token.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the built-in administrator reads and stores in a mailbox when it moves mail, and what the audit says of it. */
class MovedMailGateTest {
    private static final Operation READ = GateFixture.of(Area.MOVING, Form.READ, Operation.NO_PERMISSION);
    private static final Operation WRITE = GateFixture.of(Area.MOVING, Form.WRITE, Operation.NO_PERMISSION);
    private static final FolderId INBOX = WellKnownFolder.INBOX.id();
    private static final int QUOTA = 2_000_000;

    private final GateFixture fixture = new GateFixture(core -> core.mailboxes(new Mailboxes.Settings(
            "mail.contoso.example",
            false,
            new Quotas(1_000, QUOTA, 1_000_000, 100, 100, 10, 100, 1_000_000_000),
            DiskSpace.unlimited(),
            TemporaryFiles.ofSystem())));
    private Caller caller;
    private User anna;
    private MovedMailWriter mail;

    @BeforeEach
    void start() {
        ServicePrincipal app = fixture.app("administrator");
        fixture.here.directory().maintain(fixture.contoso.id(), draft -> {
            draft.appoint(app.id());
            return true;
        });
        anna = fixture.user("anna");
        caller = fixture.caller(fixture.contoso, app, Resource.MANAGEMENT);
        mail = writer();
    }

    @AfterEach
    void stop() {
        mail.close();
        fixture.close();
    }

    private MovedMailWriter writer() {
        return fixture.gate.changeMoved(caller, WRITE, fixture.at("anna"));
    }

    private static byte[] mime(String subject, int length) {
        String letters = new Random(length)
                .ints(length, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return ("Subject: " + subject + "\r\n\r\n" + letters).getBytes(StandardCharsets.US_ASCII);
    }

    private ReceivedMessage message(ItemId id, FolderId folder, byte[] original) {
        return mail.prepare(
                id,
                folder,
                new NewMessage(
                        json("{'subject':'moved'}"), List.of(), false, true, fixture.now.get(), fixture.now.get()),
                Content.of(original));
    }

    private static ItemId id(int number) {
        return new ItemId(new UUID(7 << 12, number));
    }

    private List<String> audited() {
        return fixture.audit(anna).stream()
                .filter(entry ->
                        caller.context().requestId().equals(entry.actor().requestId()))
                .map(entry -> entry.operation() + " " + entry.target() + " " + entry.verdict())
                .toList();
    }

    /** The larger one is stored in chunks of its own before the transaction. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 700_000})
    void aStoredMessageIsReadBack(int length) throws IOException {
        byte[] original = mime("moved", length);
        FolderId folder = mail.folder(List.of("Projects", "Old"));
        assertEquals(mail.mailbox(), Objects.requireNonNull(anna.mailbox()));
        assertFalse(mail.has(id(1)));
        assertEquals(
                List.of(MovedMailWriter.Outcome.STORED, MovedMailWriter.Outcome.PRESENT),
                mail.store(List.of(message(id(1), folder, original), message(id(1), INBOX, original))));
        assertTrue(mail.has(id(1)));
        assertFalse(mail.has(id(2)));
        try (MovedMailReader reader = fixture.gate.openMoved(caller, READ, fixture.at("anna"))) {
            MovedFolder found = reader.folders().stream()
                    .filter(one -> one.id().equals(folder))
                    .findFirst()
                    .orElseThrow();
            assertEquals(List.of("Projects", "Old"), found.path());
            assertEquals(1, found.count());
            List<Item> page = reader.page(folder, null, 10);
            assertEquals(List.of(id(1)), page.stream().map(Item::id).toList());
            assertEquals(List.of(), reader.page(INBOX, null, 10));
            try (InputStream content =
                    Objects.requireNonNull(reader.original(id(1))).open()) {
                assertArrayEquals(original, content.readAllBytes());
            }
            assertNull(reader.original(id(2)));
            var composed = new ByteArrayOutputStream();
            reader.compose(id(1), composed);
            assertTrue(composed.toString(StandardCharsets.US_ASCII).contains("Subject: moved\r\n"), composed::toString);
            assertNotNull(reader.temporary());
        }
    }

    @Test
    void aMessageWithoutSpaceIsNotStored() {
        byte[] large = mime("large", 900_000);
        assertEquals(
                List.of(MovedMailWriter.Outcome.STORED, MovedMailWriter.Outcome.STORED, MovedMailWriter.Outcome.FULL),
                mail.store(List.of(
                        message(id(1), INBOX, large), message(id(2), INBOX, large), message(id(3), INBOX, large))));
        assertFalse(mail.has(id(3)));
    }

    @Test
    void withoutItsFolderNothingIsStored() {
        FolderId gone = new FolderId(UUID.randomUUID());
        var both = List.of(message(id(1), INBOX, mime("one", 10)), message(id(2), gone, mime("two", 10)));
        assertThrows(MailboxFailure.FolderNotFound.class, () -> mail.store(both));
        assertFalse(mail.has(id(1)));
    }

    @Test
    void aChangeIsAuditedOnceWithTheFirstMessages() {
        mail.store(List.of(message(id(1), INBOX, mime("one", 10))));
        String granted = WRITE.name() + " " + fixture.at("anna") + " granted";
        assertEquals(List.of(granted), audited());
        mail.store(List.of(message(id(2), INBOX, mime("two", 10))));
        mail.close();
        assertEquals(List.of(granted), audited());
    }

    @Test
    void aReadIsAuditedAtTheEnd() {
        try (MovedMailReader reader = fixture.gate.openMoved(caller, READ, fixture.at("anna"))) {
            reader.folders();
            assertEquals(List.of(), audited());
        }
        assertEquals(List.of(READ.name() + " " + fixture.at("anna") + " granted"), audited());
    }

    @Test
    void othersAndMailboxesThatDoNotExistAreRefused() {
        Caller other = fixture.caller(fixture.contoso, fixture.app("other"), Resource.MANAGEMENT);
        assertThrows(Refusal.PermissionMissing.class, () -> fixture.gate.openMoved(other, READ, fixture.at("anna")));
        assertThrows(Refusal.UnknownMailbox.class, () -> fixture.gate.openMoved(caller, READ, "nothing"));
    }
}
