package dev.postern.graph.mail;

import dev.postern.graph.odata.MailQueryRules;

/**
 * What an operator can set about mail on the wire.
 *
 * @param mostRecipients of one message, to, cc and bcc together
 * @param rules which queries are refused because Graph refuses them
 */
public record MailSettings(int mostRecipients, MailQueryRules rules) {
    /** As Graph has it. */
    public static MailSettings standard() {
        return new MailSettings(500, MailQueryRules.ofGraph());
    }
}
