package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.util.Map;

/**
 * The result of one attempt to send a message to the recipients of one destination.
 *
 * @param host the host that replied, with its address, such as {@code mx1.fabrikam.example [127.0.0.1]}; empty if none was reached
 * @param recipients the final reply for each recipient. Positive: the host has accepted the message for it. A failure without a
 *     reply of a host (no connection, no route, TLS) is a reply of our own, 4yz or 5yz, with the reason
 * @param notifies whether the host sends the reports that were asked for (DSN), so that we send none
 */
public record SendResult(String host, Map<String, Reply> recipients, boolean notifies) {
    public SendResult {
        recipients = Map.copyOf(recipients);
    }

    public SendResult(String host, Map<String, Reply> recipients) {
        this(host, recipients, true);
    }
}
