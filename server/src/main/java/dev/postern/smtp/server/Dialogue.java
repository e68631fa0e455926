package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of one session and what they change. */
final class Dialogue {
    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);
    private static final int LONGEST_COMMAND = 510;
    /**
     * Wider than the grammar, because hosts with an underscore or without a valid name do exist, and a server must not refuse mail for that reason
     * (RFC 5321, section 4.1.4). Nothing that could end a header or a comment is in it.
     */
    private static final Pattern HELLO = Pattern.compile("[A-Za-z0-9._-]{1,255}|\\[[A-Za-z0-9.:-]{1,253}]");

    private final Wire wire;
    private final ListenerOptions options;
    private final MailHandler handler;
    private final MailCounters counters;
    private final Refusals refusals;
    private final Tally tally;
    private String hello = "";
    private boolean extended;
    private boolean secure;
    private @Nullable OpenTransaction transaction;

    Dialogue(Wire wire, ListenerOptions options, MailHandler handler, MailCounters counters, Refusals refusals) {
        this.wire = wire;
        this.options = options;
        this.handler = handler;
        this.counters = counters;
        this.refusals = refusals;
        this.tally = new Tally(options.limits().tolerance());
    }

    boolean inTransaction() {
        return transaction != null;
    }

    /** Gives up the transaction, if there is one. */
    void abort() {
        OpenTransaction open = transaction;
        transaction = null;
        if (open != null) {
            open.abort();
        }
    }

    /** Executes one command and sends its replies. */
    void take(String line) throws IOException, SessionEnd {
        try {
            execute(line);
        } catch (CommandRefused e) {
            refusals.add(e.refusal(), e.reply().text());
            tally.error();
            wire.send(e.reply());
        }
    }

    private void execute(String line) throws IOException, SessionEnd, CommandRefused {
        String command = line.stripTrailing();
        int space = command.indexOf(' ');
        String verb = (space < 0 ? command : command.substring(0, space)).toUpperCase(Locale.ROOT);
        String rest = space < 0 ? "" : command.substring(space + 1);
        requireLength(verb, line);
        switch (verb) {
            case "EHLO", "HELO", "LHLO" -> hello(verb, rest);
            case "MAIL" -> mail(rest);
            case "RCPT" -> recipient(rest);
            case "DATA" -> data(rest);
            case "RSET" -> {
                requireNone(rest);
                tally.idleCommand();
                abort();
                wire.send(Replies.OK);
            }
            case "NOOP" -> idle(Replies.OK);
            case "HELP" -> idle(Replies.HELP);
            case "VRFY" -> {
                if (rest.isEmpty()) {
                    throw CommandRefused.syntax(501, "5.5.4", "Syntax: VRFY address");
                }
                idle(Replies.VERIFY);
            }
            case "QUIT" -> {
                requireNone(rest);
                throw new SessionEnd(Replies.BYE, null);
            }
            case "STARTTLS" -> startTls(rest);
            case "EXPN", "ETRN", "AUTH", "TURN", "ATRN", "SEND", "SOML", "SAML" ->
                throw CommandRefused.syntax(502, "5.5.1", "The command is not implemented");
            // What follows is content that must never be taken for commands: of BDAT, or of an HTTP request.
            case "BDAT" ->
                throw new SessionEnd(Reply.of(502, "5.5.1", "The command is not implemented"), Refusal.SYNTAX);
            case "GET", "POST", "PUT", "CONNECT", "OPTIONS" ->
                throw new SessionEnd(Reply.of(500, "5.5.1", "This is not an HTTP server"), Refusal.SYNTAX);
            default -> throw CommandRefused.syntax(500, "5.5.1", "The command is unknown");
        }
    }

    private static void requireLength(String verb, String line) throws CommandRefused {
        int longest = switch (verb) {
            case "MAIL" -> MailArguments.LONGEST;
            case "RCPT" -> RecipientArguments.LONGEST;
            default -> LONGEST_COMMAND;
        };
        if (line.length() > longest) {
            throw new CommandRefused(Replies.TOO_LONG, Refusal.LINE_LENGTH);
        }
    }

    private static void requireNone(String rest) throws CommandRefused {
        if (!rest.isEmpty()) {
            throw CommandRefused.syntax(501, "5.5.4", "The command has no arguments");
        }
    }

    /** Bytes that came before the reply to a command that ends a group were sent by a program that does not read replies. */
    private void requireLastOfGroup() throws IOException, SessionEnd {
        if (wire.hasMore()) {
            throw new SessionEnd(Replies.PIPELINED, Refusal.PIPELINE);
        }
    }

    private void idle(Reply reply) throws IOException, SessionEnd {
        tally.idleCommand();
        wire.send(reply);
    }

    private void hello(String verb, String name) throws IOException, SessionEnd, CommandRefused {
        if (verb.equals("LHLO") != (options.protocol() == Protocol.LMTP)) {
            throw CommandRefused.syntax(500, "5.5.1", "The command is not one of " + options.protocol());
        }
        if (!HELLO.matcher(name).matches()) {
            throw CommandRefused.syntax(501, "5.5.4", "Syntax: " + verb + " name");
        }
        requireLastOfGroup();
        tally.idleCommand();
        abort();
        hello = name;
        extended = !verb.equals("HELO");
        wire.send(extended ? new Reply(250, null, extensions()) : Reply.of(250, null, options.hostname()));
    }

    /** Not DSN: we send no receipts about mail from outside, and a peer that does not see it sends them itself. */
    private List<String> extensions() {
        var lines = new ArrayList<>(List.of(
                options.hostname(),
                "PIPELINING",
                "SIZE " + options.limits().maxSize(),
                "8BITMIME",
                "SMTPUTF8",
                "ENHANCEDSTATUSCODES"));
        if (options.tls() != null && !secure) {
            lines.add("STARTTLS");
        }
        return lines;
    }

    private void startTls(String rest) throws IOException, SessionEnd, CommandRefused {
        if (options.tls() == null) {
            throw CommandRefused.syntax(502, "5.5.1", "The command is not implemented");
        }
        requireNone(rest);
        if (secure || hello.isEmpty()) {
            throw CommandRefused.order(secure ? "TLS is active" : "Say who you are first");
        }
        requireLastOfGroup();
        SSLContext tls = options.tls().get();
        abort();
        hello = "";
        wire.send(Replies.START_TLS);
        wire.flush();
        try {
            wire.secure(tls, options.limits().times().opening());
        } catch (IOException e) {
            LOG.debug("A TLS handshake of {} failed", refusals.peer(), e);
            throw new SessionEnd(null, Refusal.TLS);
        }
        secure = true;
    }

    private void mail(String rest) throws IOException, SessionEnd, CommandRefused {
        if (hello.isEmpty()) {
            throw CommandRefused.order("Say who you are first");
        }
        if (transaction != null) {
            throw CommandRefused.order("A transaction is open");
        }
        MailCommand mail = MailArguments.read(rest, extended, options.limits().maxSize());
        switch (begin(mail)) {
            case MailHandler.Begun.Accepted(MailTransaction begun) -> {
                transaction = new OpenTransaction(begun, mail.utf8());
                wire.send(Replies.SENDER_OK);
            }
            case MailHandler.Begun.Refused(Reply reply) -> {
                refusals.add(Refusal.SENDER, reply);
                tally.error();
                finalIfClosing(reply);
                wire.send(reply);
            }
        }
    }

    private MailHandler.Begun begin(MailCommand mail) throws CommandRefused {
        boolean lmtp = options.protocol() == Protocol.LMTP;
        var peer = new Peer(refusals.peer(), hello, protocol(mail.utf8()), lmtp);
        try {
            return handler.begin(peer, mail);
        } catch (RuntimeException e) {
            LOG.error("A transaction could not begin", e);
            throw new CommandRefused(Replies.FAILED, Refusal.FAILURE);
        }
    }

    /** The name of the protocol for the trace header (RFC 3848; RFC 6531, section 4.3). */
    private String protocol(boolean utf8) {
        if (!extended) {
            return "SMTP";
        }
        boolean lmtp = options.protocol() == Protocol.LMTP;
        String name = utf8 ? lmtp ? "UTF8LMTP" : "UTF8SMTP" : lmtp ? "LMTP" : "ESMTP";
        return secure ? name + "S" : name;
    }

    private void recipient(String rest) throws IOException, SessionEnd, CommandRefused {
        OpenTransaction open = transaction;
        if (open == null) {
            throw CommandRefused.order("MAIL comes first");
        }
        RecipientCommand recipient = RecipientArguments.read(rest, extended, open.utf8());
        Reply reply = open.accepted() >= options.limits().maxRecipients()
                ? Replies.TOO_MANY_RECIPIENTS
                : open.recipient(recipient);
        if (!reply.isPositive()) {
            refusals.add(Refusal.RECIPIENT, reply);
            if (!reply.equals(Replies.TOO_MANY_RECIPIENTS)) {
                tally.refusedRecipient();
            }
            finalIfClosing(reply);
        }
        wire.send(reply);
    }

    private void data(String rest) throws IOException, SessionEnd, CommandRefused {
        requireNone(rest);
        OpenTransaction open = transaction;
        if (open == null) {
            throw CommandRefused.order("MAIL comes first");
        }
        if (open.accepted() == 0) {
            throw CommandRefused.order("No recipient was accepted");
        }
        requireLastOfGroup();
        ContentReader reader;
        try {
            reader = new ContentReader(wire, options.limits(), open.content());
        } catch (CommandRefused e) {
            abort();
            throw e;
        }
        wire.send(Replies.GO_AHEAD);
        ContentReader.Problem problem = reader.read();
        if (problem == null) {
            transaction = null;
            replyToContent(open.end());
        } else {
            abort();
            refusals.add(problem.refusal(), problem.reply());
            tally.error();
            for (int i = 0; i < (options.protocol() == Protocol.LMTP ? open.accepted() : 1); i++) {
                wire.send(problem.reply());
            }
        }
    }

    private void replyToContent(List<Reply> replies) throws IOException, SessionEnd {
        int accepted =
                Math.toIntExact(replies.stream().filter(Reply::isPositive).count());
        if (accepted > 0) {
            counters.accepted(accepted);
            tally.accepted();
        }
        List<Reply> sent = switch (options.protocol()) {
            case LMTP -> replies;
            case SMTP ->
                List.of(replies.stream()
                        .max(Comparator.comparingInt(Reply::code))
                        .orElse(Replies.FAILED));
        };
        for (Reply reply : sent) {
            if (!reply.isPositive()) {
                refusals.add(Refusal.MESSAGE, reply);
                tally.error();
            }
            wire.send(reply);
        }
    }

    /** After 421 the server closes the connection (RFC 5321, section 3.8). */
    private static void finalIfClosing(Reply reply) throws SessionEnd {
        if (reply.code() == 421) {
            throw new SessionEnd(reply, null);
        }
    }
}
