package dev.postern.mailbox.mime;

import dev.postern.query.Folding;
import java.util.List;
import java.util.Set;

/**
 * The fields by which mail systems speak to each other: the way a message took, what was found out about it, whom it is from. Whoever
 * submits a message has no say in them, so they do not reach its recipients; filters and rules believe them.
 */
public final class HeaderFirewall {
    private static final List<String> FAMILIES =
            List.of("x-ms-exchange-", "x-forefront-", "x-microsoft-antispam", "x-eop", "resent-", "arc-");

    private static final Set<String> FIELDS = Set.of(
            "received",
            "return-path",
            "delivered-to",
            "envelope-to",
            "x-envelope-to",
            "x-envelope-from",
            "x-original-to",
            "apparently-to",
            "authentication-results",
            "x-authentication-results",
            "received-spf",
            "bcc");

    private HeaderFirewall() {}

    /** Whether a field of this name stays with the sender. */
    public static boolean stops(String name) {
        String low = Folding.lower(name.strip());
        return FIELDS.contains(low) || FAMILIES.stream().anyMatch(low::startsWith);
    }
}
