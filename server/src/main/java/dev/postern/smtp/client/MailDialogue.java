package dev.postern.smtp.client;

import dev.postern.smtp.CanonicalLines;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message on an open connection. Every recipient gets a reply, also when the dialogue fails. */
final class MailDialogue {
    private static final Logger LOG = LoggerFactory.getLogger(MailDialogue.class);
    /** Commands in one write; their replies must fit into the buffers of the network, because they are read afterwards (RFC 2920). */
    private static final int MAX_PIPELINED = 50;

    private final SmtpConnection connection;
    private final OutgoingMail message;
    private final Envelope envelope;
    private final Map<String, Reply> replies = new LinkedHashMap<>();
    private final List<String> accepted = new ArrayList<>();
    private @Nullable Reply mailRefused;
    private boolean dataSent;

    /** @param dataSent whether the host may have seen content */
    record Outcome(Map<String, Reply> replies, boolean dataSent) {
        /** Whether another host may do better. */
        boolean isOpen() {
            return !dataSent && replies.values().stream().allMatch(Reply::isTransient);
        }
    }

    private MailDialogue(SmtpConnection connection, OutgoingMail message) {
        this.connection = connection;
        this.message = message;
        this.envelope = Envelope.of(message, connection.features());
    }

    static Outcome run(SmtpConnection connection, OutgoingMail message) {
        return new MailDialogue(connection, message).run();
    }

    private Outcome run() {
        replies.putAll(envelope.refused());
        if (!envelope.recipients().isEmpty()) {
            connection.countMessage();
            try {
                commands();
            } catch (DialogueFailed e) {
                envelope.recipients().forEach(one -> replies.putIfAbsent(one.address(), e.reply()));
            }
        }
        return new Outcome(replies, dataSent);
    }

    private void commands() throws DialogueFailed {
        boolean pipelining = connection.features().pipelining();
        var waiting = new StringBuilder(envelope.mail());
        if (!pipelining) {
            connection.write(waiting.toString());
            waiting.setLength(0);
            mailReplied();
            if (mailRefused != null) {
                return;
            }
        }
        List<Envelope.Recipient> all = envelope.recipients();
        int step = pipelining ? MAX_PIPELINED : 1;
        for (int from = 0; from < all.size(); from += step) {
            List<Envelope.Recipient> group = all.subList(from, Math.min(from + step, all.size()));
            boolean last = from + step >= all.size();
            group.forEach(one -> waiting.append(one.command()));
            waiting.append(pipelining && last ? "DATA\r\n" : "");
            connection.write(waiting.toString());
            waiting.setLength(0);
            if (pipelining && from == 0) {
                mailReplied();
            }
            for (Envelope.Recipient one : group) {
                recipientReplied(one.address());
            }
            if (mailRefused != null && !last) {
                return;
            }
        }
        if (pipelining) {
            dataReplied(connection.read("during DATA"));
        } else if (!accepted.isEmpty()) {
            dataReplied(connection.command("DATA", "during DATA"));
        }
    }

    private void mailReplied() throws DialogueFailed {
        Reply reply = connection.read("during MAIL");
        expectFinal(reply, "MAIL");
        if (!reply.isPositive()) {
            mailRefused = reply;
            envelope.recipients().forEach(one -> replies.put(one.address(), reply));
        }
    }

    private void recipientReplied(String address) throws DialogueFailed {
        Reply reply = connection.read("during RCPT");
        expectFinal(reply, "RCPT");
        if (mailRefused != null) {
            return;
        }
        if (reply.isPositive()) {
            accepted.add(address);
        } else {
            replies.put(address, reply.code() == 552 ? tooMany(reply) : reply);
        }
    }

    /** RFC 5321, section 4.5.3.1.10: 552 to RCPT says that there are too many recipients. The rest goes in another transaction. */
    private static Reply tooMany(Reply reply) {
        String status = reply.status();
        return status == null || status.equals("5.5.3") ? new Reply(452, "4.5.3", reply.lines()) : reply;
    }

    private void expectFinal(Reply reply, String command) throws DialogueFailed {
        if (reply.code() >= 300 && reply.code() < 400) {
            throw broken(reply, command);
        }
    }

    private DialogueFailed broken(Reply reply, String command) {
        connection.close();
        return new DialogueFailed(OwnReply.garbage(connection.host(), reply.text() + " as the reply to " + command));
    }

    private void dataReplied(Reply reply) throws DialogueFailed {
        if (reply.code() == 354) {
            if (accepted.isEmpty()) {
                endEmpty();
            } else {
                content();
            }
        } else if (reply.isPositive()) {
            throw broken(reply, "DATA");
        } else {
            accepted.forEach(address -> replies.put(address, reply));
        }
    }

    /** RFC 2920, section 3.1: a host that wants content for no recipient gets none; what it replies is of no interest. */
    private void endEmpty() throws DialogueFailed {
        connection.write(".\r\n");
        var _ = connection.read("after DATA without a recipient");
    }

    private void content() throws DialogueFailed {
        dataSent = true;
        boolean complete = false;
        try {
            var out = connection.output();
            CanonicalLines lines = new CanonicalLines(new DotStuffing(out));
            message.content().writeTo(lines);
            lines.finish();
            complete = true;
            out.write(new byte[] {'.', '\r', '\n'});
            out.flush();
        } catch (IOException e) {
            if (!connection.outputFailed()) {
                throw unreadable(e);
            }
            DialogueFailed failed = connection.refused(e, "while the message was sent");
            throw complete ? new DialogueFailed(OwnReply.uncertain(failed.reply())) : failed;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        Reply reply = finalReply();
        accepted.forEach(address -> replies.put(address, reply));
    }

    private Reply finalReply() throws DialogueFailed {
        try {
            Reply reply = connection.read("after the message was sent");
            expectFinal(reply, "the message");
            return reply;
        } catch (DialogueFailed e) {
            throw e.reply().code() == 421 ? e : new DialogueFailed(OwnReply.uncertain(e.reply()));
        }
    }

    /** Without the final dot, the host drops what it has got. */
    private DialogueFailed unreadable(Exception cause) {
        LOG.warn("A message could not be read while it was sent", cause);
        connection.close();
        return new DialogueFailed(OwnReply.later("4.3.0", "The message could not be read from our storage."));
    }
}
