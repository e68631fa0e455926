package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of {@link SmtpSender#send}: the hosts that were tried so far, and the best result. Belongs to one thread. */
final class Attempt {
    private final Destination destination;
    private final OutgoingMail message;
    private final DialogueDeadline deadline;
    private final Opening opening;
    private final IdleConnections idle;
    private @Nullable SendResult result;

    Attempt(
            Destination destination,
            OutgoingMail message,
            DialogueDeadline deadline,
            Opening opening,
            IdleConnections idle) {
        this.destination = destination;
        this.message = message;
        this.deadline = deadline;
        this.opening = opening;
        this.idle = idle;
    }

    boolean isLate() {
        return deadline.passed();
    }

    /** Uses a connection that was kept. Returns whether the attempt is over: a smarthost that has decided is not asked again at once. */
    boolean overKept() {
        SmtpConnection kept = idle.take(destination);
        while (kept != null) {
            try {
                kept.resume(deadline);
                return over(kept, destination instanceof Destination.Smarthost);
            } catch (DialogueFailed e) {
                // Usually the host has closed it while it waited; nothing was sent.
                kept.close();
                kept = isLate() ? null : idle.take(destination);
            }
        }
        return false;
    }

    /** Tries a host. Returns whether the attempt is over. */
    boolean over(HostTarget target) {
        try {
            return over(opened(target), false);
        } catch (DialogueFailed e) {
            failed(e.host(), e.reply());
            return false;
        }
    }

    /** Opportunistic TLS that fails is worth less than mail that arrives (RFC 7435). */
    private SmtpConnection opened(HostTarget target) throws DialogueFailed {
        try {
            return opening.open(target, deadline);
        } catch (SmtpConnection.HandshakeFailed e) {
            if (target.tls() != TlsUse.OPPORTUNISTIC || deadline.passed()) {
                throw e;
            }
            return opening.open(target.with(TlsUse.NONE), deadline);
        }
    }

    /** @param lastHost whether no other host is tried if this one has decided, and has not ended the connection */
    private boolean over(SmtpConnection connection, boolean lastHost) {
        MailDialogue.Outcome outcome = MailDialogue.run(connection, message);
        result = new SendResult(
                connection.host(), outcome.replies(), connection.features().notices());
        boolean open = connection.isOpen();
        if (open && deadline.release()) {
            idle.keep(destination, connection);
        } else {
            connection.close();
        }
        return !outcome.isOpen() || (open && lastHost);
    }

    /** A host could not be asked. A failure that may pass counts more than one that does not. */
    void failed(String host, Reply reply) {
        SendResult before = result;
        if (before == null || before.recipients().values().stream().noneMatch(Reply::isTransient)) {
            result = ofAll(host, reply);
        }
    }

    private SendResult ofAll(String host, Reply reply) {
        Map<String, Reply> all = new LinkedHashMap<>();
        message.recipients().forEach(one -> all.put(one.address(), reply));
        return new SendResult(host, all);
    }

    SendResult result() {
        SendResult found = result;
        return found != null ? found : ofAll("", OwnReply.later("4.4.7", "The time was over before a host was found."));
    }
}
