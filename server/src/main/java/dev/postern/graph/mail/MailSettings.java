package dev.postern.graph.mail;

import dev.postern.access.TenantId;
import dev.postern.gate.MailReader;
import dev.postern.graph.odata.MailQueryRules;
import java.util.Set;

/**
 * The operator's settings for mail over Graph.
 *
 * @param maxRecipients of one message: to, cc and bcc together
 * @param imitated the query restrictions of Graph that are enforced
 * @param unrestricted the tenants for which they are not enforced
 */
public record MailSettings(int maxRecipients, MailQueryRules imitated, Set<TenantId> unrestricted) {
    public MailSettings {
        unrestricted = Set.copyOf(unrestricted);
    }

    /** Graph's own limits and restrictions. */
    static MailSettings standard() {
        return new MailSettings(500, MailQueryRules.ofGraph(), Set.of());
    }

    /** The query rules for this mailbox. They do not affect what a caller may read. */
    MailQueryRules rules(MailReader mailbox) {
        return unrestricted.contains(mailbox.directory().tenant().id()) ? MailQueryRules.none() : imitated;
    }
}
