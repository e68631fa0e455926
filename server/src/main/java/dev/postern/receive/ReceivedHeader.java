package dev.postern.receive;

import dev.postern.mailbox.Content;
import dev.postern.mailbox.mime.HeaderFirewall;
import dev.postern.mailbox.rule.ArrivingMessage;
import dev.postern.query.Folding;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The header of a message as it came, field by field with its bytes.
 *
 * @param body where the empty line before the body begins, or the body, if the message has no header
 * @param headless whether it begins with a line that is neither a field nor empty
 * @param fields in their order
 */
record ReceivedHeader(long body, boolean headless, List<Field> fields) {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_FIELDS = 1_000;

    /**
     * @param name in lower case; empty for a line that is no field
     * @param lines with their line breaks
     */
    record Field(String name, byte[] lines) {
        String value() {
            String text = new String(lines, StandardCharsets.UTF_8);
            return text.substring(text.indexOf(':') + 1)
                    .replace("\r", "")
                    .replace("\n", "")
                    .replace('\t', ' ')
                    .strip();
        }
    }

    ReceivedHeader {
        fields = List.copyOf(fields);
    }

    /** A header that exceeds the limits. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;
    }

    static ReceivedHeader read(Content content) throws IOException, TooLarge {
        var fields = new ArrayList<Field>();
        long at = 0;
        boolean headless = false;
        try (InputStream in = new BufferedInputStream(content.open())) {
            var lines = new ByteArrayOutputStream();
            for (byte[] line = line(in, MAX_BYTES); line.length > 0; line = line(in, (int) (MAX_BYTES - at))) {
                headless = at == 0 && !isEmpty(line) && name(line).isEmpty();
                if (isEmpty(line) || headless) {
                    break;
                }
                if (line[0] != ' ' && line[0] != '\t') {
                    add(fields, lines);
                }
                lines.writeBytes(line);
                at += line.length;
            }
            add(fields, lines);
        }
        return new ReceivedHeader(at, headless, fields);
    }

    private static byte[] line(InputStream in, int max) throws IOException, TooLarge {
        var line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (line.size() >= max) {
                throw new TooLarge();
            }
            line.write(b);
            if (b == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static boolean isEmpty(byte[] line) {
        return line[0] == '\n' || (line[0] == '\r' && line.length == 2);
    }

    private static void add(List<Field> fields, ByteArrayOutputStream lines) throws TooLarge {
        if (lines.size() > 0) {
            if (fields.size() >= MAX_FIELDS) {
                throw new TooLarge();
            }
            byte[] bytes = lines.toByteArray();
            fields.add(new Field(name(bytes), bytes));
            lines.reset();
        }
    }

    private static String name(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] > ' ' && line[end] != ':' && line[end] != 127) {
            end++;
        }
        int colon = end;
        while (colon < line.length && (line[colon] == ' ' || line[colon] == '\t')) {
            colon++;
        }
        return colon < line.length && line[colon] == ':'
                ? Folding.lower(new String(line, 0, end, StandardCharsets.US_ASCII))
                : "";
    }

    private Stream<Field> of(String name) {
        return fields.stream().filter(field -> field.name().equals(name));
    }

    /** How many hosts have passed the message on. */
    long hops() {
        return of("received").count();
    }

    /** Whether a host sends exactly these bytes only when it repeats itself. */
    boolean isUnique() {
        return of("message-id").findAny().isPresent() || hops() > 0;
    }

    /**
     * The addresses to which this server has delivered the message before, or whose rules have sent it. A Delivered-To is one of ours if our
     * Received follows it: hosts in front of this one write such fields, too.
     */
    Set<String> visited(String hostname) {
        Set<String> visited = new HashSet<>();
        of(Folding.lower(ArrivingMessage.LOOP_HEADER)).map(Field::value).forEach(visited::add);
        for (int i = 0; i + 1 < fields.size(); i++) {
            Field next = fields.get(i + 1);
            if (fields.get(i).name().equals("delivered-to")
                    && next.name().equals("received")
                    && Folding.lower(next.value()).contains(" by " + Folding.lower(hostname) + " with ")) {
                visited.add(fields.get(i).value());
            }
        }
        return visited;
    }

    /** Whether a filter has marked the message as spam. */
    boolean isSpam() {
        return of("x-spam-flag").anyMatch(field -> Folding.lower(field.value()).startsWith("yes"))
                || of("x-spam-status")
                        .anyMatch(field -> Folding.lower(field.value()).startsWith("yes"))
                || of("x-ms-exchange-organization-scl")
                        .anyMatch(field -> field.value().matches("[5-9]"));
    }

    /** The fields that are stored, each with its lines. */
    byte[] kept(boolean trusted) {
        var kept = new ByteArrayOutputStream();
        for (Field field : fields) {
            if (!field.name().equals("return-path") && (trusted || !HeaderFirewall.isBelieved(field.name()))) {
                kept.writeBytes(field.lines());
            }
        }
        return kept.toByteArray();
    }
}
