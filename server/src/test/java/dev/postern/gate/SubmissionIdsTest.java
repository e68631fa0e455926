package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.delivery.Submission;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import dev.postern.store.Uuids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which requests are repetitions of one submission, and which are not. */
class SubmissionIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final MailboxId MAILBOX = new MailboxId(new UUID(1, 1));
    private static final AppId APP = new AppId(new UUID(2, 2));
    private static final Submission.What.Message PLAIN = message("subject", List.of());

    private static Submission.What.Message message(String subject, List<NewAttachment> attachments) {
        return new Submission.What.Message(json(subject), attachments, null);
    }

    private static ObjectNode json(String subject) {
        return JsonNodeFactory.instance.objectNode().put("subject", subject);
    }

    private static NewAttachment file(String name, String type, String content) {
        return NewAttachment.file(name, type, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String made(Duration ago) {
        return Uuids.timeOrdered(NOW.minus(ago), new Random(1)).toString();
    }

    private static UUID key(String id, Submission.What.Message what) {
        return SubmissionIds.of(id, MAILBOX, APP, what, NOW).id();
    }

    @ParameterizedTest
    @CsvSource({"0", "60", "-299", "7775999"})
    void aRecentTimeOrderedIdGivesOneKey(long secondsAgo) {
        String id = made(Duration.ofSeconds(secondsAgo));
        UUID key = key(id, PLAIN);
        assertEquals(key, key(id, message("subject", List.of())));
        assertEquals(7, key.version());
        assertEquals(2, key.variant());
        assertEquals(
                UUID.fromString(id).getMostSignificantBits() >>> 16,
                key.getMostSignificantBits() >>> 16,
                "keys are in the order of time");
    }

    @ParameterizedTest
    @CsvSource({"0", "60", "-299", "7775999"})
    void aRecentTimeOrderedIdNeedsNoWindow(long secondsAgo) {
        String id = made(Duration.ofSeconds(secondsAgo));
        assertNull(SubmissionIds.of(id, MAILBOX, APP, PLAIN, NOW).repetition());
    }

    private static SubmissionIds.Key at(String id, Instant time) {
        return SubmissionIds.of(id, MAILBOX, APP, PLAIN, time);
    }

    /** Ids that are not time-ordered, and those of another time. The windows begin at 10:00, 10:10 and so on. */
    static Stream<String> othersIds() {
        return Stream.of(
                "0f8fad5b-d9cb-469f-a165-70867728950e",
                "0F8FAD5B-D9CB-469F-A165-70867728950E",
                new UUID(0, 0).toString(),
                // the time of a time-ordered one, in another version
                made(Duration.ZERO).replaceFirst("^(.{14})7", "$14"),
                made(Duration.ofSeconds(-2000)),
                made(Duration.ofSeconds(7776001)));
    }

    @ParameterizedTest
    @MethodSource("othersIds")
    void anotherUuidCountsForAWindow(String id) {
        SubmissionIds.Key first = at(id, NOW.plusSeconds(60));
        SubmissionIds.Key later = at(id, NOW.plusSeconds(599));
        SubmissionIds.Key next = at(id, NOW.plusSeconds(659));
        assertEquals(first.id(), later.id());
        assertEquals(NOW.toEpochMilli(), first.id().getMostSignificantBits() >>> 16, "in the order of time");
        assertEquals(7, first.id().version());
        assertEquals(2, first.id().variant());
        assertNotEquals(first.id(), next.id());
        Submission.Repetition repetition = Objects.requireNonNull(next.repetition());
        assertEquals(List.of(first.id()), repetition.ids());
        assertEquals(NOW.plusSeconds(59), repetition.since());
        assertNotEquals(
                first.id(),
                SubmissionIds.of(id, MAILBOX, APP, message("other", List.of()), NOW)
                        .id());
        assertNotEquals(
                first.id(), at("5" + id.substring(1), NOW.plusSeconds(60)).id());
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, false",
        "30000, true, false",
        "30001, false, false",
        "569999, false, false",
        "570000, true, true",
        "599999, true, true"
    })
    void requestsAroundTheEndOfAWindowAreClose(long millis, boolean close, boolean next) {
        String id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        Submission.Repetition repetition =
                Objects.requireNonNull(at(id, NOW.plusMillis(millis)).repetition());
        assertEquals(close, repetition.close());
        var ids = new ArrayList<UUID>();
        ids.add(at(id, NOW.minusSeconds(1)).id());
        if (next) {
            ids.add(at(id, NOW.plusSeconds(600)).id());
        }
        assertEquals(ids, repetition.ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1-1-7001-8001-1", "01936000-0000-7000-8000-00000000000g"})
    void anotherIdSaysNothing(String id) {
        assertNotEquals(key(id, PLAIN), key(id, PLAIN));
    }

    @Test
    void anIdInAShortFormSaysNothing() {
        String id = made(Duration.ZERO).replaceFirst("^0", "");
        assertNotEquals(key(id, PLAIN), key(id, PLAIN));
    }

    @Test
    void anyDifferenceMakesAnotherSubmission() {
        String id = made(Duration.ZERO);
        Set<UUID> keys = new HashSet<>();
        keys.add(key(id, PLAIN));
        keys.add(key(made(Duration.ofSeconds(1)), PLAIN));
        keys.add(SubmissionIds.of(id, new MailboxId(new UUID(1, 2)), APP, PLAIN, NOW)
                .id());
        keys.add(SubmissionIds.of(id, MAILBOX, new AppId(new UUID(2, 3)), PLAIN, NOW)
                .id());
        keys.add(key(id, message("other", List.of())));
        keys.add(key(id, message("subject", List.of(file("a.txt", "text/plain", "one")))));
        keys.add(key(id, message("subject", List.of(file("a.txt", "text/plain", "two")))));
        keys.add(key(id, message("subject", List.of(file("b.txt", "text/plain", "one")))));
        keys.add(key(id, message("subject", List.of(file("a.txt", "text/html", "one")))));
        NewAttachment same = file("a.txt", "text/plain", "one");
        keys.add(key(id, message("subject", List.of(same, same))));
        keys.add(key(id, message("subject", List.of(item("one")))));
        keys.add(key(id, message("subject", List.of(item("two")))));
        keys.add(key(id, mime("one")));
        keys.add(key(id, mime("two")));
        assertEquals(14, keys.size());
    }

    private static String bytes(int length) {
        return "\0\0\0\0\0\0\0" + (char) length;
    }

    /** All parts and their lengths are one sequence of bytes: a part could contain what looks like the next ones. */
    @Test
    void partsAreNotConfused() {
        String id = made(Duration.ZERO);
        String next = "FILE false b\nt\nnull\nnull";
        UUID two = key(id, message("subject", List.of(file("a", "t", "one"), file("b", "t", "two"))));
        NewAttachment inContent = file("a", "t", "one" + bytes(next.length()) + next + bytes(3) + "two");
        assertNotEquals(two, key(id, message("subject", List.of(inContent))));
        assertNotEquals(
                two, key(id, message("subject", List.of(file("a", "t", "one" + bytes(next.length()) + next + "two")))));
        NewAttachment inId = new NewAttachment(
                Attachment.Kind.FILE,
                "a",
                "t",
                "null\nnull" + bytes(3) + "oneFILE false b\nt\nnull",
                false,
                Content.of("two".getBytes(StandardCharsets.UTF_8)),
                null);
        assertNotEquals(two, key(id, message("subject", List.of(inId))));
    }

    @Test
    void theTimeInTheConversationMakesNoDifference() {
        String id = made(Duration.ZERO);
        ObjectNode reply = json("subject").put("conversationIndex", "AQ==");
        ObjectNode later = json("subject").put("conversationIndex", "Ag==");
        UUID key = key(id, new Submission.What.Message(reply, List.of(), null));
        assertEquals(key, key(id, new Submission.What.Message(later, List.of(), null)));
        assertEquals(key, key(id, PLAIN));
        assertEquals("AQ==", reply.path("conversationIndex").asString());
        later.put("conversationId", "x");
        assertNotEquals(key, key(id, new Submission.What.Message(later, List.of(), null)));
    }

    private static NewAttachment item(String subject) {
        return new NewAttachment(Attachment.Kind.ITEM, "n", null, null, false, Content.of(new byte[0]), json(subject));
    }

    private static Submission.What.Message mime(String text) {
        return new Submission.What.Message(
                json("subject"), List.of(), Content.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
