package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the arguments of MAIL. */
final class MailArguments {
    private static final String FROM = "FROM:";
    /** With the parameters SIZE, BODY, SMTPUTF8, RET and ENVID. */
    static final int LONGEST = 512 + 26 + 14 + 10 + 9 + 107;

    private static final int LONGEST_ENVELOPE_ID = 100;
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");

    private MailArguments() {}

    /** @param extended whether the peer said EHLO or LHLO; otherwise there are no parameters */
    static MailCommand read(String bytes, boolean extended, long maxSize) throws CommandRefused {
        String text = Texts.utf8(bytes);
        if (!text.regionMatches(true, 0, FROM, 0, FROM.length())) {
            throw CommandRefused.syntax(501, "5.5.4", "Syntax: MAIL FROM:<address>");
        }
        PathReader.Path path = PathReader.sender(text.substring(FROM.length()));
        Parameters parameters = new Parameters(path.rest());
        if (!extended) {
            parameters.refuseOthers();
        }
        long size = size(parameters.take("SIZE"), maxSize);
        String body = parameters.take("BODY").toUpperCase(Locale.ROOT);
        if (!body.isEmpty() && !body.equals("7BIT") && !body.equals("8BITMIME")) {
            throw CommandRefused.syntax(501, "5.5.4", "BODY must be 7BIT or 8BITMIME");
        }
        boolean utf8 = parameters.takeFlag("SMTPUTF8");
        String returned = parameters.take("RET").toUpperCase(Locale.ROOT);
        if (!returned.isEmpty() && !returned.equals("FULL") && !returned.equals("HDRS")) {
            throw CommandRefused.syntax(501, "5.5.4", "RET must be FULL or HDRS");
        }
        String envelopeId = parameters.take("ENVID");
        parameters.refuseOthers();
        requireUtf8(text, utf8);
        return new MailCommand(
                path.address(),
                size,
                utf8,
                envelopeId.isEmpty() ? null : Xtext.decode(envelopeId, "ENVID", LONGEST_ENVELOPE_ID),
                returned.equals("HDRS"));
    }

    static void requireUtf8(String text, boolean utf8) throws CommandRefused {
        if (!utf8 && !Texts.isAscii(text)) {
            throw CommandRefused.syntax(553, "5.6.7", "Characters besides ASCII need SMTPUTF8");
        }
    }

    private static long size(String text, long maxSize) throws CommandRefused {
        if (text.isEmpty()) {
            return 0;
        }
        if (!SIZE.matcher(text).matches()) {
            throw CommandRefused.syntax(501, "5.5.4", "SIZE must be a number of bytes");
        }
        // 18 digits fit in a long
        String digits = text.replaceFirst("^0+(?=.)", "");
        if (digits.length() > 18 || Long.parseLong(digits) > maxSize) {
            throw new CommandRefused(
                    Reply.of(552, "5.3.4", "The message is larger than " + maxSize + " bytes"), Refusal.SIZE);
        }
        return Long.parseLong(digits);
    }
}
