package dev.postern.graph.mail;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Large contents of an answer in JSON. The document holds a mark in the place of each; the content itself is read while the answer is
 * sent, so that it is never in memory. Belongs to one request.
 */
final class LateBytes {
    private static final int SMALL = 64 * 1024;

    /** No content can hold it, for it is made for this answer. */
    private final String mark = UUID.randomUUID().toString();

    private final List<Content> late = new ArrayList<>();

    /** What stands in the document for a content: its base64, or a mark. */
    String of(Content content) {
        try {
            if (content.size() <= SMALL) {
                try (InputStream in = content.open()) {
                    return Base64.getEncoder().encodeToString(in.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        late.add(content);
        return mark;
    }

    Response answer(int status, Object json, MetadataLevel level) {
        if (late.isEmpty()) {
            return Response.of(status, GraphAnswer.contentType(level), Json.write(json));
        }
        String[] texts = Json.text(json).split(mark, -1);
        return new Response(
                status, Map.of(), new Response.Stream(GraphAnswer.contentType(level), new Pieces(texts, late), -1));
    }

    /** Texts and contents in turn, each opened when it is its turn; the marks stand in the order in which they were given out. */
    private static final class Pieces extends InputStream {
        private final String[] texts;
        private final Iterator<Content> contents;
        private InputStream current = InputStream.nullInputStream();
        private int next;

        Pieces(String[] texts, List<Content> contents) {
            this.texts = texts;
            this.contents = contents.iterator();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = current.read(into, offset, length);
            while (count < 0 && next < 2 * texts.length - 1) {
                current.close();
                current = open(next++);
                count = current.read(into, offset, length);
            }
            return count;
        }

        private InputStream open(int piece) throws IOException {
            return piece % 2 == 0
                    ? new ByteArrayInputStream(texts[piece / 2].getBytes(StandardCharsets.UTF_8))
                    : new Base64Stream(contents.next().open());
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
