package dev.postern.directory;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A permission that a resource offers.
 *
 * @param value the text in the {@code roles} claim, for instance {@code Mail.Send}
 * @param allowedMemberTypes {@code Application}, {@code User}
 */
public record AppRole(
        UUID id,
        String value,
        String displayName,
        String description,
        List<String> allowedMemberTypes,
        boolean enabled) {
    private static final Set<String> MAILBOX_FAMILIES =
            Set.of("Mail", "MailboxSettings", "MailboxFolder", "MailboxItem", "Calendars", "Contacts");

    public AppRole {
        allowedMemberTypes = List.copyOf(allowedMemberTypes);
    }

    /** Whether this role of Microsoft Graph gives access to mailboxes. Application access policies restrict no others. */
    public boolean givesAccessToMailboxes() {
        return MAILBOX_FAMILIES.contains(value.split("\\.")[0]);
    }
}
