package dev.postern.develop;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of a seed file. Names without {@code @} belong to the default domain of the tenant. */
public record SeedFile(
        List<SeedMailbox> mailboxes,
        List<SeedGroup> groups,
        List<SeedApp> apps,
        List<SeedPolicy> policies,
        List<SeedMail> mail,
        List<SeedEvent> events) {
    public SeedFile {
        mailboxes = List.copyOf(mailboxes);
        groups = List.copyOf(groups);
        apps = List.copyOf(apps);
        policies = List.copyOf(policies);
        mail = List.copyOf(mail);
        events = List.copyOf(events);
    }

    /**
     * A mailbox.
     *
     * @param place in the file, for messages
     */
    record SeedMailbox(String place, String alias, @Nullable String displayName, boolean shared) {}

    /** A mail-enabled security group. */
    record SeedGroup(String place, String alias, @Nullable String displayName, List<String> members) {
        SeedGroup {
            members = List.copyOf(members);
        }
    }

    /**
     * An application with a secret.
     *
     * @param onlyTo the mailboxes or groups that a policy confines it to; none for all mailboxes
     */
    record SeedApp(String place, String name, List<String> permissions, List<String> onlyTo) {
        SeedApp {
            permissions = List.copyOf(permissions);
            onlyTo = List.copyOf(onlyTo);
        }
    }

    /**
     * An application access policy.
     *
     * @param app the name of an application of the file, a client id, or an asterisk
     */
    record SeedPolicy(
            String place,
            String app,
            String scope,
            String right,
            @Nullable String description) {}

    /**
     * A message that arrived from outside.
     *
     * @param from an address, or {@code Name <address>}
     * @param type of the content: text, html or eml
     * @param received null for now
     */
    record SeedMail(
            String place,
            List<String> to,
            @Nullable String from,
            @Nullable String subject,
            String type,
            String content,
            @Nullable Instant received,
            boolean read) {
        SeedMail {
            to = List.copyOf(to);
        }
    }

    /** An event in the default calendar. */
    record SeedEvent(
            String place,
            String mailbox,
            String subject,
            LocalDateTime start,
            LocalDateTime end,
            String timeZone,
            @Nullable String location) {}
}
