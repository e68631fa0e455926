package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.to;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/** Counts how often a message is copied and serialised between its acceptance and its delivery to the last recipient. */
class PreparedOnceTest {
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger copied = new AtomicInteger();

    /** A property of the message that counts its deep copies. */
    private final class Probe extends ObjectNode {
        private static final long serialVersionUID = 1;

        Probe() {
            super(JsonNodeFactory.instance);
            set("value", new POJONode(new Value()));
        }

        @Override
        public ObjectNode deepCopy() {
            copied.incrementAndGet();
            return new Probe();
        }
    }

    /** Counts how often it is serialised. */
    private final class Value implements JacksonSerializable {
        @Override
        public void serialize(JsonGenerator generator, SerializationContext context) {
            written.incrementAndGet();
            generator.writeString("value");
        }

        @Override
        public void serializeWithType(JsonGenerator generator, SerializationContext context, TypeSerializer types) {
            serialize(generator, context);
        }
    }

    private Submission submission(DeliveryFixture fixture, String... names) {
        Submission plain = fixture.submission(to(names));
        ObjectNode message = fixture.json(to(names));
        message.set("probe", new Probe());
        return new Submission(
                plain.id(), plain.sender(), new Submission.What.Message(message, List.of()), plain.save());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void throughTheQueueItIsSerialisedForItemsAndQueue(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob", "cid")) {
            Delivery node = fixture.node();
            node.submissions().accept(submission(fixture, "ann", "bob", "cid", "sender"));
            node.deliverDue();
            assertEquals(2, written.get());
            assertEquals(0, copied.get());
            for (String name : List.of("ann", "bob", "cid", "sender")) {
                assertEquals(1, fixture.inbox(name));
            }
            assertEquals(1, fixture.items("sender", WellKnownFolder.SENTITEMS).size());
        }
    }

    @Test
    void inlineItIsSerialisedOnce() {
        try (var fixture = new DeliveryFixture(Engine.SQLITE, "ann", "bob")) {
            fixture.database.reportOneWriter();
            fixture.node().submissions().accept(submission(fixture, "ann", "bob"));
            assertEquals(1, written.get());
            assertEquals(0, copied.get());
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.inbox("bob"));
        }
    }

    /** Properties that stay with the sender cause one more document, whatever the number of recipients. */
    @Test
    void theSendersPropertiesCauseOneMoreDocument() {
        try (var fixture = new DeliveryFixture(Engine.SQLITE, "ann", "bob")) {
            fixture.database.reportOneWriter();
            Submission submission = submission(fixture, "ann", "bob");
            ((Submission.What.Message) submission.what())
                    .message()
                    .putArray("categories")
                    .add("mine");
            fixture.node().submissions().accept(submission);
            assertEquals(2, written.get());
            assertEquals(0, copied.get());
            assertEquals(1, fixture.inbox("bob"));
        }
    }
}
