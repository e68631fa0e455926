package dev.postern.console.access;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.NextLink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The matrix as CSV, read page by page while it is sent, so that it may have any length. For one thread. */
final class MatrixCsv extends InputStream {
    private static final int ROWS_AT_ONCE = 5_000;
    private static final List<String> COLUMNS = List.of("app", "appId", "mailbox", "mailboxId", "permission", "by");
    private static final String HEAD = String.join(",", COLUMNS) + "\n";

    private final EdgeCalls calls;
    private final String filter;
    private final Progress progress;
    private ByteArrayInputStream page = bytes("");
    private String next = "";
    private boolean begun;
    private boolean complete;

    /** Hears how far it is. */
    interface Progress {
        void rows(int more);

        void ended(boolean complete);
    }

    /** @param filter a query that begins with a question mark */
    MatrixCsv(EdgeCalls calls, String filter, Progress progress) {
        this.calls = calls;
        this.filter = filter;
        this.progress = progress;
    }

    /**
     * Reads the first rows, before the response begins, so that a filter that names nothing is refused with a page.
     *
     * @throws EdgeRefusal if the matrix cannot be read
     */
    void begin() {
        readPage();
        begun = true;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? page.read() : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        return length == 0 ? 0 : hasMore() ? page.read(to, offset, length) : -1;
    }

    /** An exception ends the response without its end, so that half a file is not taken for a whole one. */
    private boolean hasMore() throws IOException {
        while (page.available() == 0) {
            if (next.isEmpty()) {
                complete = true;
                return false;
            }
            try {
                readPage();
            } catch (EdgeRefusal e) {
                throw new IOException("The matrix could not be read on: " + e.said(), e);
            }
        }
        return true;
    }

    private void readPage() {
        Answer answer = calls.management(
                "/access" + filter + "$top=" + ROWS_AT_ONCE + (next.isEmpty() ? "" : "&$skiptoken=" + next));
        List<JsonNode> rows = answer.values();
        next = NextLink.token(answer);
        page = bytes((begun ? "" : HEAD) + rows.stream().map(MatrixCsv::line).collect(Collectors.joining()));
        progress.rows(rows.size());
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(JsonNode row) {
        return COLUMNS.stream()
                        .map(column -> cell(row.path(column).asString("")))
                        .collect(Collectors.joining(",")) + "\n";
    }

    /** Quoted where needed. A name that a spreadsheet would take for a formula is preceded by an apostrophe. */
    private static String cell(String text) {
        String safe = text.matches("(?s)[=+@\\-\\t\\r].*") ? "'" + text : text;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    @Override
    public void close() {
        progress.ended(complete);
    }
}
