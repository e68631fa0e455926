package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads the content of one message, after the reply 354. */
final class ContentReader {
    /** RFC 5321 allows 1,000; there are programs that write whole paragraphs in one line. */
    static final int LONGEST_LINE = 1 << 20;

    private final Wire wire;
    private final MailLimits limits;
    private final ContentSink sink;
    private final ContentFilter filter;
    private long received;
    private long waited;

    ContentReader(Wire wire, MailLimits limits, OutputStream content) {
        this.wire = wire;
        this.limits = limits;
        this.sink = new ContentSink(content, limits.maxSize());
        this.filter = new ContentFilter(sink);
    }

    /** Why a message that was read to its end is refused. */
    record Problem(Reply reply, Refusal refusal) {}

    /**
     * Reads to the end of the message and closes the stream of the handler.
     *
     * @return null if the handler has the whole content
     * @throws SessionEnd if it is not safe or not affordable to read on
     */
    @Nullable
    Problem read() throws IOException, SessionEnd {
        wire.large(true);
        try {
            while (!foundEnd()) {
                fill();
            }
        } finally {
            wire.large(false);
            sink.close();
        }
        return problem();
    }

    private boolean foundEnd() throws IOException, SessionEnd {
        ContentFilter.State state = filter.take(wire.buffer(), wire.from(), wire.to());
        switch (state) {
            case BARE_CR -> throw new SessionEnd(Replies.BARE_CR, Refusal.LINE_END);
            case BARE_LF -> throw new SessionEnd(Replies.BARE_LF, Refusal.LINE_END);
            case NUL -> throw new SessionEnd(Replies.NUL, Refusal.NUL);
            case MORE, END -> wire.consumed(filter.consumed());
        }
        if (filter.longestLine() > LONGEST_LINE) {
            sink.discard();
        }
        // thrown away up to the same size again, because a peer that is cut off repeats the message
        if (sink.size() / 2 > limits.maxSize()) {
            throw new SessionEnd(Replies.TOO_LARGE, Refusal.SIZE);
        }
        return state == ContentFilter.State.END;
    }

    private void fill() throws IOException, SessionEnd {
        long begin = System.nanoTime();
        long patience = limits.times().data().toNanos();
        try {
            wire.fill(begin + patience);
        } catch (SocketTimeoutException e) {
            throw new SessionEnd(Replies.TOO_SLOW, Refusal.TIME);
        } catch (EOFException e) {
            throw new SessionEnd(null, null);
        }
        waited += System.nanoTime() - begin;
        received += wire.to() - wire.from();
        if (waited > patience && received / (waited / 1e9) < limits.times().minRate()) {
            throw new SessionEnd(Replies.TOO_SLOW, Refusal.TIME);
        }
    }

    private @Nullable Problem problem() {
        if (sink.size() > limits.maxSize()) {
            return new Problem(Replies.TOO_LARGE, Refusal.SIZE);
        }
        if (filter.longestLine() > LONGEST_LINE) {
            return new Problem(Replies.TOO_LONG, Refusal.LINE_LENGTH);
        }
        return sink.failed() ? new Problem(Replies.NO_SPACE, Refusal.FAILURE) : null;
    }
}
