package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.Serial;
import java.util.Objects;

/** A command that the dialogue refuses; the session continues. */
final class CommandRefused extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;
    private final Refusal refusal;

    CommandRefused(Reply reply, Refusal refusal) {
        super(reply.text(), null, false, false);
        this.reply = reply;
        this.refusal = refusal;
    }

    /** A command or parameter whose form is wrong. */
    static CommandRefused syntax(int code, String status, String text) {
        return new CommandRefused(Reply.of(code, status, text), Refusal.SYNTAX);
    }

    /** A command that came at the wrong time. */
    static CommandRefused order(String text) {
        return new CommandRefused(Reply.of(503, "5.5.1", text), Refusal.ORDER);
    }

    Reply reply() {
        return Objects.requireNonNull(reply);
    }

    Refusal refusal() {
        return refusal;
    }
}
