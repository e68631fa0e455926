package dev.postern.smtp.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** What a signature needs of a message that is written to it: the header fields, and the hash of the body. Lines must end with CRLF. */
final class MessageReader extends OutputStream {
    /** More is not mail; it is sent without a signature. */
    private static final int MAX_HEADERS = 1024 * 1024;

    private final ByteArrayOutputStream headers = new ByteArrayOutputStream(4_096);
    private final RelaxedBody body = new RelaxedBody(sha256());
    private boolean inBody;
    private int lineLength;

    /** The header section has no end. */
    static final class HeadersTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        HeadersTooLarge() {
            super("The header section has more than " + MAX_HEADERS + " bytes");
        }
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int at = from;
        while (!inBody && at < from + length) {
            byte octet = bytes[at++];
            headers.write(octet);
            if (octet == '\n') {
                inBody = lineLength == 0;
                lineLength = 0;
            } else if (octet != '\r') {
                lineLength++;
            }
            if (headers.size() > MAX_HEADERS) {
                throw new HeadersTooLarge();
            }
        }
        if (inBody) {
            body.update(bytes, at, from + length - at);
        }
    }

    /** Returns the fields with their continuation lines, without the CRLF at the end; each byte is a character. */
    List<String> fields() {
        var fields = new ArrayList<String>();
        for (String line : headers.toString(StandardCharsets.ISO_8859_1).split("\r\n")) {
            boolean continues = line.startsWith(" ") || line.startsWith("\t");
            if (continues && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.getLast() + "\r\n" + line);
            } else if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        return fields;
    }

    byte[] bodyHash() {
        return body.hash();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
