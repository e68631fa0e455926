package dev.postern.delivery;

import java.util.Map;

/** The texts for senders, by enhanced status code (RFC 3463). */
public final class ReportAdvice {
    private static final String NO_ADDRESS = "The address was not found. Check it and send the message again.";
    private static final Map<String, String> BY_DETAIL = Map.ofEntries(
            Map.entry("1.1", NO_ADDRESS),
            Map.entry("1.10", NO_ADDRESS),
            Map.entry("1.2", "The domain of the address was not found. Check the address and send the message again."),
            Map.entry("1.3", "The address is not valid. Check it and send the message again."),
            Map.entry("1.6", "The recipient has moved and has no address here any more."),
            Map.entry("1.8", "The recipient's server does not accept the address of the sender."),
            Map.entry("2.1", "The recipient's mailbox is disabled."),
            Map.entry("2.2", "The recipient's mailbox is full. Try to send the message again later."),
            Map.entry("2.3", "The message is too large for the recipient. Send it with smaller attachments."),
            Map.entry("3.4", "The message is too large for the recipient's server. Send it with smaller attachments."),
            Map.entry("4.4", "The domain of the address has no server for mail. Check the address."),
            Map.entry("4.6", "The message was passed on in a circle. Tell the administrator of the recipient."),
            Map.entry("4.7", "The message was not accepted in time."),
            Map.entry("7.1", "The recipient's server does not accept this message from you."));
    private static final Map<String, String> BY_SUBJECT = Map.of(
            "1", NO_ADDRESS,
            "2", "The recipient's mailbox does not accept the message.",
            "3", "The recipient's server does not accept the message.",
            "4", "The recipient's server could not be reached.",
            "5", "The recipient's server did not understand the transmission.",
            "6", "The recipient's server does not accept the content of the message.",
            "7", "The recipient's server refuses the message because of its rules.");

    private ReportAdvice() {}

    /** Returns the text for a status such as {@code 5.1.1}. */
    public static String of(String status) {
        String[] parts = status.split("\\.", 3);
        if (parts.length < 3) {
            return "The recipient's server refuses the message.";
        }
        String detail = BY_DETAIL.get(parts[1] + "." + parts[2]);
        return detail != null
                ? detail
                : BY_SUBJECT.getOrDefault(parts[1], "The recipient's server refuses the message.");
    }
}
