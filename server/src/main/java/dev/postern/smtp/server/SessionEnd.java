package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a session with a last reply. */
final class SessionEnd extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Reply reply;
    private final @Nullable Refusal refusal;

    /**
     * @param reply null if the connection is closed without one
     * @param refusal null if nothing was refused
     */
    SessionEnd(@Nullable Reply reply, @Nullable Refusal refusal) {
        super(reply == null ? "closed" : reply.text(), null, false, false);
        this.reply = reply;
        this.refusal = refusal;
    }

    @Nullable
    Reply reply() {
        return reply;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }
}
