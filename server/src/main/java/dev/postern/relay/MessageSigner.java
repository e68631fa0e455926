package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.smtp.client.OutgoingMail;
import java.io.IOException;

/** Signs messages before they leave. Thread-safe. */
@FunctionalInterface
public interface MessageSigner {
    MessageSigner NONE = (tenant, domain, message) -> "";

    /**
     * Returns whole header fields, each with CRLF at its end, to be put before the message.
     *
     * @param domain of the author, in lower case
     */
    String fields(TenantId tenant, String domain, OutgoingMail.Content message) throws IOException;
}
