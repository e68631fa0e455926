package dev.postern.directory;

import dev.postern.query.Folding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The application roles of Exchange, and the permissions of Graph that each of them grants. */
public final class ApplicationRoles {
    private static final String PREFIX = "Application ";
    private static final List<String> SAME_NAME = List.of(
            "Mail.Read",
            "Mail.ReadWrite",
            "Mail.Send",
            "MailboxSettings.Read",
            "MailboxSettings.ReadWrite",
            "Calendars.Read",
            "Calendars.ReadWrite",
            "Contacts.Read",
            "Contacts.ReadWrite",
            "MailTips.ReadBasic.All",
            "Mail-Advanced.ReadWrite.All",
            "MailboxConfigItem.Read",
            "MailboxConfigItem.ReadWrite",
            "SMTP.SendAsApp");
    private static final List<String> ALL = List.of(
            "MailboxFolder.Read",
            "MailboxFolder.ReadWrite",
            "MailboxItem.Read",
            "MailboxItem.ReadWrite",
            "MailboxItem.Export",
            "MailboxItem.ImportExport");
    /** One permission for every mailbox under two names. */
    private static final Set<String> BASIC = Set.of("Mail.ReadBasic", "Mail.ReadBasic.All");

    private static final Map<String, Set<String>> ROLES = roles();

    private ApplicationRoles() {}

    private static Map<String, Set<String>> roles() {
        var roles = new LinkedHashMap<String, Set<String>>();
        SAME_NAME.forEach(name -> roles.put(PREFIX + name, Set.of(name)));
        ALL.forEach(name -> roles.put(PREFIX + name, Set.of(name + ".All")));
        roles.put(PREFIX + "Mail.ReadBasic", BASIC);
        roles.put(PREFIX + "EWS.AccessAsApp", Set.of("full_access_as_app"));
        roles.put(PREFIX + "Mail Full Access", Set.of("Mail.ReadWrite", "Mail.Send"));
        roles.put(
                PREFIX + "Exchange Full Access",
                Set.of(
                        "Mail.ReadWrite",
                        "Mail.Send",
                        "MailboxSettings.ReadWrite",
                        "Calendars.ReadWrite",
                        "Contacts.ReadWrite"));
        return Collections.unmodifiableMap(roles);
    }

    /** The names of all application roles. */
    public static Set<String> names() {
        return ROLES.keySet();
    }

    /** The name of a role as Exchange writes it; null if there is no such role. Case does not matter. */
    public static @Nullable String find(String name) {
        String folded = Folding.fold(name);
        return ROLES.keySet().stream()
                .filter(role -> Folding.fold(role).equals(folded))
                .findFirst()
                .orElse(null);
    }

    /** What a role grants; nothing if there is no such role. */
    public static Set<String> permissions(String role) {
        return ROLES.getOrDefault(role, Set.of());
    }

    /** The names of a permission of Graph, itself included: some have two. */
    public static Set<String> namesOf(String permission) {
        return BASIC.contains(permission) ? BASIC : Set.of(permission);
    }
}
