package dev.postern.graph.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.Core;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import dev.postern.store.Sql;
import dev.postern.subscription.NotificationSender;
import dev.postern.subscription.NotificationWorker;
import dev.postern.subscription.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sending by several nodes, to endpoints that fail, are slow or never respond. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class SendingTest {
    @Parameter
    Engine engine;

    private final Set<String> statements = ConcurrentHashMap.newKeySet();
    private SubscriptionFixture fixture;
    private User ada;
    private Client app;
    private Client writer;

    @BeforeEach
    void open() {
        fixture = new SubscriptionFixture(engine, statements::add);
        ada = fixture.user("ada");
        app = fixture.graph.client("Mail.Read");
        writer = fixture.graph.client("Mail.ReadWrite");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String message() {
        Answer made = writer.post("/v1.0/users/" + ada.id() + "/messages", "{'subject':'a'}");
        assertEquals(201, made.status(), made::toString);
        return made.id();
    }

    private void pass(Duration time) {
        fixture.graph.now.updateAndGet(now -> now.plus(time));
        fixture.graph.directory.refresh();
    }

    private String resource() {
        return "users/" + ada.id() + "/messages";
    }

    /** A subscription that lives longer than what waits for it. */
    private ObjectNode lasting(String path) {
        return fixture.body(resource(), "created", path)
                .put(
                        "expirationDateTime",
                        fixture.graph.now.get().plus(Duration.ofHours(24)).toString())
                .put("lifecycleNotificationUrl", fixture.endpoint.url("echo/lifecycle"));
    }

    private Core otherNode() {
        Core core = fixture.graph.core();
        return Core.on(core.database(), core.sealer())
                .clock(fixture.graph.now::get)
                .maxUnconfirmed(Duration.ofMinutes(5))
                .open();
    }

    @Test
    void whatIsNotAcceptedIsSentAgainAndDroppedAfterFourHours() {
        assertEquals(201, fixture.create(app, lasting("echo/n")).status());
        fixture.endpoint.status = 500;
        message();
        assertEquals(List.of("created"), fixture.types());
        assertEquals(List.of(), fixture.types(), "not at once");
        pass(Duration.ofSeconds(11));
        assertEquals(List.of("created"), fixture.types(), "within a minute");
        assertEquals(1, fixture.notifications.worker().waiting());
        for (int i = 0; i < 9; i++) {
            pass(Duration.ofMinutes(31));
            fixture.notified();
        }
        assertEquals(1, fixture.notifications.worker().counters().snapshot().dropped());
        fixture.endpoint.status = 202;
        pass(Duration.ofMinutes(31));
        assertEquals(List.of("missed"), fixture.types());
        assertEquals(0, fixture.notifications.worker().waiting());
        assertTrue(fixture.notifications.worker().counters().snapshot().failed() > 3);
    }

    @Test
    void aNodeThatEndsBetweenSendingAndRemovingIsReplacedByAnother() {
        fixture.subscribe(app, resource(), "created", "echo/n");
        Core core = fixture.graph.core();
        NotificationSender real = fixture.sender(core);
        NotificationWorker killed = fixture.worker(core, (url, batch) -> {
            real.send(url, batch);
            throw new IllegalStateException("The process ends here");
        });
        NotificationWorker other = fixture.worker(otherNode(), null);
        message();
        killed.round();
        String first = Objects.requireNonNull(fixture.endpoint.next())
                .body()
                .at("/value/0/id")
                .stringValue();
        other.round();
        assertNull(fixture.endpoint.received.poll(), "the claim has not expired");
        pass(Duration.ofSeconds(31));
        other.round();
        assertEquals(
                first,
                Objects.requireNonNull(fixture.endpoint.next())
                        .body()
                        .at("/value/0/id")
                        .stringValue());
        pass(Duration.ofSeconds(31));
        other.round();
        killed.round();
        assertNull(fixture.endpoint.received.poll());
    }

    @Test
    void aChangeThatNoNodeHasComparedIsFoundByAnother() {
        fixture.subscribe(app, resource(), "created", "echo/n");
        // committed by this node, which ends before it compares
        message();
        fixture.worker(otherNode(), null).round();
        assertNotNull(fixture.endpoint.next());
        assertEquals(List.of(), fixture.notified());
    }

    @Test
    void twoNodesSendEachNotificationOnce() throws Exception {
        fixture.subscribe(app, resource(), "created", "echo/n");
        List<NotificationWorker> nodes =
                List.of(fixture.worker(fixture.graph.core(), null), fixture.worker(otherNode(), null));
        Set<String> made = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                made.add(message());
                made.add(message());
                var running = new ArrayList<Future<?>>();
                nodes.forEach(node -> running.add(threads.submit(node::round)));
                for (Future<?> one : running) {
                    one.get();
                }
            }
        }
        nodes.forEach(NotificationWorker::round);
        List<String> sent = fixture.notified().stream()
                .map(one -> one.at("/resourceData/id").stringValue())
                .toList();
        assertEquals(made.size(), sent.size(), "none twice");
        assertEquals(made, Set.copyOf(sent));
    }

    @Test
    void noEndpointDelaysAnother() {
        try (TestEndpoint silent = new TestEndpoint();
                TestEndpoint failing = new TestEndpoint();
                TestEndpoint fast = new TestEndpoint();
                NotificationWorker worker =
                        fixture.worker(fixture.graph.core(), null, Executors.newVirtualThreadPerTaskExecutor())) {
            for (String url : List.of(silent.url("silent/n"), failing.url("failing/n"), fast.url("echo/n"))) {
                ObjectNode wanted = fixture.body(resource(), "created", "");
                assertEquals(
                        201,
                        fixture.create(app, wanted.put("notificationUrl", url)).status());
            }
            worker.start();
            message();
            assertNotNull(silent.next());
            assertNotNull(failing.next());
            assertNotNull(fast.next());
            // while the first still waits for its response
            for (int i = 0; i < 5; i++) {
                message();
                assertNotNull(fast.next());
            }
        }
    }

    @Test
    void aMailboxHasAThousandSubscriptions() {
        String id = fixture.subscribe(app, resource(), "created", "echo/n");
        Subscription one = Objects.requireNonNull(fixture.graph
                .core()
                .subscriptions()
                .find(fixture.graph.contoso.id(), app.principal().appId(), UUID.fromString(id)));
        fixture.graph.core().database().write(sql -> {
            IntStream.range(1, 1_000).forEach(i -> copy(sql, one, i));
            return true;
        });
        Answer full = fixture.create(app, fixture.body(resource(), "created", "echo/n"));
        assertEquals(403, full.status(), full::toString);
        assertEquals(1_000, fixture.notifications.worker().live());
        JsonNode page = app.get("/v1.0/subscriptions").json();
        assertEquals(100, page.path("value").size());
        String next = page.path("@odata.nextLink").stringValue();
        assertEquals(
                100,
                app.get(next.substring(next.indexOf("/v1.0")))
                        .json()
                        .path("value")
                        .size());
        // each receives a notification of a message
        message();
        assertEquals(1_000, fixture.notified().size());
    }

    private void copy(Sql sql, Subscription one, int i) {
        fixture.graph
                .core()
                .subscriptions()
                .create(
                        sql,
                        new Subscription(
                                new UUID(7, i),
                                one.tenant(),
                                one.mailbox(),
                                one.app(),
                                one.principal(),
                                one.scope(),
                                one.holder(),
                                1,
                                one.created(),
                                one.expires(),
                                one.terms(),
                                one.targets()));
    }

    @Test
    void theOldestOfTooManyAreDropped() {
        assertEquals(201, fixture.create(app, lasting("echo/n")).status());
        fixture.endpoint.status = 500;
        fixture.graph.core().database().write(sql -> {
            for (int i = 0; i < 1_010; i++) {
                sql.update(
                        "insert into subscription_change (mailbox_id, changed, step, kind, what, item_id, move_count,"
                                + " to_id, to_listed) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        Objects.requireNonNull(ada.mailbox()).value(),
                        100L + i,
                        0,
                        "message",
                        "ADDED",
                        new UUID(3, i),
                        0L,
                        WellKnownFolder.INBOX.id().value(),
                        true);
            }
            return true;
        });
        fixture.notified();
        assertEquals(1_010, fixture.notifications.worker().waiting());
        fixture.notifications.upkeep();
        assertEquals(1_001, fixture.notifications.worker().waiting(), "and the event");
        fixture.endpoint.status = 202;
        assertEquals(List.of("missed"), fixture.types());
    }

    /** As {@code DeliveryStatementsTest}: only the scan has statements over several mailboxes. */
    @Test
    void statementsNameTheirMailbox() {
        String id = fixture.subscribe(app, resource(), "created", "echo/n");
        message();
        fixture.notified();
        fixture.endpoint.status = 500;
        message();
        fixture.notified();
        pass(Duration.ofMinutes(1));
        fixture.notified();
        app.delete("/v1.0/subscriptions/" + id);
        fixture.notifications.upkeep();
        List<String> wrong = statements.stream()
                .filter(text -> text.matches("(?s).*\\b(subscription|subscription_change|notification)\\b(?!_).*"))
                .filter(text -> !text.contains("mailbox_id = ?") && !text.startsWith("insert into"))
                .filter(text -> !text.startsWith("select mailbox_id, ")
                        && !text.startsWith("select distinct mailbox_id ")
                        && !text.startsWith("select endpoint ")
                        && !text.startsWith("select count(*) from "))
                .toList();
        assertEquals(List.of(), wrong);
    }
}
