package dev.postern.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of the anchor file, as JSON. Its last member is a hash over the line and the hash of the previous line, so altered
 * or removed lines are detected.
 */
record AnchorLine(Instant at, @Nullable Head head, @Nullable Duration retention) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LINK = ",\"link\":\"";

    private static final Pattern LINE = Pattern.compile("\\{\"at\":\"[0-9T:.+-]{1,40}Z\""
        + "(,\"place\":\"[a-z_]{1,40}\",\"id\":\"[0-9a-f-]{36}\",\"sequence\":[0-9]{1,19},\"hash\":\"[0-9a-f]{64}\")?"
        + "(,\"retention\":[0-9]{1,19})?,\"link\":\"[0-9a-f]{64}\"\\}");

    /** The head of a chain. */
    record Head(Chain chain, long sequence, byte[] hash) {}

    /** A line that was read, and whether it continues the previous line. */
    record Read(AnchorLine line, byte[] link, boolean follows) {}

    String write(byte[] before) {
        ObjectNode node = JSON.createObjectNode().put("at", at.toString());
        if (head != null) {
            node.put("place", head.chain().place().text())
                    .put("id", head.chain().name())
                    .put("sequence", head.sequence())
                    .put("hash", HexFormat.of().formatHex(head.hash()));
        }
        if (retention != null) {
            node.put("retention", retention.toSeconds());
        }
        String body = JSON.writeValueAsString(node);
        String open = body.substring(0, body.length() - 1);
        return open + LINK + HexFormat.of().formatHex(ChainHash.of(before, open)) + "\"}";
    }

    /** Returns the hash that the next line continues. */
    static byte[] link(String line) {
        int at = line.lastIndexOf(LINK);
        return HexFormat.of().parseHex(line.substring(at + LINK.length(), line.length() - 2));
    }

    /** Returns whether these bytes are the beginning of a line that was not completely written. */
    @SuppressWarnings("JdkObsolete") // only hitEnd tells whether more input could produce a match
    static boolean isTorn(byte[] bytes) {
        var line = LINE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return !line.matches() && line.hitEnd();
    }

    /** Reads a line; null if it is invalid, such as a last line that a crash truncated. */
    static @Nullable Read read(byte[] bytes, byte[] before) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int at = text.lastIndexOf(LINK);
        if (at < 0 || !text.endsWith("\"}")) {
            return null;
        }
        try {
            byte[] link = link(text);
            boolean follows = Arrays.equals(link, ChainHash.of(before, text.substring(0, at)));
            return new Read(of(JSON.readTree(text)), link, follows);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static AnchorLine of(JsonNode node) {
        Head head = null;
        if (node.has("id")) {
            Chain.Place place =
                    Chain.Place.valueOf(node.path("place").asString("").toUpperCase(Locale.ROOT));
            head = new Head(
                    place.chain(UUID.fromString(node.path("id").asString(""))),
                    node.path("sequence").asLong(0),
                    HexFormat.of().parseHex(node.path("hash").asString("")));
        }
        Duration retention = node.has("retention")
                ? Duration.ofSeconds(node.path("retention").asLong(0))
                : null;
        return new AnchorLine(Instant.parse(node.path("at").asString("")), head, retention);
    }
}
