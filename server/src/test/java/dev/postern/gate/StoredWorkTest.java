package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.AccessRight;
import dev.postern.access.MailboxId;
import dev.postern.audit.AuditEntry;
import dev.postern.delivery.DeferredMessage;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.Group;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.http.Json;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.subscription.ChangeType;
import dev.postern.subscription.SubscribedKind;
import dev.postern.subscription.Subscription;
import dev.postern.subscription.SubscriptionFailure;
import dev.postern.subscription.SubscriptionScope;
import dev.postern.subscription.SubscriptionTargets;
import dev.postern.subscription.SubscriptionTerms;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Work that is done later for a caller without its token: it is decided again each time. */
class StoredWorkTest {
    private static final Set<String> LISTING = Set.of("Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic");
    private static final Operation UPLOAD =
            new Operation("POST createUploadSession", Area.MAIL, Form.WRITE, Set.of("Mail.ReadWrite"), Set.of());
    private static final Operation SEND =
            new Operation("POST send", Area.MAIL, Form.SEND, Set.of("Mail.Send"), Set.of());
    private static final Operation SUBSCRIBE =
            new Operation("POST /subscriptions", Area.SUBSCRIPTIONS, Form.WRITE, LISTING, Set.of());
    private static final Operation LIST_SUBSCRIPTIONS =
            new Operation("GET /subscriptions", Area.SUBSCRIPTIONS, Form.READ, LISTING, Set.of());
    private static final Operation LIST =
            new Operation("GET messages", Area.MAIL, Form.READ, LISTING, Set.of("Mail.ReadBasic"));

    private final GateFixture fixture = new GateFixture();
    private User anna;
    private Group others;
    private ServicePrincipal app;

    @BeforeEach
    void start() {
        anna = fixture.user("anna");
        others = fixture.here.group(fixture.contoso, "others");
        app = fixture.app("app", "Mail.ReadWrite", "Mail.Send", "Mail.Read");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private MailboxId mailbox() {
        return Objects.requireNonNull(anna.mailbox());
    }

    private List<AuditEntry> audited(UUID request) {
        return fixture.audit(anna).stream()
                .filter(entry -> request.equals(entry.actor().requestId()))
                .toList();
    }

    /** Does the work, checks that each loss of access refuses it, and does it again when access is back. */
    private void decidedAgain(Runnable work) {
        work.run();
        ApplicationAccessPolicy policy = fixture.policy(app, AccessRight.RESTRICT_ACCESS, others);
        assertThrows(Refusal.PolicyDenied.class, work::run);
        fixture.remove(policy);
        work.run();
        fixture.enable(app, false);
        assertThrows(Refusal.PermissionMissing.class, work::run);
        fixture.enable(app, true);
        work.run();
        fixture.now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
        assertThrows(Refusal.NotCurrent.class, work::run);
        fixture.here.directory().refresh();
        work.run();
        fixture.revoke(app);
        assertThrows(Refusal.PermissionMissing.class, work::run);
        fixture.role(app, "Application Mail Full Access");
        work.run();
    }

    /** The three refusals of {@link #decidedAgain} that were about the caller. */
    private void refusalsAreAudited(String operation) {
        List<AuditEntry> denied = fixture.audit(anna).stream()
                .filter(entry ->
                        entry.operation().equals(operation) && entry.verdict().equals("denied"))
                .toList();
        assertEquals(
                List.of("OUTSIDE_EVERY_SCOPE", "PRINCIPAL_DISABLED", "GRANT_REVOKED"),
                denied.stream().map(AuditEntry::rule).toList());
        assertTrue(denied.stream()
                .allMatch(entry -> entry.target().equals(anna.id().toString())));
    }

    /** The owner is deleted, or has another mailbox. */
    private void withoutTheMailbox(Runnable work) {
        fixture.here.put(
                fixture.contoso,
                new User(
                        anna.id(),
                        anna.createdAt(),
                        anna.displayName(),
                        anna.userPrincipalName(),
                        true,
                        anna.recipient(),
                        new MailboxId(fixture.here.uuid()),
                        anna.profile()));
        work.run();
        fixture.here.directory().change(fixture.contoso.id(), TestCore.ACTOR, draft -> {
            draft.remove(anna.id());
            return true;
        });
        work.run();
    }

    private UploadTicket.Issued begun() {
        Caller caller = fixture.caller(app);
        try (MailWriter writer =
                fixture.gate.openMailbox(caller, UPLOAD, fixture.at("anna"), MailboxOpening.MAIL_WRITE)) {
            Item draft = writer.create(
                    WellKnownFolder.DRAFTS.id(), NewMessage.draft(Json.object().put("subject", "x"), List.of()));
            return writer.beginUpload(new ItemRef(draft.id(), null), new Upload.File("a.bin", null, null, false, 4));
        }
    }

    @Test
    void anUploadIsDecidedAgainAtEachRequest() {
        UploadTicket.Issued issued = begun();
        UploadTicket ticket = UploadTicket.read(issued.session(), issued.secret());
        decidedAgain(() -> {
            RequestContext context = GateFixture.context("");
            try (OpenUpload opened = fixture.gate.openUpload(context, ticket)) {
                assertEquals(anna.id(), opened.ownerId());
                assertEquals(fixture.contoso.id(), opened.tenant());
                assertEquals(app.appId(), opened.app());
                assertEquals(issued.upload().id(), opened.upload().id());
                assertEquals(issued.upload().item(), opened.item().id());
            }
            AuditEntry entry = audited(context.requestId()).getFirst();
            assertEquals(UPLOAD.name() + " (upload)", entry.operation());
            assertEquals(anna.id().toString(), entry.target());
            assertEquals("granted", entry.verdict());
            assertEquals(1, audited(context.requestId()).size());
        });
        refusalsAreAudited(UPLOAD.name() + " (upload)");
        RequestContext context = GateFixture.context("");
        fixture.policy(app, AccessRight.DENY_ACCESS, fixture.here.group(fixture.contoso, "denied", anna.id()));
        // the role assignment still allows it
        fixture.gate.openUpload(context, ticket).close();
    }

    @Test
    void aFileIsUploadedWithOneEntryForItsRequest() {
        UploadTicket.Issued issued = begun();
        UploadTicket ticket = UploadTicket.read(issued.session(), issued.secret());
        RequestContext context = GateFixture.context("");
        try (OpenUpload opened = fixture.gate.openUpload(context, ticket)) {
            Upload complete = opened.append(4, new ByteArrayInputStream(new byte[] {1, 2, 3, 4}));
            assertEquals(4, complete.received());
            assertEquals("a.bin", opened.finish(complete).name());
        }
        assertEquals(1, audited(context.requestId()).size());
        UploadTicket.Issued other = begun();
        UploadTicket second = UploadTicket.read(other.session(), other.secret());
        try (OpenUpload opened = fixture.gate.openUpload(GateFixture.context(""), second)) {
            opened.cancel();
        }
        assertThrows(
                MailboxFailure.UploadNotFound.class, () -> fixture.gate.openUpload(GateFixture.context(""), second));
    }

    @Test
    void aTicketIsForOneUploadAndItsSecret() {
        UploadTicket.Issued one = begun();
        UploadTicket.Issued other = begun();
        assertThrows(
                MailboxFailure.UploadNotFound.class,
                () -> fixture.gate.openUpload(
                        GateFixture.context(""), UploadTicket.read(one.session(), other.secret())));
        assertEquals("Issued[" + one.session() + "]", one.toString());
        assertFalse(UploadTicket.read(one.session(), one.secret()).toString().contains(one.secret()));
        assertTrue(UploadTicket.read(one.session(), one.secret())
                .toString()
                .contains(one.upload().id().toString()));
        UploadTicket read = UploadTicket.read(one.session(), one.secret());
        assertEquals(mailbox(), read.mailbox());
        assertEquals(one.upload().id(), read.upload());
        for (String wrong :
                List.of("", "%", one.session() + "AAAA", one.session().substring(4))) {
            assertThrows(MailboxFailure.UploadNotFound.class, () -> UploadTicket.read(wrong, one.secret()));
            assertThrows(MailboxFailure.UploadNotFound.class, () -> UploadTicket.read(one.session(), wrong));
            assertThrows(MailboxFailure.UploadNotFound.class, () -> UploadTicket.earlier(wrong));
        }
        withoutTheMailbox(() -> assertThrows(
                MailboxFailure.UploadNotFound.class,
                () -> fixture.gate.openUpload(
                        GateFixture.context(""), UploadTicket.read(one.session(), one.secret()))));
    }

    private DeferredMessage deferred(ServicePrincipal by) {
        Caller caller = fixture.caller(by);
        return new DeferredMessage(
                mailbox(),
                Objects.requireNonNull(begun().upload().item()),
                StoredCaller.of(Requester.of(caller.token()), anna, SEND).text(),
                UUID.randomUUID(),
                true,
                1);
    }

    @Test
    void aDeferredMessageIsDecidedAgainWhenItIsSent() {
        DeferredMessage message = deferred(app);
        decidedAgain(() -> {
            try (OpenDeferred opened = fixture.gate.openDeferred(message)) {
                assertEquals(anna.id(), opened.owner().id());
                assertEquals(
                        message.item(), Objects.requireNonNull(opened.draft()).id());
            }
        });
        refusalsAreAudited(SEND.name() + " (deferred)");
        assertEquals(
                5,
                audited(message.requestId()).stream()
                        .filter(entry -> entry.verdict().equals("granted"))
                        .count());
        AuditEntry entry = audited(message.requestId()).getFirst();
        assertEquals(SEND.name() + " (deferred)", entry.operation());
        assertEquals(anna.id().toString(), entry.target());
        withoutTheMailbox(() -> assertThrows(Refusal.NoMailbox.class, () -> fixture.gate.openDeferred(message)));
    }

    @Test
    void aDeferredMessageIsSentWithOneEntry() {
        Caller caller = fixture.caller(app);
        Item draft;
        try (MailWriter writer =
                fixture.gate.openMailbox(caller, UPLOAD, fixture.at("anna"), MailboxOpening.MAIL_WRITE)) {
            ObjectNode message = Json.object().put("subject", "later");
            message.putArray("toRecipients")
                    .addObject()
                    .putObject("emailAddress")
                    .put("address", fixture.at("anna"));
            draft = writer.create(WellKnownFolder.DRAFTS.id(), NewMessage.draft(message, List.of()));
        }
        try (MailSender sender = fixture.gate.openMailbox(caller, SEND, fixture.at("anna"), MailboxOpening.MAIL_SEND)) {
            sender.submitDraft(draft, draft.changeKey(), fixture.now.get().plus(Duration.ofHours(1)), Duration.ZERO);
        }
        fixture.now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
        fixture.here.directory().refresh();
        DeferredMessage due = fixture.here.core.delivery().deferred().claim(10).stream()
                .filter(message -> message.item().equals(draft.id()))
                .findFirst()
                .orElseThrow();
        try (OpenDeferred opened = fixture.gate.openDeferred(due)) {
            opened.send(Objects.requireNonNull(opened.draft()));
        }
        assertEquals(
                1,
                audited(due.requestId()).stream()
                        .filter(entry -> entry.operation().equals(SEND.name() + " (deferred)"))
                        .count());
        try (OpenDeferred opened = fixture.gate.openDeferred(due)) {
            assertNull(opened.draft(), "it was sent");
            opened.markAnswered(new ItemRef(draft.id(), null), Json.object().putArray("verbs"));
        }
    }

    private SubscriptionWriter writing(Caller caller) {
        return fixture.gate.openSubscriptions(
                caller, SUBSCRIBE, "subscriptions", SubscriptionOpening.SUBSCRIPTIONS_WRITE);
    }

    private Subscription subscribe(Caller caller) {
        try (SubscriptionWriter writer = writing(caller);
                MailReader followed = writer.openFollowed(LIST, fixture.at("anna"), MailboxOpening.MAIL_READ)) {
            return writer.create(
                    followed,
                    new SubscriptionScope(SubscribedKind.MESSAGE, null),
                    fixture.now.get().plus(Duration.ofHours(1)),
                    new SubscriptionTerms(
                            Set.of(ChangeType.CREATED), IdStyle.DEFAULT, List.of(), "", false, false, Json.object()),
                    new SubscriptionTargets("https://hooks.example/a", null, null));
        }
    }

    @Test
    void aNotificationIsDecidedAgainWhenItIsSent() {
        Caller caller = fixture.caller(app);
        Subscription subscription = subscribe(caller);
        assertEquals(app.appId(), subscription.app());
        assertEquals(app.id(), subscription.principal());
        assertEquals(mailbox(), subscription.mailbox());
        assertEquals(fixture.now.get(), subscription.created());
        assertEquals(List.of("POST /subscriptions: GET messages granted"), operations(caller, _ -> {}));
        UUID request = UUID.randomUUID();
        decidedAgain(() -> {
            try (MailReader opened = fixture.gate.openNotified(subscription, request, MailboxOpening.MAIL_READ)) {
                assertEquals(mailbox(), opened.id());
                assertTrue(opened.mayReadContent());
                assertNotNull(opened.temporary());
            }
        });
        refusalsAreAudited("POST /subscriptions: GET messages (notification)");
        assertEquals(
                "POST /subscriptions: GET messages (notification)",
                audited(request).getFirst().operation());
        assertThrows(
                IllegalArgumentException.class,
                () -> fixture.gate.openNotified(subscription, request, MailboxOpening.CALENDAR_READ));
        withoutTheMailbox(() -> {
            assertThrows(
                    Refusal.NoMailbox.class,
                    () -> fixture.gate.openNotified(subscription, request, MailboxOpening.MAIL_READ));
            assertFalse(fixture.gate.mayBeNotified(subscription));
        });
    }

    @Test
    void whetherItMayBeNotifiedIsDecidedWithoutAnEntry() {
        Subscription subscription = subscribe(fixture.caller(app));
        int before = fixture.audit(anna).size();
        assertTrue(fixture.gate.mayBeNotified(subscription));
        fixture.revoke(app);
        assertFalse(fixture.gate.mayBeNotified(subscription));
        assertEquals(before, fixture.audit(anna).size());
        fixture.now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
        assertThrows(Refusal.NotCurrent.class, () -> fixture.gate.mayBeNotified(subscription));
    }

    /** Runs the work with a new request of an application; returns the operations of its entries about the mailbox and about none. */
    private List<String> operations(Caller caller, Consumer<Caller> work) {
        work.accept(caller);
        UUID request = caller.context().requestId();
        var entries = new ArrayList<>(audited(request));
        entries.addAll(fixture.audit().stream()
                .filter(entry -> request.equals(entry.actor().requestId()))
                .toList());
        return entries.stream()
                .map(entry -> entry.operation() + " " + entry.verdict())
                .toList();
    }

    @Test
    void aSubscriptionIsReadAndChangedByItsApplicationWhileItMayReadTheMailbox() {
        Subscription subscription = subscribe(fixture.caller(app));
        UUID id = subscription.id();
        Consumer<Caller> get = caller -> {
            try (SubscriptionReader reader = fixture.gate.openSubscriptions(
                    caller, LIST_SUBSCRIPTIONS, "x", SubscriptionOpening.SUBSCRIPTIONS_READ)) {
                assertEquals(caller, reader.caller());
                assertEquals(id, reader.get(id).id());
            }
        };
        String read = "GET /subscriptions: POST /subscriptions: GET messages";
        assertEquals(List.of(read + " granted"), operations(fixture.caller(app), get));
        Consumer<Caller> renew = caller -> {
            try (SubscriptionWriter writer = writing(caller)) {
                Subscription after = writer.change(
                        id,
                        before -> before.changed(
                                fixture.now.get().plus(Duration.ofHours(3)), before.terms(), before.targets()));
                assertEquals(fixture.now.get().plus(Duration.ofHours(3)), after.expires());
                assertEquals(after.expires(), writer.require(id).expires());
            }
        };
        String write = "POST /subscriptions: POST /subscriptions: GET messages";
        assertEquals(List.of(write + " granted"), operations(fixture.caller(app), renew));
        Consumer<Caller> fail = caller -> {
            try (SubscriptionWriter writer = writing(caller)) {
                assertThrows(
                        IllegalStateException.class,
                        () -> writer.change(id, _ -> {
                            throw new IllegalStateException("it is not changed");
                        }));
            }
        };
        assertEquals(List.of(write + " granted"), operations(fixture.caller(app), fail));
        ServicePrincipal other = fixture.app("other", "Mail.Read");
        Consumer<Caller> unknown = caller -> {
            try (SubscriptionWriter writer = writing(caller)) {
                assertThrows(SubscriptionFailure.NotFound.class, () -> writer.get(id));
                assertThrows(SubscriptionFailure.NotFound.class, () -> writer.remove(id));
                assertThrows(SubscriptionFailure.NotFound.class, () -> writer.change(id, same -> same));
                assertEquals(List.of(), writer.list(null, 10).values());
            }
        };
        assertEquals(List.of("POST /subscriptions granted"), operations(fixture.caller(other), unknown));
        ApplicationAccessPolicy policy = fixture.policy(app, AccessRight.RESTRICT_ACCESS, others);
        Consumer<Caller> refused = caller -> {
            try (SubscriptionReader reader = fixture.gate.openSubscriptions(
                    caller, LIST_SUBSCRIPTIONS, "x", SubscriptionOpening.SUBSCRIPTIONS_READ)) {
                assertThrows(Refusal.PolicyDenied.class, () -> reader.get(id));
            }
        };
        assertEquals(List.of(read + " denied", "GET /subscriptions granted"), operations(fixture.caller(app), refused));
        fixture.remove(policy);
        Consumer<Caller> remove = caller -> {
            try (SubscriptionWriter writer = writing(caller)) {
                writer.remove(id);
            }
        };
        assertEquals(List.of(write + " granted"), operations(fixture.caller(app), remove));
        Consumer<Caller> gone = caller -> {
            try (SubscriptionWriter writer = writing(caller)) {
                assertThrows(SubscriptionFailure.NotFound.class, () -> writer.get(id));
            }
        };
        assertEquals(List.of("POST /subscriptions granted"), operations(fixture.caller(app), gone));
    }

    @Test
    void aRenewalTakesThePermissionsOfThePresentToken() {
        ServicePrincipal growing = fixture.app("growing", "Mail.ReadBasic");
        UUID id = subscribe(fixture.caller(growing)).id();
        fixture.here.grant(fixture.contoso, growing, WellKnown.MICROSOFT_GRAPH, "Mail.Read");
        Caller caller = fixture.caller(growing);
        try (SubscriptionWriter writer = writing(caller)) {
            StoredCaller before = StoredCaller.parse(writer.require(id).holder());
            assertEquals(Set.of("Mail.ReadBasic"), before.requester().roles());
            writer.change(id, same -> same.changed(same.expires(), same.terms(), same.targets()));
            StoredCaller after = StoredCaller.parse(writer.require(id).holder());
            assertEquals(
                    Set.of("Mail.ReadBasic", "Mail.Read"), after.requester().roles());
            assertEquals(anna.id(), after.owner());
        }
    }

    @Test
    void aSubscriptionToAMailboxThatIsGoneIsNotShown() {
        Subscription subscription = subscribe(fixture.caller(app));
        withoutTheMailbox(() -> {
            try (SubscriptionReader reader = fixture.gate.openSubscriptions(
                    fixture.caller(app), LIST_SUBSCRIPTIONS, "x", SubscriptionOpening.SUBSCRIPTIONS_READ)) {
                assertThrows(Refusal.UnknownMailbox.class, () -> reader.get(subscription.id()));
                assertEquals(List.of(), reader.list(null, 10).values());
            }
        });
    }

    @Test
    void aListContainsWhatTheCallerMayRead() {
        Subscription first = subscribe(fixture.caller(app));
        fixture.now.updateAndGet(time -> time.plusSeconds(1));
        Subscription second = subscribe(fixture.caller(app));
        Consumer<Caller> list = caller -> {
            try (SubscriptionReader reader = fixture.gate.openSubscriptions(
                    caller, LIST_SUBSCRIPTIONS, "x", SubscriptionOpening.SUBSCRIPTIONS_READ)) {
                SubscriptionReader.Listed page = reader.list(null, 1);
                assertEquals(List.of(first.id()), ids(page));
                assertEquals(first.id(), page.last());
                page = reader.list(page.last(), 1);
                assertEquals(List.of(second.id()), ids(page));
                assertEquals(second.id(), page.last());
                page = reader.list(page.last(), 1);
                assertEquals(List.of(), ids(page));
                assertNull(page.last());
                assertEquals(List.of(first.id(), second.id()), ids(reader.list(null, 10)));
            }
        };
        assertEquals(List.of("GET /subscriptions granted"), operations(fixture.caller(app), list));
        fixture.policy(app, AccessRight.RESTRICT_ACCESS, others);
        Consumer<Caller> none = caller -> {
            try (SubscriptionReader reader = fixture.gate.openSubscriptions(
                    caller, LIST_SUBSCRIPTIONS, "x", SubscriptionOpening.SUBSCRIPTIONS_READ)) {
                SubscriptionReader.Listed page = reader.list(null, 2);
                assertEquals(List.of(), ids(page));
                assertEquals(second.id(), page.last());
            }
        };
        assertEquals(List.of("GET /subscriptions granted"), operations(fixture.caller(app), none));
    }

    private static List<UUID> ids(SubscriptionReader.Listed page) {
        return page.values().stream().map(Subscription::id).toList();
    }
}
