package dev.postern.graph.mail;

import dev.postern.access.TenantId;
import dev.postern.gate.MailReader;
import dev.postern.graph.odata.MailQueryRules;
import java.util.Set;

/**
 * What an operator can set about mail on the wire.
 *
 * @param mostRecipients of one message, to, cc and bcc together
 * @param imitated which queries are refused because Graph refuses them
 * @param unrestricted the tenants for which they are answered all the same
 */
public record MailSettings(int mostRecipients, MailQueryRules imitated, Set<TenantId> unrestricted) {
    public MailSettings {
        unrestricted = Set.copyOf(unrestricted);
    }

    /** As Graph has it. */
    static MailSettings standard() {
        return new MailSettings(500, MailQueryRules.ofGraph(), Set.of());
    }

    /** The rules for queries in this mailbox. What a caller may see is no matter of them. */
    MailQueryRules rules(MailReader mailbox) {
        return unrestricted.contains(mailbox.directory().tenant().id()) ? MailQueryRules.none() : imitated;
    }
}
