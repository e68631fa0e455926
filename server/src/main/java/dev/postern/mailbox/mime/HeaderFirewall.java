package dev.postern.mailbox.mime;

import dev.postern.query.Folding;
import java.util.List;
import java.util.Set;

/**
 * The fields that mail systems add: the route of a message, test results, its verified author. Filters and rules trust
 * them, so fields of these names that a sender submits do not reach the recipients.
 */
public final class HeaderFirewall {
    private static final List<String> FAMILIES =
            List.of("x-ms-exchange-", "x-forefront-", "x-microsoft-antispam", "x-eop", "resent-", "arc-");

    /** Those of the families that only systems of the same organization add, as in Exchange. Others are part of signatures, or of the trace. */
    private static final List<String> OF_ORGANIZATION = List.of(
            "x-ms-exchange-organization-", "x-ms-exchange-forest-", "x-forefront-", "x-microsoft-antispam", "x-eop");

    private static final Set<String> RESULTS =
            Set.of("authentication-results", "x-authentication-results", "received-spf");

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

    /** Rules of mailboxes count the hops of a message in it. A sender who submits it only prevents that it is forwarded. */
    private static final String RULES_LOOP = "x-ms-exchange-inbox-rules-loop";

    private HeaderFirewall() {}

    /** Whether a field of this name in mail from another host is believed, so that it is removed unless that host is trusted. */
    public static boolean isBelieved(String name) {
        String low = Folding.lower(name.strip());
        return RESULTS.contains(low) || OF_ORGANIZATION.stream().anyMatch(low::startsWith);
    }

    /** Whether a field of this name is not relayed. */
    public static boolean stops(String name) {
        String low = Folding.lower(name.strip());
        return FIELDS.contains(low) || (FAMILIES.stream().anyMatch(low::startsWith) && !low.equals(RULES_LOOP));
    }
}
