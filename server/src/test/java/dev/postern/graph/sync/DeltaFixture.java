package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Mailboxes of one server for each engine, whose changes are read with the delta functions. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class DeltaFixture {
    static final Map<String, String> IMMUTABLE = Map.of("Prefer", "IdType=\"ImmutableId\"");

    @Parameter
    Engine engine;

    GraphFixture graph;
    Client client;
    private final AtomicInteger users = new AtomicInteger();

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        client = graph.client("Mail.ReadWrite", "Contacts.ReadWrite");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    /** The path of a new mailbox. */
    String box() {
        String name = "delta" + users.incrementAndGet();
        graph.user(name, name);
        return "/v1.0/users/" + name + "@contoso.example";
    }

    String message(String folder, String subject) {
        Answer answer = client.post(folder + "/messages", "{'subject':'" + subject + "'}");
        assertEquals(201, answer.status(), answer::toString);
        graph.now.updateAndGet(now -> now.plusSeconds(1));
        return answer.id();
    }

    String moved(String box, String id, String to) {
        Answer answer = client.post(box + "/messages/" + id + "/move", "{'destinationId':'" + to + "'}");
        assertEquals(201, answer.status(), answer::toString);
        return answer.id();
    }

    DeltaReader reader(String path, Map<String, String> headers) {
        return new DeltaReader(client, path, headers);
    }

    void read(String box, String id) {
        assertEquals(
                200, client.patch(box + "/messages/" + id, "{'isRead':true}").status());
    }
}
