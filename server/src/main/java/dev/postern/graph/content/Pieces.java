package dev.postern.graph.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A sequence of texts and contents; each content is opened when it is reached. Belongs to one thread. */
public final class Pieces {
    private final List<Opener> pieces = new ArrayList<>();
    private final List<InputStream> owned = new ArrayList<>();
    private long length;

    /** Opens a content. */
    interface Opener {
        InputStream open() throws IOException;
    }

    public void add(byte[] bytes) {
        length += bytes.length;
        pieces.add(() -> new ByteArrayInputStream(bytes));
    }

    /**
     * @param size in bytes, before encoding
     */
    void addBase64(long size, Opener content) {
        length += (size + 2) / 3 * 4;
        pieces.add(() -> new Base64Stream(content.open()));
    }

    /** Adds an open stream, which is closed even if it is never reached. */
    public void add(InputStream open, long size, boolean base64) {
        owned.add(open);
        if (base64) {
            addBase64(size, () -> open);
        } else {
            length += size;
            pieces.add(() -> open);
        }
    }

    /** The total number of bytes. */
    public long length() {
        return length;
    }

    public InputStream stream() {
        return new Joined(pieces.iterator(), owned);
    }

    private static final class Joined extends InputStream {
        private final Iterator<Opener> rest;
        private final List<InputStream> owned;
        private InputStream current = InputStream.nullInputStream();

        Joined(Iterator<Opener> rest, List<InputStream> owned) {
            this.rest = rest;
            this.owned = owned;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = current.read(into, offset, length);
            while (count < 0 && rest.hasNext()) {
                current.close();
                current = rest.next().open();
                count = current.read(into, offset, length);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            current.close();
            for (InputStream one : owned) {
                one.close();
            }
        }
    }
}
