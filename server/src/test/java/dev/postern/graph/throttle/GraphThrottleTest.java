package dev.postern.graph.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The limits of the cloud profile, over Graph. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphThrottleTest {
    private static final String ANNA = "/v1.0/users/anna@contoso.example";
    private static final String BERT = "/v1.0/users/bert@contoso.example";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client client;
    private MailboxId anna;
    private Throttle throttle;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        User user = graph.user("anna", "Anna");
        anna = Objects.requireNonNull(user.mailbox());
        graph.user("bert", "Bert");
        client = graph.client("Mail.ReadWrite", "Mail.Send");
        throttle = new Throttle(Set.of(graph.contoso.id()), 0, Duration.ZERO, new Random(1), graph.now::get);
        graph.edge.limit(throttle);
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private Throttle.Asked asked(long upload) {
        return new Throttle.Asked(graph.contoso.id(), client.principal().appId(), anna, upload, false);
    }

    @Test
    void aFifthRequestIsRefusedInTheFormOfTheService() {
        List<Throttle.Permit> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add(throttle.enter(asked(Throttle.NO_UPLOAD)));
        }
        Answer refused = client.get(ANNA + "/messages");
        assertEquals(429, refused.status());
        assertEquals("1", refused.header("Retry-After"));
        assertEquals("ApplicationThrottled", refused.code());
        assertEquals("Application is over its MailboxConcurrency limit.", refused.message());
        assertTrue(refused.json().at("/error/innerError").has("request-id"));
        assertEquals(200, client.get(BERT + "/messages").status(), "another mailbox");
        assertEquals(200, graph.client("Mail.Read").get(ANNA + "/messages").status(), "another application");

        Answer batch = client.post("/v1.0/$batch", """
            {"requests":[{"id":"1","method":"GET","url":"/users/anna@contoso.example/messages"},
                         {"id":"2","method":"GET","url":"/users/bert@contoso.example/messages"}]}
            """);
        assertEquals(200, batch.status());
        JsonNode first = part(batch, "1");
        assertEquals(429, first.path("status").intValue(0));
        assertEquals("1", first.at("/headers/Retry-After").stringValue(""));
        assertEquals("ApplicationThrottled", first.at("/body/error/code").stringValue(""));
        assertEquals(200, part(batch, "2").path("status").intValue(0));

        GraphFixture.Client confined = graph.client("Mail.ReadWrite");
        graph.confine(confined, graph.group("scope"));
        assertEquals(403, confined.get(ANNA + "/messages").status(), "the gate decides first");
        held.forEach(Throttle.Permit::close);
        assertEquals(200, client.get(ANNA + "/messages").status());
    }

    private static JsonNode part(Answer batch, String id) {
        return batch.json()
                .path("responses")
                .valueStream()
                .filter(one -> one.path("id").stringValue("").equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The parts of a batch run one after the other, so more than four on one mailbox need no more than one place. */
    @Test
    void aBatchOnOneMailboxNeedsOnePlace() {
        List<Throttle.Permit> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(throttle.enter(asked(Throttle.NO_UPLOAD)));
        }
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            parts.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(i)
                    .append("\",\"method\":\"GET\",\"url\":\"/users/anna@contoso.example/messages\"}");
        }
        Answer batch = client.post("/v1.0/$batch", "{\"requests\":[" + parts + "]}");
        assertTrue(batch.json()
                .path("responses")
                .valueStream()
                .allMatch(one -> one.path("status").intValue(0) == 200));
        held.forEach(Throttle.Permit::close);
    }

    @Test
    void requestsAndUploadsAreCounted() {
        for (int i = 0; i < 9_999; i++) {
            throttle.enter(asked(Throttle.NO_UPLOAD)).close();
        }
        assertEquals(200, client.get(ANNA + "/messages").status());
        Answer refused = client.get(ANNA + "/messages");
        assertEquals(429, refused.status());
        assertEquals("600", refused.header("Retry-After"));
        throttle = new Throttle(Set.of(graph.contoso.id()), 0, Duration.ZERO, new Random(1), graph.now::get);
        graph.edge.limit(throttle);
        throttle.enter(asked(Throttle.MAX_UPLOAD - 20)).close();
        // without a Content-Length, a body is counted when it has been read
        assertEquals(
                201,
                client.post(ANNA + "/messages", "{\"subject\":\"0123456789\"}").status());
        assertEquals(429, client.post(ANNA + "/messages", "{}").status());
        assertEquals(200, client.get(ANNA + "/messages").status(), "reading goes on");
        Answer declared = graph.client("Mail.ReadWrite")
                .send("POST", ANNA + "/messages", "{}", Map.of("Content-Length", String.valueOf(151L << 20)));
        assertEquals("Application is over its MailboxUpload limit.", declared.message());
    }

    @Test
    void whatASubmissionBeyondTheRateIsDelayedBy() {
        for (int i = 0; i < 32; i++) {
            assertEquals(202, send(BERT).status());
            graph.deliver();
        }
        assertEquals(30, inbox());
        graph.now.updateAndGet(now -> now.plus(Duration.ofSeconds(2)));
        graph.deliver();
        assertEquals(31, inbox());
        graph.now.updateAndGet(now -> now.plus(Duration.ofSeconds(2)));
        graph.deliver();
        assertEquals(32, inbox());
        assertEquals(
                32,
                client.get(BERT + "/mailFolders/sentitems/messages/$count")
                        .json()
                        .intValue(0));
    }

    private int inbox() {
        return client.get(ANNA + "/mailFolders/inbox/messages/$count").json().intValue(0);
    }

    private Answer send(String from) {
        return client.post(
                from + "/sendMail",
                "{'message':{'subject':'x','toRecipients':[{'emailAddress':{'address':'anna@contoso.example'}}]}}");
    }

    @Test
    void recipientsOfADay() {
        throttle.send(graph.contoso.id(), anna, 10_000);
        Answer refused = send(ANNA);
        assertEquals(429, refused.status());
        assertEquals("ErrorExceededMessageLimit", refused.code());
        assertEquals("86400", refused.header("Retry-After"));
        assertEquals(
                0,
                client.get(ANNA + "/mailFolders/sentitems/messages/$count")
                        .json()
                        .intValue(-1));
        assertEquals(202, send(BERT).status());
    }

    @Test
    void withoutAProfileNothingIsLimited() {
        graph.edge.limit(new Throttle(Set.of(graph.fabrikam.id()), 100, Duration.ZERO, new Random(1), graph.now::get));
        for (int i = 0; i < 40; i++) {
            assertEquals(202, send(BERT).status());
        }
        graph.deliver();
        assertEquals(40, inbox());
        assertNull(client.get(ANNA + "/messages").response().headers().get("Retry-After"));
    }
}
