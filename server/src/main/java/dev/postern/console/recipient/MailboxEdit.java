package dev.postern.console.recipient;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The form with the names and attributes of a mailbox.
 *
 * @param attributes of the person, by parameter of Set-User
 * @param custom by parameter of Set-Mailbox
 */
public record MailboxEdit(ListedRecipient mailbox, Map<String, String> attributes, Map<String, String> custom) {
    public MailboxEdit {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
    }

    /** The name of a parameter in words, such as {@code Display name}. */
    public static String label(String parameter) {
        String words = parameter.replaceAll("(?<=[a-z])(?=[A-Z0-9])", " ").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
