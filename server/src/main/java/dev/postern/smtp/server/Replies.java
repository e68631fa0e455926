package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The replies of the dialogue itself, and the form of every reply on the wire. */
final class Replies {
    static final Reply OK = Reply.of(250, "2.0.0", "OK");
    static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender OK");
    static final Reply GO_AHEAD = Reply.of(354, null, "End data with <CRLF>.<CRLF>");
    static final Reply BYE = Reply.of(221, "2.0.0", "Closing the connection");
    static final Reply START_TLS = Reply.of(220, "2.0.0", "Ready to start TLS");
    static final Reply VERIFY = Reply.of(252, "2.0.0", "Send some mail; RCPT tells whether the address exists");
    static final Reply HELP = Reply.of(214, "2.0.0", "Commands are described in RFC 5321");
    static final Reply FAILED = Reply.of(451, "4.3.0", "The server failed; try again later");
    static final Reply NO_SPACE = Reply.of(452, "4.3.1", "The server could not store the message; try again later");
    static final Reply TOO_LARGE = Reply.of(552, "5.3.4", "The message is larger than this server accepts");
    static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "Too many recipients");
    static final Reply TOO_LONG = Reply.of(500, "5.5.2", "The line is too long");
    static final Reply BARE_LF = Reply.of(550, "5.5.2", "LF without CR");
    static final Reply BARE_CR = Reply.of(550, "5.5.2", "CR without LF");
    static final Reply NUL = Reply.of(550, "5.5.2", "NUL character");
    static final Reply BARE_LF_IN_COMMAND = Reply.of(500, "5.5.2", "LF without CR");
    static final Reply BARE_CR_IN_COMMAND = Reply.of(500, "5.5.2", "CR without LF");
    static final Reply NUL_IN_COMMAND = Reply.of(500, "5.5.2", "NUL character");
    static final Reply EARLY = Reply.of(554, "5.5.1", "Commands before the greeting");
    static final Reply PIPELINED = Reply.of(554, "5.5.1", "Data after a command that must be the last of a group");
    static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0", "Too many errors");
    static final Reply TOO_SLOW = Reply.of(421, "4.4.2", "Time limit exceeded");
    static final Reply TOO_MANY_CONNECTIONS = Reply.of(421, "4.7.0", "Too many connections; try again later");
    static final Reply STOPPING = Reply.of(421, "4.3.2", "The server is stopping; try again later");
    static final Reply BROKEN = Reply.of(421, "4.3.0", "The server failed; try again later");

    /** A line has at most 512 bytes, with code, status and CRLF (RFC 5321, section 4.5.3.1.5). */
    private static final int LONGEST_TEXT = 490;

    private static final int MOST_LINES = 100;

    private Replies() {}

    /** Returns the bytes of a reply. Characters besides printable ASCII become question marks, so no text can begin a line of its own. */
    static byte[] bytes(Reply reply) {
        var text = new StringBuilder();
        List<String> lines =
                reply.lines().subList(0, Math.min(MOST_LINES, reply.lines().size()));
        for (int i = 0; i < lines.size(); i++) {
            text.append(reply.code()).append(i < lines.size() - 1 ? '-' : ' ');
            if (reply.status() != null) {
                printable(reply.status(), text);
                text.append(' ');
            }
            printable(lines.get(i), text);
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void printable(String line, StringBuilder to) {
        for (int i = 0; i < Math.min(LONGEST_TEXT, line.length()); i++) {
            char c = line.charAt(i);
            to.append(c >= ' ' && c <= '~' ? c : '?');
        }
    }
}
