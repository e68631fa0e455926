package dev.postern.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Takes the header of a message that is being written to it, and ends the writing at its end. */
final class OriginalHeaders extends OutputStream {
    private static final int MAX_BYTES = 16 * 1024;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int lineLength;

    /** Writes a message. */
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static final class Enough extends IOException {
        private static final long serialVersionUID = 1;
    }

    private OriginalHeaders() {}

    /** Returns whole lines of the header, as many as fit. */
    static byte[] of(Writing message) throws IOException {
        try (var headers = new OriginalHeaders()) {
            try {
                message.to(headers);
            } catch (Enough e) {
                // the body is not needed
            }
            byte[] bytes = headers.taken.toByteArray();
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            return Arrays.copyOf(bytes, end);
        }
    }

    @Override
    public void write(int one) throws IOException {
        if (taken.size() >= MAX_BYTES || (one == '\n' && lineLength == 0)) {
            throw new Enough();
        }
        if (one != '\r') {
            lineLength = one == '\n' ? 0 : lineLength + 1;
            if (one == '\n') {
                taken.write('\r');
            }
            taken.write(one);
        }
    }
}
