package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code audit tail --follow} prints every entry once, also one that is appended late, and not its own requests. */
class AuditOutputTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private final List<JsonNode> entries = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();

    private void add(int sequence, int second, String operation) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("at", START.plusSeconds(second).toString())
                .put("verdict", "granted")
                .put("operation", operation)
                .put("target", "t" + sequence)
                .put("verified", sequence != 4)
                .put("chain", "c")
                .put("sequence", sequence);
        entries.add(entry);
    }

    /** As a server: the newest first, from {@code since} on. */
    private AuditPages.Page page(AuditReadOptions.Filter filter, int max) {
        begun.add(filter.since().orElse(""));
        Instant since = filter.since().map(Instant::parse).orElse(Instant.EPOCH);
        List<JsonNode> found = entries.stream()
                .filter(entry -> !Instant.parse(entry.path("at").asString()).isBefore(since))
                .sorted((a, b) -> b.path("at").asString().compareTo(a.path("at").asString()))
                .limit(max)
                .toList();
        return new AuditPages.Page(found, null);
    }

    private String followed(BooleanSupplier pause) {
        AuditReadOptions options = AuditReadOptions.read(List.of("tail", "--follow", "--lines", "2"));
        var out = new ByteArrayOutputStream();
        new AuditOutput(
                        (filter, from, max) -> page(filter, max),
                        options,
                        new PrintStream(out, true, StandardCharsets.UTF_8))
                .print(pause);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyEntryIsPrintedOnce() {
        add(1, 1, "old");
        add(2, 20, "two");
        add(3, 30, "three");
        var rounds = new ArrayList<Runnable>(List.of(
                () -> {},
                () -> add(4, 40, "four"),
                () -> add(5, 35, "late"),
                () -> add(6, 41, "GET /postern/audit"),
                () -> add(7, 100, "last")));
        String printed = followed(() -> {
            if (rounds.isEmpty()) {
                return false;
            }
            rounds.removeFirst().run();
            return true;
        });
        List<String> operations =
                printed.lines().map(line -> line.split(" {2}")[3]).toList();
        assertEquals(List.of("two", "three", "four", "late", "last"), operations, printed);
        assertTrue(printed.contains("NOT AS WRITTEN: row 4 of c"), printed);
        assertEquals("2026-11-23T08:00:31Z", begun.getLast(), "only what is new is requested");
    }

    @Test
    void anEmptyAuditIsFollowedFromItsBeginning() {
        var rounds = new ArrayList<Runnable>(List.of(() -> {}, () -> add(1, 1, "first")));
        String printed = followed(() -> {
            if (rounds.isEmpty()) {
                return false;
            }
            rounds.removeFirst().run();
            return true;
        });
        assertEquals(1, printed.lines().count(), printed);
    }
}
