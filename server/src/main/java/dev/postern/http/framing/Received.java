package dev.postern.http.framing;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The bytes of a connection that were received and not yet passed on. */
final class Received {
    private final Supplier<byte @Nullable []> socket;
    private byte[] bytes = {};
    private int from;
    private int to;

    Received(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The position of the first byte. */
    int from() {
        return from;
    }

    /** The position after the last byte. */
    int to() {
        return to;
    }

    int available() {
        return to - from;
    }

    /** Removes the bytes before the position. An idle connection keeps no buffer. */
    void skipTo(int position) {
        from = position;
        if (from == to) {
            bytes = new byte[0];
            from = 0;
            to = 0;
        }
    }

    /** Waits for more bytes and appends them; the positions may change. Returns false at the end of the stream. */
    boolean more() {
        byte[] next = socket.get();
        if (next == null) {
            return false;
        }
        int kept = available();
        if (kept == 0) {
            bytes = next;
            from = 0;
            to = next.length;
            return true;
        }
        if (bytes.length - to < next.length) {
            // at least twice the size, so that single bytes do not cause a copy each
            byte[] larger = new byte[Math.max(2 * kept, kept + next.length)];
            System.arraycopy(bytes, from, larger, 0, kept);
            bytes = larger;
            from = 0;
            to = kept;
        }
        System.arraycopy(next, 0, bytes, to, next.length);
        to += next.length;
        return true;
    }

    /** Removes and returns up to this many bytes. */
    byte[] take(long max) {
        int count = (int) Math.min(max, available());
        byte[] taken = from == 0 && count == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + count);
        skipTo(from + count);
        return taken;
    }
}
