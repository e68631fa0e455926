package dev.postern.smtp.server;

import dev.postern.smtp.DeliveryNotice;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the arguments of RCPT. */
final class RecipientArguments {
    private static final String TO = "TO:";
    /** With the parameters NOTIFY and ORCPT. */
    static final int LONGEST = 512 + 29 + 500;

    private static final int LONGEST_ORIGINAL = 500;
    private static final Pattern ADDRESS_TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private RecipientArguments() {}

    static RecipientCommand read(String bytes, boolean extended, boolean utf8) throws CommandRefused {
        String text = Texts.utf8(bytes);
        if (!text.regionMatches(true, 0, TO, 0, TO.length())) {
            throw CommandRefused.syntax(501, "5.5.4", "Syntax: RCPT TO:<address>");
        }
        PathReader.Path path = PathReader.recipient(text.substring(TO.length()));
        Parameters parameters = new Parameters(path.rest());
        if (!extended) {
            parameters.refuseOthers();
        }
        Set<DeliveryNotice.Event> events = events(parameters.take("NOTIFY"));
        String original = parameters.take("ORCPT");
        parameters.refuseOthers();
        MailArguments.requireUtf8(text, utf8);
        boolean usual = events.isEmpty() && original.isEmpty();
        return new RecipientCommand(
                path.address(),
                usual
                        ? DeliveryNotice.USUAL
                        : new DeliveryNotice(events, original.isEmpty() ? null : original(original)));
    }

    private static Set<DeliveryNotice.Event> events(String text) throws CommandRefused {
        Set<DeliveryNotice.Event> events = EnumSet.noneOf(DeliveryNotice.Event.class);
        if (text.isEmpty()) {
            return events;
        }
        for (String name : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            events.add(
                    switch (name) {
                        case "NEVER" -> DeliveryNotice.Event.NEVER;
                        case "SUCCESS" -> DeliveryNotice.Event.SUCCESS;
                        case "FAILURE" -> DeliveryNotice.Event.FAILURE;
                        case "DELAY" -> DeliveryNotice.Event.DELAY;
                        default ->
                            throw CommandRefused.syntax(
                                    501, "5.5.4", "NOTIFY must be NEVER, or of SUCCESS, FAILURE, DELAY");
                    });
        }
        if (events.contains(DeliveryNotice.Event.NEVER) && events.size() > 1) {
            throw CommandRefused.syntax(501, "5.5.4", "NOTIFY=NEVER must be alone");
        }
        return events;
    }

    private static String original(String text) throws CommandRefused {
        int semicolon = text.indexOf(';');
        if (semicolon < 0 || !ADDRESS_TYPE.matcher(text.substring(0, semicolon)).matches()) {
            throw CommandRefused.syntax(501, "5.5.4", "ORCPT must be type;address");
        }
        return text.substring(0, semicolon + 1)
                + Xtext.decode(text.substring(semicolon + 1), "ORCPT", LONGEST_ORIGINAL);
    }
}
