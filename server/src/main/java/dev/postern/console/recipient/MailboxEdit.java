package dev.postern.console.recipient;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The form with the names and attributes of a mailbox.
 *
 * @param attributes of the person, by parameter of Set-User
 * @param custom by parameter of Set-Mailbox
 */
public record MailboxEdit(RecipientRow mailbox, Map<String, String> attributes, Map<String, String> custom) {
    public MailboxEdit {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
    }
}
