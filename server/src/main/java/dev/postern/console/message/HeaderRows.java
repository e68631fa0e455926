package dev.postern.console.message;

import dev.postern.mailbox.mime.EncodedWords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header of a message, as much of it as a page has room for.
 *
 * @param left how many fields are not shown
 * @param size of the whole header in bytes
 * @param open whether the header is longer than what was read of it
 */
public record HeaderRows(List<Row> rows, int left, long size, boolean open) {
    /** How much of a message is read for its header. */
    static final int MAX_BYTES = 2 << 20;

    private static final int MAX_ROWS = 200;
    private static final int MAX_VALUE = 1_500;
    private static final int MAX_PAGE_BYTES = 50_000;

    public HeaderRows {
        rows = List.copyOf(rows);
    }

    /**
     * A field.
     *
     * @param decoded its value in words; empty if that is the same as the raw one
     */
    public record Row(String name, String raw, String decoded, boolean cut) {}

    /** @param start of the message */
    static HeaderRows of(byte[] start) {
        // bytes above 127 are UTF-8, or as good as unknown
        String[] lines = new String(start, StandardCharsets.UTF_8).split("\r?\n", -1);
        var rows = new ArrayList<Row>();
        int fields = 0;
        int bytes = 0;
        int used = 0;
        int at = 0;
        while (at < lines.length && !lines[at].isEmpty()) {
            int end = at + 1;
            while (end < lines.length && (lines[end].startsWith(" ") || lines[end].startsWith("\t"))) {
                end++;
            }
            fields++;
            for (int i = at; i < end; i++) {
                bytes += lines[i].getBytes(StandardCharsets.UTF_8).length + 2;
            }
            if (rows.size() < MAX_ROWS && used < MAX_PAGE_BYTES) {
                Row row = row(Arrays.asList(lines).subList(at, end));
                used += (row.name().length()
                                + row.raw().length()
                                + row.decoded().length())
                        * 2;
                rows.add(row);
            }
            at = end;
        }
        return new HeaderRows(rows, fields - rows.size(), bytes, at >= lines.length && start.length >= MAX_BYTES);
    }

    private static Row row(List<String> lines) {
        StringBuilder whole = new StringBuilder();
        for (String line : lines) {
            if (whole.length() <= MAX_VALUE * 2) {
                whole.append(line, 0, Math.min(line.length(), MAX_VALUE * 2));
            }
        }
        int colon = whole.indexOf(":");
        String name = colon < 0 ? "" : whole.substring(0, colon);
        String value = whole.substring(colon + 1).strip();
        String raw = ShownText.line(value, MAX_VALUE);
        String decoded = ShownText.line(EncodedWords.decode(value), MAX_VALUE);
        return new Row(ShownText.line(name, 100), raw, decoded.equals(raw) ? "" : decoded, value.length() > MAX_VALUE);
    }
}
