package dev.postern.smtp.client;

import java.time.Duration;

/** Sends messages to other hosts. Thread-safe: each call uses a connection of its own, or one that is kept from an earlier call. */
public interface MailSending extends AutoCloseable {
    /**
     * Sends a message. Blocks until every recipient has a result or the time is over; never throws for failures of the network or of other hosts.
     *
     * @param limit of the whole attempt
     */
    SendResult send(Destination destination, OutgoingMail mail, Duration limit);

    @Override
    void close();
}
