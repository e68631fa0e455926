package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.smtp.client.OutgoingMail;
import java.io.IOException;

/** Signs what leaves. Thread-safe. */
@FunctionalInterface
public interface DkimSigning {
    /** Signs nothing. */
    DkimSigning NONE = (_, _, message) -> message;

    /**
     * Returns a message with the signatures of all keys that its tenant has for a domain; without keys, the message itself.
     *
     * @param fromDomain the domain of its From header, in any form
     * @throws IOException if the message cannot be read
     */
    OutgoingMail.Content sign(TenantId tenant, String fromDomain, OutgoingMail.Content message) throws IOException;
}
