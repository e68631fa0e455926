package dev.postern.http.framing;

/**
 * Finds the data of a chunked body (RFC 9112, section 7.1). Extensions and trailers are ignored, and limited. Anything that another reader
 * could understand differently is refused.
 */
final class ChunkedContent {
    /** The line of a size, with its extensions. */
    static final int MAX_LINE_BYTES = 4 << 10;
    /** All extensions of a body together, beyond the length of its data. */
    static final int MAX_EXTENSION_BYTES = 16 << 10;
    /** All trailers of a body together. */
    static final int MAX_TRAILER_BYTES = 8 << 10;
    /** Enough for any size, and it cannot overflow. */
    private static final int MAX_SIZE_DIGITS = 15;

    private enum Expected {
        SIZE,
        /** After the digits of the size. */
        EXTENSION,
        LF_OF_SIZE,
        DATA,
        CR_OF_DATA,
        LF_OF_DATA,
        TRAILER,
        LF_OF_TRAILER,
        NOTHING
    }

    private Expected expected = Expected.SIZE;
    private long size;
    private int digits;
    private int lineBytes;
    private boolean blankBeforeExtension;
    private boolean inExtension;
    /** Whether the position is in a quoted string of an extension, and after its backslash. */
    private boolean quoted;

    private boolean escaped;
    private long extensionBytes;
    private long dataBytes;
    private byte[] trailer = {};
    private int trailerBytes;
    private int trailerLine;

    /** Returns whether the whole body was read. */
    boolean ended() {
        return expected == Expected.NOTHING;
    }

    /** Returns how many bytes of data follow immediately. */
    long dataAhead() {
        return expected == Expected.DATA ? size : 0;
    }

    /** Notes that the caller has taken this many bytes of data. */
    void taken(int count) {
        size -= count;
        dataBytes += count;
        if (size == 0) {
            expected = Expected.CR_OF_DATA;
        }
    }

    /** Skips everything up to data or the end of the body. Returns the new position. */
    int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && expected != Expected.DATA && expected != Expected.NOTHING) {
            byte octet = bytes[at++];
            switch (expected) {
                case SIZE -> size(octet);
                case EXTENSION -> extension(octet);
                case LF_OF_SIZE -> {
                    require(octet, '\n');
                    sizeEnds();
                }
                case CR_OF_DATA -> expected = after(octet, '\r', Expected.LF_OF_DATA);
                case LF_OF_DATA -> expected = after(octet, '\n', Expected.SIZE);
                case TRAILER -> trailer(octet);
                case LF_OF_TRAILER -> {
                    require(octet, '\n');
                    trailerEnds();
                }
                case DATA, NOTHING -> throw new IllegalStateException();
            }
        }
        return at;
    }

    private void size(byte octet) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            if (++digits > MAX_SIZE_DIGITS) {
                throw Malformed.message("The size of a chunk is too large");
            }
            size = size << 4 | digit;
            return;
        }
        if (digits == 0) {
            throw Malformed.message("The size of a chunk is malformed");
        }
        expected = Expected.EXTENSION;
        extension(octet);
    }

    private void extension(byte octet) {
        if (octet == '\r') {
            if ((blankBeforeExtension && !inExtension) || quoted) {
                throw Malformed.message("The line with the size of a chunk is malformed");
            }
            expected = Expected.LF_OF_SIZE;
            return;
        }
        if (!inExtension) {
            blankBeforeExtension |= Octets.isBlank(octet);
            inExtension = octet == ';';
            if (!inExtension && !Octets.isBlank(octet)) {
                throw Malformed.message("The size of a chunk is malformed");
            }
        }
        if (!Octets.isValue(octet)) {
            throw Malformed.message("The extension of a chunk contains a control character");
        }
        quotes(octet);
        extensionBytes++;
        if (++lineBytes > MAX_LINE_BYTES || extensionBytes > MAX_EXTENSION_BYTES + dataBytes) {
            throw Malformed.message("The extensions of the chunks are too long");
        }
    }

    /** A line that ends in a quoted string is refused, because other readers take the line break for a part of the string. */
    private void quotes(byte octet) {
        if (escaped) {
            escaped = false;
        } else if (octet == '"') {
            quoted = !quoted;
        } else {
            escaped = quoted && octet == '\\';
        }
    }

    private void sizeEnds() {
        expected = size == 0 ? Expected.TRAILER : Expected.DATA;
        digits = 0;
        lineBytes = 0;
        blankBeforeExtension = false;
        inExtension = false;
    }

    private void trailer(byte octet) {
        if (octet == '\r') {
            expected = Expected.LF_OF_TRAILER;
        } else if (trailerBytes == MAX_TRAILER_BYTES) {
            throw Malformed.message("The trailers are too long");
        } else {
            if (trailer.length == 0) {
                trailer = new byte[MAX_TRAILER_BYTES];
            }
            trailer[trailerBytes++] = octet;
        }
    }

    private void trailerEnds() {
        if (trailerBytes == trailerLine) {
            expected = Expected.NOTHING;
            return;
        }
        FieldLine.read(trailer, trailerLine, trailerBytes);
        trailerLine = trailerBytes;
        expected = Expected.TRAILER;
    }

    private static Expected after(byte octet, char required, Expected next) {
        require(octet, required);
        return next;
    }

    private static void require(byte octet, char required) {
        if (octet != required) {
            throw Malformed.message("A line or a chunk does not end with CRLF");
        }
    }
}
