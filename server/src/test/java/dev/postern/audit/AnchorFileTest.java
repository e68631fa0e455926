package dev.postern.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The anchor file is bounded, tolerates a truncated line, and an altered line is detected. */
class AnchorFileTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private final Chain chain = new Chain.OfMailbox(new MailboxId(UUID.randomUUID()));

    @TempDir
    Path folder;

    private AnchorLine head(long sequence) {
        return new AnchorLine(NOW, new AnchorLine.Head(chain, sequence, new byte[32]), null);
    }

    @Test
    void aFullFileIsRestartedWithTheNewestLines() throws IOException {
        AnchorFile file = new AnchorFile(folder, Anchors.none().link());
        Stream<AnchorLine> many =
                Stream.iterate(1L, number -> number + 1).limit(80_000).map(this::head);
        file.append(many, Stream::empty);
        assertTrue(Files.size(folder.resolve(Anchors.FILE)) > 16 << 20);
        var told = new AnchorLine(NOW, null, Duration.ofDays(3));
        file.append(Stream.of(head(80_001)), () -> Stream.of(told, head(80_000)));
        Anchors anchors = Anchors.read(folder);
        assertEquals(2, anchors.size());
        assertEquals(Duration.ofDays(3), anchors.minRetention().orElseThrow());
        assertEquals(OptionalLong.empty(), anchors.brokenLine());
        assertTrue(Files.size(folder.resolve("audit-anchors.1.jsonl")) > 16 << 20);
    }

    @Test
    void aTruncatedLineIsSkippedAndAnAlteredOneIsDetected() throws IOException {
        new AnchorFile(folder, Anchors.none().link()).append(Stream.of(head(1), head(2)), Stream::empty);
        Path file = folder.resolve(Anchors.FILE);
        String good = Files.readString(file);
        Files.writeString(file, good + good.substring(0, 40));
        new AnchorFile(folder, Anchors.read(folder).link()).append(Stream.of(head(3)), Stream::empty);
        assertEquals(OptionalLong.empty(), Anchors.read(folder).brokenLine());
        assertEquals(3, Anchors.read(folder).size());
        String whole = Files.readString(file);
        for (String garbage :
                new String[] {"x", "{}", "{\"at\":\"now\"", "{\"at\":\"2026-11-23T08:00:00Z\",\"rete\":", "\0\0"}) {
            Files.writeString(file, whole + garbage);
            assertEquals(OptionalLong.of(5), Anchors.read(folder).brokenLine(), garbage);
        }
        for (int length = 1; length < good.indexOf('\n'); length++) {
            Files.writeString(file, whole + good.substring(0, length));
            assertEquals(OptionalLong.empty(), Anchors.read(folder).brokenLine());
        }
        Files.writeString(file, whole.replace("\"sequence\":2", "\"sequence\":9"));
        assertEquals(OptionalLong.of(2), Anchors.read(folder).brokenLine());
    }
}
