package dev.postern.graph.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is notified about changes of messages, events and contacts, and what is not. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class NotificationsTest {
    private static final String ALL = "created,updated,deleted";

    @Parameter
    Engine engine;

    private SubscriptionFixture fixture;
    private User ada;
    private String users;
    private Client app;
    private Client writer;

    @BeforeEach
    void open() {
        fixture = new SubscriptionFixture(engine);
        ada = fixture.user("ada");
        users = "/v1.0/users/" + ada.id();
        app = fixture.graph.client("Mail.Read", "Calendars.Read", "Contacts.Read");
        writer = fixture.graph.client("Mail.ReadWrite", "Calendars.ReadWrite", "Contacts.ReadWrite", "Mail.Send");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String message(String folder, String subject) {
        Answer made = writer.post(users + "/mailFolders/" + folder + "/messages", "{'subject':'" + subject + "'}");
        assertEquals(201, made.status(), made::toString);
        return made.id();
    }

    @Test
    void theEntryOfAMessageHasTheFormOfGraph() {
        String id = fixture.subscribe(app, "users/" + ada.userPrincipalName() + "/messages", "created", "echo/n?x=1");
        String message = message("inbox", "a");
        fixture.notifyNow();
        TestEndpoint.Received received = fixture.endpoint.next();
        assertTrue(received != null && received.path().equals("/echo/n?x=1"), String.valueOf(received));
        JsonNode entry = received.body().path("value").path(0);
        String resource = "Users/" + ada.id() + "/Messages/" + message;
        assertEquals(id, entry.path("subscriptionId").stringValue());
        assertEquals("s3cret", entry.path("clientState").stringValue());
        assertEquals("created", entry.path("changeType").stringValue());
        assertEquals(resource, entry.path("resource").stringValue());
        assertEquals(
                "2026-11-23T09:00:00.0000000+00:00",
                entry.path("subscriptionExpirationDateTime").stringValue());
        assertEquals(
                fixture.graph.contoso.id().toString(), entry.path("tenantId").stringValue());
        JsonNode data = entry.path("resourceData");
        assertEquals("#Microsoft.Graph.Message", data.path("@odata.type").stringValue());
        assertEquals(resource, data.path("@odata.id").stringValue());
        assertEquals(message, data.path("id").stringValue());
        assertEquals(
                app.get(users + "/messages/" + message)
                        .json()
                        .path("@odata.etag")
                        .stringValue(),
                data.path("@odata.etag").stringValue());
        assertEquals(List.of(), fixture.notified(), "once");
    }

    @Test
    void changesOfAllKindsAreNotified() {
        fixture.subscribe(app, "users/" + ada.id() + "/messages", ALL, "echo/n");
        fixture.subscribe(app, "users/" + ada.id() + "/events", ALL, "echo/n");
        fixture.subscribe(app, "users/" + ada.id() + "/contacts", ALL, "echo/n");
        String message = message("inbox", "a");
        String event = writer.post(
                        users + "/events",
                        "{'subject':'e','start':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'},"
                                + "'end':{'dateTime':'2026-12-01T11:00:00','timeZone':'UTC'}}")
                .id();
        String contact = writer.post(users + "/contacts", "{'givenName':'Bo'}").id();
        List<JsonNode> made = fixture.notified();
        assertEquals(
                Set.of(
                        "Users/" + ada.id() + "/Messages/" + message,
                        "Users/" + ada.id() + "/Events/" + event,
                        "Users/" + ada.id() + "/Contacts/" + contact),
                Set.copyOf(made.stream()
                        .map(one -> one.path("resource").stringValue())
                        .toList()));
        writer.patch(users + "/messages/" + message, "{'isRead':true}");
        writer.patch(users + "/events/" + event, "{'subject':'f'}");
        writer.patch(users + "/contacts/" + contact, "{'givenName':'Bob'}");
        assertEquals(List.of("updated", "updated", "updated"), fixture.types());
        writer.delete(users + "/messages/" + message);
        writer.delete(users + "/events/" + event);
        writer.delete(users + "/contacts/" + contact);
        List<JsonNode> gone = fixture.notified();
        assertEquals(
                List.of("deleted", "deleted", "deleted"),
                gone.stream().map(one -> one.path("changeType").stringValue()).toList());
        assertTrue(gone.getFirst().at("/resourceData/@odata.etag").isMissingNode());
    }

    @Test
    void aFolderSeesMovesInAndOut() {
        fixture.subscribe(app, "users/" + ada.id() + "/mailFolders('inbox')/messages", ALL, "echo/in");
        fixture.subscribe(app, "users/" + ada.id() + "/mailFolders/archive/messages", ALL, "echo/ar");
        String message = message("drafts", "a");
        assertEquals(List.of(), fixture.notified());
        String inbox = writer.post(users + "/messages/" + message + "/move", "{'destinationId':'inbox'}")
                .id();
        assertEquals(List.of("created"), fixture.types());
        String archive = writer.post(users + "/messages/" + inbox + "/move", "{'destinationId':'archive'}")
                .id();
        Map<String, String> byType = new ConcurrentHashMap<>();
        fixture.notified()
                .forEach(one -> byType.put(
                        one.path("changeType").stringValue(),
                        one.at("/resourceData/id").stringValue()));
        assertEquals(Map.of("deleted", inbox, "created", archive), byType);
    }

    @Test
    void aMoveInTheMailboxChangesTheDefaultIdAndNotTheImmutableOne() {
        ObjectNode wanted = fixture.body("users/" + ada.id() + "/messages", ALL, "echo/n");
        app.send("POST", "/v1.0/subscriptions", wanted.toString(), Map.of("Prefer", "IdType=\"ImmutableId\""));
        String message = message("inbox", "a");
        String immutable = fixture.notified().getFirst().at("/resourceData/id").stringValue();
        assertNotEquals(message, immutable);
        fixture.subscribe(app, "users/" + ada.id() + "/messages", ALL, "echo/n");
        writer.post(users + "/messages/" + message + "/move", "{'destinationId':'archive'}");
        List<JsonNode> moved = fixture.notified();
        assertEquals(3, moved.size(), moved::toString);
        assertTrue(moved.stream()
                .anyMatch(one -> one.path("changeType").stringValue().equals("updated")
                        && one.at("/resourceData/id").stringValue().equals(immutable)));
        assertTrue(moved.stream()
                .anyMatch(one -> one.path("changeType").stringValue().equals("deleted")
                        && one.at("/resourceData/id").stringValue().equals(message)));
    }

    @Test
    void deliveriesToManyMailboxesAreNotified() {
        User bo = fixture.user("bo");
        fixture.subscribe(app, "users/" + ada.id() + "/mailFolders/inbox/messages", "created", "echo/ada");
        fixture.subscribe(app, "users/" + bo.id() + "/messages", "created", "echo/bo");
        User carl = fixture.user("carl");
        String to = List.of(ada, bo, carl).stream()
                .map(one -> "{'emailAddress':{'address':'" + one.userPrincipalName() + "'}}")
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        for (int i = 0; i < 3; i++) {
            Answer sent = writer.post(
                    "/v1.0/users/" + carl.id() + "/sendMail",
                    "{'message':{'subject':'s','toRecipients':[" + to + "]}}");
            assertEquals(202, sent.status(), sent::toString);
        }
        fixture.graph.deliver();
        assertEquals(6, fixture.notified().size());
    }

    @Test
    void aFilterTurnsChangesIntoEnteringAndLeaving() {
        fixture.subscribe(
                app, "users/" + ada.id() + "/mailFolders('inbox')/messages?$filter=isRead eq false", ALL, "echo/n");
        String read = message("inbox", "a");
        fixture.notified();
        writer.patch(users + "/messages/" + read, "{'isRead':true}");
        fixture.notified();
        writer.patch(users + "/messages/" + read, "{'subject':'b'}");
        assertEquals(List.of(), fixture.types(), "outside before and after");
        writer.patch(users + "/messages/" + read, "{'isRead':false}");
        assertEquals(List.of("created"), fixture.types());
        writer.patch(users + "/messages/" + read, "{'subject':'c'}");
        assertEquals(List.of("updated"), fixture.types());
        writer.patch(users + "/messages/" + read, "{'isRead':true}");
        assertEquals(List.of("deleted"), fixture.types());
    }

    @Test
    void selectNarrowsWhichUpdatesAreNotified() {
        fixture.subscribe(app, "users/" + ada.id() + "/messages?$select=subject", "updated", "echo/n");
        String message = message("inbox", "a");
        writer.patch(users + "/messages/" + message, "{'isRead':true}");
        assertEquals(List.of(), fixture.types());
        writer.patch(users + "/messages/" + message, "{'subject':'b'}");
        assertEquals(List.of("updated"), fixture.types());
    }

    @Test
    void aFolderThatLeavesTheListsTakesItsMessagesWithIt() {
        String folder =
                writer.post(users + "/mailFolders", "{'displayName':'F'}").id();
        String child = writer.post(users + "/mailFolders/" + folder + "/childFolders", "{'displayName':'G'}")
                .id();
        message(folder, "a");
        message(child, "b");
        fixture.subscribe(app, "users/" + ada.id() + "/messages", ALL, "echo/n");
        writer.delete(users + "/mailFolders/" + folder);
        assertEquals(List.of(), fixture.types(), "Deleted Items are listed");
        writer.delete(users + "/mailFolders/" + folder);
        assertEquals(List.of("deleted", "deleted"), fixture.types());
        assertEquals(
                201,
                writer.post(users + "/mailFolders/" + folder + "/move", "{'destinationId':'msgfolderroot'}")
                        .status());
        assertEquals(List.of("created", "created"), fixture.types());
    }

    @Test
    void aHiddenFolderIsOnlyForThoseWhoFollowIt() {
        String hidden = writer.post(users + "/mailFolders", "{'displayName':'H','isHidden':true}")
                .id();
        fixture.subscribe(app, "users/" + ada.id() + "/messages", ALL, "echo/n");
        String id = message(hidden, "a");
        writer.patch(users + "/messages/" + id, "{'subject':'b'}");
        assertEquals(List.of(), fixture.types());
        writer.post(users + "/messages/" + id + "/move", "{'destinationId':'inbox'}");
        assertEquals(List.of("created"), fixture.types());
        fixture.subscribe(app, "users/" + ada.id() + "/mailFolders/" + hidden + "/messages", ALL, "echo/h");
        message(hidden, "c");
        assertEquals(List.of("created"), fixture.types());
    }

    @Test
    void aFolderBelowAHiddenOneStillShowsItsMessages() {
        String hidden = writer.post(users + "/mailFolders", "{'displayName':'H','isHidden':true}")
                .id();
        String folder =
                writer.post(users + "/mailFolders", "{'displayName':'F'}").id();
        message(folder, "a");
        fixture.subscribe(app, "users/" + ada.id() + "/messages", ALL, "echo/all");
        fixture.subscribe(app, "users/" + ada.id() + "/mailFolders/" + folder + "/messages", ALL, "echo/folder");
        fixture.subscribe(app, "users/" + ada.id() + "/mailFolders/msgfolderroot/messages", ALL, "echo/root");
        writer.post(users + "/mailFolders/" + folder + "/move", "{'destinationId':'" + hidden + "'}");
        assertEquals(List.of("deleted"), fixture.types(), "for the whole mailbox only");
        writer.post(users + "/mailFolders/" + folder + "/move", "{'destinationId':'msgfolderroot'}");
        assertEquals(List.of("created"), fixture.types(), "for the whole mailbox only");
    }

    @Test
    void aHiddenFolderThatMovesKeepsWhatIsBelowItHidden() {
        String folder =
                writer.post(users + "/mailFolders", "{'displayName':'F'}").id();
        String hidden = writer.post(
                        users + "/mailFolders/" + folder + "/childFolders", "{'displayName':'H','isHidden':true}")
                .id();
        String below = writer.post(users + "/mailFolders/" + hidden + "/childFolders", "{'displayName':'B'}")
                .id();
        message(below, "a");
        fixture.subscribe(app, "users/" + ada.id() + "/messages", ALL, "echo/all");
        writer.post(users + "/mailFolders/" + folder + "/move", "{'destinationId':'archive'}");
        assertEquals(List.of(), fixture.types());
        assertEquals(
                0, app.get(users + "/messages").json().path("value").size(), "lists of the mailbox do not show it");
    }

    @Test
    void aDeletedContactFolderTakesItsContactsWithIt() {
        String folder =
                writer.post(users + "/contactFolders", "{'displayName':'F'}").id();
        fixture.subscribe(app, "users/" + ada.id() + "/contactFolders/" + folder + "/contacts", ALL, "echo/n");
        writer.post(users + "/contactFolders/" + folder + "/contacts", "{'givenName':'Ann'}");
        assertEquals(List.of("created"), fixture.types());
        assertEquals(204, writer.delete(users + "/contactFolders/" + folder).status());
        assertEquals(List.of("deleted"), fixture.types());
    }

    @Test
    void aSelectionDoesNotHideWhatEntersAndLeavesAFilter() {
        fixture.subscribe(
                app, "users/" + ada.id() + "/messages?$filter=isRead eq false&$select=subject", ALL, "echo/n");
        String id = message("inbox", "a");
        assertEquals(List.of(), fixture.types(), "drafts are read");
        writer.patch(users + "/messages/" + id, "{'isRead':false}");
        assertEquals(List.of("created"), fixture.types());
        writer.patch(users + "/messages/" + id, "{'isRead':true}");
        assertEquals(List.of("deleted"), fixture.types());
        writer.patch(users + "/messages/" + id, "{'isRead':false}");
        assertEquals(List.of("created"), fixture.types());
        writer.patch(users + "/messages/" + id, "{'categories':['Red']}");
        assertEquals(List.of(), fixture.types());
    }

    @Test
    void aPolicyBetweenChangeAndSendingStopsTheNotification() {
        ObjectNode wanted = fixture.body("users/" + ada.id() + "/messages", "created", "echo/n");
        wanted.put("lifecycleNotificationUrl", fixture.endpoint.url("echo/lifecycle"));
        String id = fixture.create(app, wanted).id();
        User other = fixture.user("other");
        fixture.subscribe(app, "users/" + other.id() + "/messages", "created", "echo/other");
        message("inbox", "secret");
        fixture.graph.deny(app, fixture.graph.group("closed", ada.id()));
        fixture.notifyNow();
        fixture.graph.now.updateAndGet(now -> now.plusSeconds(2));
        fixture.notifyNow();
        TestEndpoint.Received received = fixture.endpoint.received.poll();
        assertTrue(received != null && received.path().equals("/echo/lifecycle"), String.valueOf(received));
        JsonNode event = received.body().path("value").path(0);
        assertEquals("subscriptionRemoved", event.path("lifecycleEvent").stringValue());
        assertEquals(id, event.path("subscriptionId").stringValue());
        assertTrue(event.path("resourceData").isMissingNode()
                && event.path("resource").isMissingNode());
        message("inbox", "more");
        fixture.notifyNow();
        assertNull(fixture.endpoint.received.poll(), "silence after the event");
        assertEquals(404, app.get("/v1.0/subscriptions/" + id).status());
        // the other mailbox is not concerned
        writer.post("/v1.0/users/" + other.id() + "/messages", "{'subject':'x'}");
        assertEquals(List.of("created"), fixture.types());
    }

    @Test
    void aRevokedGrantEndsTheSubscription() {
        Client short_ = fixture.graph.client("Mail.Read");
        ObjectNode wanted = fixture.body("users/" + ada.id() + "/messages", "created", "echo/n");
        wanted.put("lifecycleNotificationUrl", fixture.endpoint.url("echo/lifecycle"));
        fixture.create(short_, wanted);
        fixture.graph.directory.change(fixture.graph.contoso.id(), TestCore.ACTOR, draft -> {
            List.copyOf(draft.before().assignmentsOf(short_.principal().id())).forEach(draft::remove);
            return true;
        });
        // without any change of the mailbox
        fixture.notifications.upkeep();
        assertEquals(List.of("subscriptionRemoved"), fixture.types());
        message("inbox", "more");
        assertEquals(List.of(), fixture.notified());
    }

    @Test
    void aBasicReaderLearnsNothingWithheld() {
        Client basic = fixture.graph.client("Mail.ReadBasic.All");
        String messages = "users/" + ada.id() + "/messages";
        fixture.subscribe(basic, messages + "?$filter=isRead eq false", "created", "echo/n");
        for (String filter : List.of("contains(bodyPreview,'a')", "body/content eq 'a'")) {
            Answer refused = fixture.create(basic, fixture.body(messages + "?$filter=" + filter, "created", "echo/n"));
            assertEquals(403, refused.status(), refused::toString);
        }
        ObjectNode rich = fixture.body(messages + "?$select=subject,bodyPreview", "created", "echo/n");
        rich.put("includeResourceData", true)
                .put("encryptionCertificate", TestCertificate.base64())
                .put("encryptionCertificateId", "1");
        assertEquals(403, fixture.create(basic, rich).status());
        assertEquals(201, fixture.create(app, rich).status());
    }

    @Test
    void anEncryptedSubscriptionEndsWithTheRightToContents() {
        Client reader = fixture.graph.client("Mail.Read", "Mail.ReadBasic.All");
        ObjectNode rich =
                fixture.body("users/" + ada.id() + "/messages?$select=subject,bodyPreview", "created", "echo/n");
        rich.put("includeResourceData", true)
                .put("encryptionCertificate", TestCertificate.base64())
                .put("encryptionCertificateId", "1")
                .put("lifecycleNotificationUrl", fixture.endpoint.url("echo/lifecycle"));
        assertEquals(201, fixture.create(reader, rich).status());
        fixture.graph.directory.change(fixture.graph.contoso.id(), TestCore.ACTOR, draft -> {
            List.copyOf(draft.before().assignmentsOf(reader.principal().id())).stream()
                    .filter(one -> isMailRead(draft.before(), one))
                    .forEach(draft::remove);
            return true;
        });
        message("inbox", "a");
        assertEquals(List.of("subscriptionRemoved"), fixture.types());
    }

    private static boolean isMailRead(DirectorySnapshot directory, AppRoleAssignment assignment) {
        return Objects.requireNonNull(directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH)).appRoles().stream()
                .anyMatch(role ->
                        role.id().equals(assignment.appRoleId()) && role.value().equals("Mail.Read"));
    }

    @Test
    void urlsAndClientStatesAreStoredEncrypted() {
        fixture.subscribe(app, "users/" + ada.id() + "/messages", "created", "echo/secret-path");
        message("inbox", "a");
        String stored = fixture.graph
                .core()
                .database()
                .read(sql -> sql.list(
                        "select doc, holder, sealed from subscription",
                        row -> row.text(1) + row.text(2) + new String(row.bytes(3), StandardCharsets.ISO_8859_1)))
                .toString();
        assertFalse(stored.contains("secret-path"), stored);
        assertFalse(stored.contains("s3cret"), stored);
        assertEquals(List.of("created"), fixture.types());
    }

    @Test
    void aDeletedSubscriptionIsNotNotified() {
        String id = fixture.subscribe(app, "users/" + ada.id() + "/messages", "created", "echo/n");
        message("inbox", "a");
        fixture.endpoint.status = 503;
        fixture.notified();
        fixture.endpoint.status = 202;
        assertEquals(204, app.delete("/v1.0/subscriptions/" + id).status());
        fixture.graph.now.updateAndGet(now -> now.plusSeconds(60));
        message("inbox", "b");
        assertEquals(List.of(), fixture.notified());
        assertEquals(404, app.delete("/v1.0/subscriptions/" + id).status());
    }

    @Test
    void aSubscriptionBelongsToItsApplication() {
        String id = fixture.subscribe(app, "users/" + ada.id() + "/messages", "created", "echo/n");
        Client other = fixture.graph.client("Mail.Read");
        for (Client stranger : List.of(other, fixture.graph.stranger("Mail.Read"))) {
            assertEquals(404, stranger.get("/v1.0/subscriptions/" + id).status());
            assertEquals(404, stranger.delete("/v1.0/subscriptions/" + id).status());
            assertEquals(
                    404,
                    stranger.post("/v1.0/subscriptions/" + id + "/reauthorize", "{}")
                            .status());
            assertEquals(
                    0, stranger.get("/v1.0/subscriptions").json().path("value").size());
        }
        Client none = fixture.graph.client("User.Read.All");
        assertEquals(403, none.get("/v1.0/subscriptions").status());
        JsonNode listed = app.get("/v1.0/subscriptions").json().path("value").path(0);
        assertEquals(id, listed.path("id").stringValue());
        assertTrue(listed.path("clientState").isNull(), listed::toString);
        assertEquals(
                204,
                app.post("/v1.0/subscriptions/" + id + "/reauthorize", "{}").status());
        fixture.graph.deny(app, fixture.graph.group("closed", ada.id()));
        assertEquals(403, app.get("/v1.0/subscriptions/" + id).status());
        assertEquals(0, app.get("/v1.0/subscriptions").json().path("value").size());
    }

    @Test
    void anExpiredSubscriptionEndsSilently() {
        String id = fixture.subscribe(app, "users/" + ada.id() + "/messages", "created", "echo/n");
        fixture.graph.now.updateAndGet(now -> now.plus(Duration.ofMinutes(61)));
        fixture.graph.directory.refresh();
        Client fresh = fixture.graph.client("Mail.Read", "Calendars.Read", "Contacts.Read", "User.Read.All");
        assertEquals(404, fresh.get("/v1.0/subscriptions/" + id).status());
        fixture.notifications.upkeep();
        assertEquals(0, fixture.notifications.worker().live());
        long recorded = fixture.graph
                .core()
                .database()
                .read(sql -> sql.number(
                        "select subscribed from mailbox where mailbox_id = ?",
                        Objects.requireNonNull(ada.mailbox()).value()));
        assertEquals(0, recorded);
        assertEquals(List.of(), fixture.notified());
    }

    @Test
    void anApplicationIsRemindedBeforeTheEnd() {
        ObjectNode wanted = fixture.body("users/" + ada.id() + "/messages", "created", "echo/n");
        wanted.put("lifecycleNotificationUrl", fixture.endpoint.url("echo/lifecycle"));
        fixture.create(app, wanted);
        fixture.graph.now.updateAndGet(now -> now.plus(Duration.ofMinutes(44)));
        fixture.graph.directory.refresh();
        fixture.notifications.upkeep();
        assertEquals(List.of(), fixture.types());
        fixture.graph.now.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        fixture.graph.directory.refresh();
        fixture.notifications.upkeep();
        assertEquals(List.of("reauthorizationRequired"), fixture.types());
        fixture.notifications.upkeep();
        assertEquals(List.of(), fixture.types());
    }

    @Test
    void noEndpointOutsideTheAllowedTargetsIsCalled() {
        ObjectNode wanted = fixture.body("users/" + ada.id() + "/messages", "created", "echo/n");
        for (String url : List.of("https://10.1.2.3/n", "https://169.254.169.254/latest", "https://[fe80::1]/n")) {
            wanted.put("notificationUrl", url);
            Answer refused = fixture.create(app, wanted);
            assertEquals(400, refused.status());
            assertEquals("ValidationError", refused.code());
            assertTrue(refused.message().contains("outbound.allowed-targets"), refused.message());
            assertFalse(refused.message().contains("public address"), refused.message());
        }
    }
}
