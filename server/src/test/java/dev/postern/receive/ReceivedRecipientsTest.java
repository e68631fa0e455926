package dev.postern.receive;

import static dev.postern.receive.ReceivingFixture.LMTP;
import static dev.postern.receive.ReceivingFixture.STRANGER;
import static dev.postern.receive.ReceivingFixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.smtp.server.MailCommand;
import dev.postern.smtp.server.MailHandler;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which recipients exist for other hosts, and which reply each of them gets. */
class ReceivedRecipientsTest {
    private static final String SENDER = "ann@elsewhere.example";
    private static final String MESSAGE = "From: ann@elsewhere.example\nMessage-ID: <1@elsewhere.example>\n\nHello\n";

    private record Case(String recipient, String reply) {}

    private static ReceivingFixture fixture(Engine engine) {
        var fixture = new ReceivingFixture(Databases.open(engine));
        User bob = fixture.person("bob");
        fixture.person(fixture.contoso, "room", RecipientType.ROOM_MAILBOX);
        fixture.person(fixture.contoso, "info", RecipientType.SHARED_MAILBOX);
        fixture.person(fixture.contoso, "c+d", RecipientType.USER_MAILBOX);
        fixture.person(fixture.fabrikam, "bob", RecipientType.USER_MAILBOX);
        fixture.here.user(fixture.contoso, RecipientType.MAIL_USER, "nobox", "nobox", null);
        fixture.group("open", false, bob.id());
        fixture.group("inside", true, bob.id());
        fixture.group("empty", false);
        return fixture;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlyRecipientsOfTheTenantsAreAccepted(Engine engine) {
        try (var fixture = fixture(engine)) {
            String tenant = fixture.contoso.id().value().toString();
            var wrong = new ArrayList<String>();
            for (Case one : List.of(
                    new Case("bob@contoso.example", "250 2.0.0"),
                    new Case("BOB@Contoso.Example", "250 2.0.0"),
                    new Case("bob.alias@contoso.example", "250 2.0.0"),
                    new Case("bob+news@contoso.example", "250 2.0.0"),
                    new Case("c+d@contoso.example", "250 2.0.0"),
                    new Case("room@contoso.example", "250 2.0.0"),
                    new Case("info@contoso.example", "250 2.0.0"),
                    new Case("bob@fabrikam.example", "250 2.0.0"),
                    new Case("open@contoso.example", "250 2.0.0"),
                    new Case("empty@contoso.example", "250 2.0.0"),
                    new Case("inside@contoso.example", "550 5.7.133"),
                    new Case("inside+x@contoso.example", "550 5.7.133"),
                    new Case("eve@contoso.example", "550 5.1.1"),
                    new Case("eve+bob@contoso.example", "550 5.1.1"),
                    new Case("+bob@contoso.example", "550 5.1.1"),
                    new Case("nobox@contoso.example", "550 5.1.1"),
                    new Case("room@fabrikam.example", "550 5.1.1"),
                    new Case("postmaster@contoso.example", "550 5.1.1"),
                    new Case("Postmaster", "550 5.1.1"),
                    new Case("bob@elsewhere.example", "550 5.7.1"),
                    new Case("bob@sub.contoso.example", "550 5.7.1"),
                    new Case("bob@contoso.example.", "550 5.7.1"),
                    new Case("bob@" + tenant, "550 5.7.1"),
                    new Case("bob%contoso.example@elsewhere.example", "550 5.7.1"),
                    new Case("bob@elsewhere.example@contoso.example", "550 5.1.1"),
                    new Case("\"bob\"@contoso.example", "250 2.0.0"),
                    new Case("\"bob.\\alias\"@Contoso.Example", "250 2.0.0"),
                    new Case("\"inside\"@contoso.example", "550 5.7.133"),
                    new Case("\"bob\"@elsewhere.example", "550 5.7.1"),
                    new Case("\"bob \"@contoso.example", "550 5.1.1"),
                    new Case("\"bob@contoso.example\"@contoso.example", "550 5.1.1"),
                    new Case("\"bob\"\"@contoso.example", "550 5.1.1"),
                    new Case("bob", "553 5.1.3"),
                    new Case("@contoso.example", "553 5.1.3"),
                    new Case("bob@", "553 5.1.3"),
                    new Case("", "553 5.1.3"),
                    new Case("bob\r\nX: y@contoso.example", "553 5.1.3"))) {
                String reply = fixture.code(STRANGER, SENDER, one.recipient(), MESSAGE);
                if (!reply.equals(one.reply())) {
                    wrong.add(one + " got " + reply);
                }
            }
            assertEquals(List.of(), wrong);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void postmasterIsAccepted(Engine engine) {
        try (var fixture = fixture(engine)) {
            fixture.person(fixture.fabrikam, "postmaster", RecipientType.SHARED_MAILBOX);
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, "Postmaster", MESSAGE));
            assertEquals(1, fixture.inbox("postmaster@fabrikam.example").size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nestedGroupsAreExpandedOnce(Engine engine) {
        try (var fixture = new ReceivingFixture(Databases.open(engine))) {
            User bob = fixture.person("bob");
            User eve = fixture.person("eve");
            Group inner = fixture.group("inner", false, bob.id(), eve.id());
            Group outer = fixture.group("outer", false, bob.id(), inner.id());
            fixture.member(inner, outer.id());
            List<String> to = List.of("outer@contoso.example", "inner@contoso.example", "bob@contoso.example");
            assertEquals(3, fixture.send(LMTP, SENDER, to, bytes(MESSAGE)).size());
            assertEquals(1, fixture.inbox("bob@contoso.example").size());
            assertEquals(1, fixture.inbox("eve@contoso.example").size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void tenantsGetTheSameMessageSeparately(Engine engine) {
        try (var fixture = fixture(engine)) {
            List<String> to = List.of("bob@contoso.example", "bob@fabrikam.example");
            var replies = fixture.send(STRANGER, SENDER, to, bytes(MESSAGE));
            assertEquals(
                    List.of("250 2.0.0", "250 2.0.0"),
                    replies.stream().map(ReceivingFixture::code).toList());
            assertEquals(1, fixture.inbox("bob@contoso.example").size());
            assertEquals(1, fixture.inbox("bob@fabrikam.example").size());
            assertEquals(
                    List.of(List.of("bob@contoso.example"), List.of("bob@fabrikam.example")),
                    fixture.traced.stream()
                            .map(one -> one.recipients().stream()
                                    .map(TracedArrival.Recipient::address)
                                    .toList())
                            .sorted(Comparator.comparing(List::toString))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFullMailboxIsRefusedAndOthersAreServed(Engine engine) {
        Quotas quotas = new Quotas(3, 1 << 20, 30L << 20, 10_000, 300, 20, 10_000, 150L << 20);
        var settings = new Mailboxes.Settings(
                "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        try (var fixture =
                new ReceivingFixture(Databases.open(engine), settings, ReceivingFixture.settings(10_000_000))) {
            fixture.person("bob");
            fixture.person("eve");
            for (int i = 0; i < 3; i++) {
                assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, "bob@contoso.example", "To: bob\n\n" + i));
            }
            assertEquals("552 5.2.2", fixture.code(STRANGER, SENDER, "bob@contoso.example", MESSAGE));
            List<String> to = List.of("bob@contoso.example", "eve@contoso.example");
            var replies = fixture.send(STRANGER, SENDER, to, bytes(MESSAGE));
            assertEquals(
                    List.of("552 5.2.2", "250 2.0.0"),
                    replies.stream().map(ReceivingFixture::code).toList());

            // too large for what is left: only known after the data
            fixture.person("joe");
            String large = "From: a@elsewhere.example\n\n" + "x".repeat(600_000);
            List<String> both = List.of("joe@contoso.example", "eve@contoso.example");
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, "joe@contoso.example", large));
            String again = large + "again";
            assertEquals(
                    List.of("452 4.2.2", "452 4.2.2"),
                    codes(fixture.send(STRANGER, SENDER, both, bytes("Message-ID: <2@x>\n" + again))));
            assertEquals(
                    List.of("552 5.2.2", "250 2.0.0"),
                    codes(fixture.send(LMTP, SENDER, both, bytes("Message-ID: <2@x>\n" + again))));
            assertEquals(2, fixture.inbox("eve@contoso.example").size());
            assertEquals(1, fixture.inbox("joe@contoso.example").size());
            assertEquals("552 5.2.2", fixture.code(STRANGER, SENDER, "joe@contoso.example", large + "b"));
        }
    }

    private static List<String> codes(List<String> replies) {
        return replies.stream().map(ReceivingFixture::code).toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void limitsAreChecked(Engine engine) {
        var settings = new ReceivingSettings("mx.contoso.example", List.of(), 2, 1000, true);
        try (var fixture = new ReceivingFixture(
                Databases.open(engine), new Mailboxes.Settings("contoso.example", false), settings)) {
            for (String name : List.of("a", "b", "c")) {
                fixture.person(name);
            }
            List<String> to = List.of("a@contoso.example", "b@contoso.example", "c@contoso.example");
            assertEquals(
                    List.of("452 4.5.3", "250 2.0.0", "250 2.0.0"),
                    codes(fixture.send(STRANGER, SENDER, to, bytes(MESSAGE))));
            assertEquals(
                    "552 5.3.4", fixture.code(STRANGER, SENDER, "a@contoso.example", "A: b\n\n" + "x".repeat(995)));
            assertEquals(
                    "250 2.0.0", fixture.code(STRANGER, SENDER, "a@contoso.example", "A: b\n\n" + "x".repeat(990)));
            assertEquals(2, fixture.inbox("a@contoso.example").size());
            var announced = fixture.handler.begin(STRANGER, new MailCommand(SENDER, 1001, false, null, false));
            assertEquals(new MailHandler.Begun.Refused(Replies.TOO_LARGE), announced);
            assertEquals("553 5.1.7", fixture.code(STRANGER, "a\r\nb@x", "a@contoso.example", MESSAGE));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFullDiskIsTemporary(Engine engine) {
        long[] free = {1000};
        var disk = new DiskSpace(() -> free[0], 100, InstantSource.system());
        var settings =
                new Mailboxes.Settings("contoso.example", false, Quotas.DEFAULT, disk, TemporaryFiles.ofSystem());
        try (var fixture =
                new ReceivingFixture(Databases.open(engine), settings, ReceivingFixture.settings(10_000_000))) {
            fixture.person("bob");
            free[0] = 99;
            assertEquals("452 4.3.1", fixture.code(STRANGER, SENDER, "bob@contoso.example", MESSAGE));
            free[0] = 100;
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, "bob@contoso.example", MESSAGE));
        }
    }
}
