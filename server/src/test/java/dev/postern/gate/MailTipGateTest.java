package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.contact.ContactFolders;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.AutomaticReplies.Audience;
import dev.postern.mailbox.setting.AutomaticReplies.Status;
import dev.postern.mailbox.setting.MailboxSettings;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the senders of messages are told about recipients, and which recipients exist for the caller. */
class MailTipGateTest {
    private final GateFixture fixture = new GateFixture();
    private ServicePrincipal app;
    private User anna;
    private User berta;

    @BeforeEach
    void start() {
        app = fixture.app("app", "Mail.Read");
        anna = fixture.user("anna");
        berta = fixture.user("berta");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private MailReader reader() {
        return reader(fixture.caller(app), anna);
    }

    private MailReader reader(Caller caller, User owner) {
        return fixture.gate.openMailbox(caller, GateFixture.READ, owner.id().toString(), MailboxOpening.MAIL_READ);
    }

    private TipSource find(String address) {
        return find(anna, address, true);
    }

    private TipSource find(User asking, String address, boolean details) {
        try (MailReader reader = reader(fixture.caller(app), asking)) {
            return reader.mailTips().find(address, details, fixture.now.get());
        }
    }

    private List<String> audited(List<AuditEntry> entries, String target) {
        return entries.stream()
                .filter(entry -> entry.target().equals(target))
                .map(entry -> entry.verdict() + " " + entry.rule())
                .toList();
    }

    /** A user with this recipient, or without one. */
    private User put(String login, @Nullable Recipient recipient, @Nullable MailboxId mailbox) {
        return fixture.here.put(
                fixture.contoso,
                new User(
                        new ObjectId(fixture.here.uuid()),
                        fixture.now.get(),
                        login,
                        login,
                        true,
                        recipient,
                        mailbox,
                        Map.of()));
    }

    private User outside(String alias, @Nullable MailboxId mailbox) {
        Recipient known = Objects.requireNonNull(fixture.here
                .user(fixture.contoso, RecipientType.MAIL_USER, alias + ".x", alias, null)
                .recipient());
        return put(
                alias + "@elsewhere.example",
                new Recipient(
                        mailbox == null ? RecipientType.MAIL_USER : RecipientType.USER_MAILBOX,
                        alias,
                        alias,
                        alias + "@elsewhere.example",
                        List.of(),
                        known.sid() + "0",
                        fixture.here.uuid(),
                        false,
                        Map.of()),
                mailbox);
    }

    @Test
    void anAddressThatIsNotKnownIsJudgedByItsDomain() {
        assertSame(TipSource.UNRESOLVED, find(fixture.at("unknown")));
        assertSame(TipSource.UNRESOLVED, find("no address"));
        assertSame(TipSource.EXTERNAL, find("unknown@elsewhere.example"));
        assertSame(TipSource.EXTERNAL, find("@elsewhere.example"));
        assertEquals(
                List.of("not found"),
                fixture.audit().stream()
                        .filter(entry -> entry.target().equals(fixture.at("unknown")))
                        .map(AuditEntry::verdict)
                        .toList());
        try (MailReader reader = reader()) {
            assertTrue(reader.mailTips().isInternal(fixture.at("unknown")));
            assertFalse(reader.mailTips().isInternal("x@elsewhere.example"));
            assertEquals(150L << 20, reader.mailTips().messageBytes());
        }
    }

    @Test
    void aRecipientThatTheCallerMayNotReachLooksAsOneThatDoesNotExist() {
        Group scope = fixture.here.group(fixture.contoso, "scope", anna.id());
        Group hidden = fixture.here.group(fixture.contoso, "hidden", anna.id());
        User away = outside("away", new MailboxId(fixture.here.uuid()));
        assertEquals(new TipSource.Tips(false, null), find(fixture.at("berta")));
        assertEquals(new TipSource.Members(1, 0), find(fixture.at("hidden")));
        assertEquals(new TipSource.Tips(false, null), find(away.userPrincipalName()));
        fixture.policy(app, AccessRight.RESTRICT_ACCESS, scope);
        assertSame(TipSource.UNRESOLVED, find(fixture.at("berta")));
        assertSame(TipSource.UNRESOLVED, find(fixture.at("hidden")));
        assertSame(TipSource.EXTERNAL, find(away.userPrincipalName()));
        assertEquals(2, audited(fixture.audit(berta), fixture.at("berta")).size());
        assertEquals(
                "denied OUTSIDE_EVERY_SCOPE",
                audited(fixture.audit(berta), fixture.at("berta")).getLast());
        AuditEntry group = fixture.audit().stream()
                .filter(entry -> entry.target().equals(fixture.at("hidden")))
                .toList()
                .getLast();
        assertEquals("denied", group.verdict());
        assertEquals("OUTSIDE_EVERY_SCOPE", group.rule());
        assertEquals(GateFixture.READ.name(), group.operation());
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.addMember(scope.id(), hidden.id());
            return true;
        });
        assertEquals(new TipSource.Members(1, 0), find(fixture.at("hidden")));
        assertEquals(
                "granted",
                fixture.audit().stream()
                        .filter(entry -> entry.target().equals(fixture.at("hidden")))
                        .toList()
                        .getLast()
                        .verdict());
    }

    @Test
    void theEntryAboutAGroupNamesThePolicy() {
        fixture.here.group(fixture.contoso, "team");
        var policy =
                fixture.policy(app, AccessRight.DENY_ACCESS, fixture.here.group(fixture.contoso, "denied", berta.id()));
        find(fixture.at("team"));
        fixture.remove(policy);
        Group scope = fixture.here.group(fixture.contoso, "scope", anna.id());
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.addMember(
                    scope.id(),
                    Objects.requireNonNull(draft.before().byAddress(fixture.at("team")))
                            .id());
            return true;
        });
        var allowing = fixture.policy(app, AccessRight.RESTRICT_ACCESS, scope);
        find(fixture.at("team"));
        AuditEntry entry = fixture.audit().stream()
                .filter(one -> one.target().equals(fixture.at("team")))
                .toList()
                .getLast();
        assertEquals(allowing.id().toString(), entry.policy());
        assertEquals(app.appId(), entry.actor().app());
    }

    @Test
    void aRecipientWhoseMailboxIsElsewhereIsKnown() {
        User away = outside("away", null);
        assertEquals(new TipSource.NoMailbox(), find(away.userPrincipalName()));
    }

    private void reply(User owner, AutomaticReplies replies) {
        Mailbox mailbox = mailbox(owner);
        new MailboxSettings(mailbox).change(state -> state.with(replies));
    }

    private Mailbox mailbox(User owner) {
        find(owner.userPrincipalName());
        MailboxId id = Objects.requireNonNull(owner.mailbox());
        fixture.here.core.mailboxes().ensure(id, fixture.contoso.id(), owner.id());
        return fixture.here.core.mailboxes().open(id);
    }

    private static AutomaticReplies replies(
            Status status, Audience audience, AutomaticReplies.@Nullable Window window) {
        return new AutomaticReplies(status, audience, "inside", "outside!", window, 1);
    }

    private AutomaticReplies.Time at(Duration fromNow) {
        return AutomaticReplies.Time.of(
                LocalDateTime.ofInstant(fixture.now.get().plus(fromNow), ZoneOffset.UTC), "UTC");
    }

    private static @Nullable String message(TipSource tips) {
        TipSource.Away away = ((TipSource.Tips) tips).away();
        return away == null ? null : away.message();
    }

    @Test
    void anAutomaticReplyIsShownAsTheSenderWouldGetIt() {
        String address = fixture.at("berta");
        assertEquals(new TipSource.Tips(false, null), find(address));
        var window = new AutomaticReplies.Window(at(Duration.ofHours(-1)), at(Duration.ofHours(1)));
        var over = new AutomaticReplies.Window(at(Duration.ofHours(-2)), at(Duration.ofHours(-1)));
        reply(berta, replies(Status.ALWAYS_ENABLED, Audience.ALL, window));
        TipSource.Away away = Objects.requireNonNull(((TipSource.Tips) find(address)).away());
        assertEquals("inside", away.message());
        assertEquals(null, away.window(), "it is sent without a window");
        assertEquals(new MailboxSettings(mailbox(berta)).state().regional().locale(), away.language());
        assertEquals(new TipSource.Tips(false, null), find(anna, address, false), "nothing is read");
        reply(berta, replies(Status.SCHEDULED, Audience.ALL, window));
        assertEquals(
                window,
                Objects.requireNonNull(((TipSource.Tips) find(address)).away()).window());
        reply(berta, replies(Status.SCHEDULED, Audience.ALL, over));
        assertEquals(null, message(find(address)));
        reply(berta, new AutomaticReplies(Status.ALWAYS_ENABLED, Audience.ALL, " ", "outside!", null, 1));
        assertEquals(null, message(find(address)), "an empty text is no reply");
    }

    @Test
    void theTextIsForTheMailboxThatAsks() {
        String address = fixture.at("berta");
        User outside = outside("guest", new MailboxId(fixture.here.uuid()));
        User login = put("login@elsewhere.example", null, new MailboxId(fixture.here.uuid()));
        User inside = put(fixture.at("login"), null, new MailboxId(fixture.here.uuid()));
        reply(berta, replies(Status.ALWAYS_ENABLED, Audience.ALL, null));
        assertEquals("outside!", message(find(outside, address, true)));
        assertEquals("outside!", message(find(login, address, true)));
        assertEquals("inside", message(find(inside, address, true)));
        User guest = outside("both", new MailboxId(fixture.here.uuid()));
        User both = fixture.here.put(
                fixture.contoso,
                new User(
                        guest.id(),
                        guest.createdAt(),
                        "both",
                        fixture.at("both"),
                        true,
                        guest.recipient(),
                        guest.mailbox(),
                        Map.of()));
        assertEquals("outside!", message(find(both, address, true)), "its address counts");
        reply(berta, replies(Status.ALWAYS_ENABLED, Audience.CONTACTS_ONLY, null));
        assertEquals(null, message(find(outside, address, true)));
        new Contacts(mailbox(berta))
                .create(ContactFolders.TOP, json("{'emailAddresses':[{'address':'guest@elsewhere.example'}]}"));
        assertEquals("outside!", message(find(outside, address, true)));
        assertEquals(null, message(find(login, address, true)));
    }

    @Test
    void theMemoryOfTheTextIsTaken() {
        reply(berta, replies(Status.ALWAYS_ENABLED, Audience.ALL, null));
        var memory = new HeldMemory();
        try (MailReader reader = reader(GateFixture.counted(fixture.caller(app), memory), anna)) {
            reader.mailTips().find(fixture.at("berta"), true, fixture.now.get());
        }
        assertEquals(2L * "inside".length(), memory.held());
    }

    @Test
    void aFullMailboxIsTold() {
        Mailbox mailbox = mailbox(berta);
        fixture.here
                .database()
                .write(sql -> sql.update(
                        "update mailbox set bytes = ? where mailbox_id = ?",
                        1L << 60,
                        mailbox.id().value()));
        assertEquals(new TipSource.Tips(true, null), find(fixture.at("berta")));
    }

    @Test
    void theMembersOfNestedGroupsAreCountedOnce() {
        User away = outside("away", null);
        User without = put(fixture.at("without"), null, null);
        Group inner = fixture.here.group(fixture.contoso, "inner", berta.id(), away.id(), without.id());
        Group outer = fixture.here.group(fixture.contoso, "outer", inner.id(), anna.id(), berta.id());
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.addMember(inner.id(), outer.id());
            draft.addMember(inner.id(), app.id());
            return true;
        });
        assertEquals(new TipSource.Members(4, 1), find(fixture.at("outer")));
    }

    @Test
    void theMembersOfARequestAreBounded() {
        List<String> names = IntStream.range(0, 1000).mapToObj(i -> "m" + i).toList();
        fixture.here.users(fixture.contoso, names);
        ObjectId[] members = names.stream()
                .map(name -> Objects.requireNonNull(fixture.snapshot().byAddress(fixture.at(name)))
                        .id())
                .toArray(ObjectId[]::new);
        fixture.here.group(fixture.contoso, "large", members);
        try (MailReader reader = reader()) {
            MailTipReader tips = reader.mailTips();
            for (int i = 0; i < 100; i++) {
                assertEquals(new TipSource.Members(1000, 0), tips.find(fixture.at("large"), true, fixture.now.get()));
            }
            assertEquals(
                    new TipSource.TooManyMembers(100_000), tips.find(fixture.at("large"), true, fixture.now.get()));
        }
    }
}
