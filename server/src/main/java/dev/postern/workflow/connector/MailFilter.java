package dev.postern.workflow.connector;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which messages of a folder are wanted. Graph cannot filter by recipients, and not together with a search; then the connector filters a
 * page that Graph returned.
 */
record MailFilter(
        List<String> from,
        List<String> to,
        List<String> cc,
        List<String> toOrCc,
        String subject,
        String importance,
        boolean attached,
        boolean unread,
        boolean flagged) {
    private static final Set<String> IMPORTANCE = Set.of("any", "low", "normal", "high");

    static MailFilter of(OutlookCall call) {
        String importance = Folding.lower(call.query("importance"));
        if (!importance.isEmpty() && !IMPORTANCE.contains(importance)) {
            throw new ConnectorRefused(
                    "The value '" + importance + "' of 'importance' must be 'Any', 'Low', 'Normal' or 'High'.");
        }
        return new MailFilter(
                OutgoingMessage.addresses(call.query("from")),
                OutgoingMessage.addresses(call.query("to")),
                OutgoingMessage.addresses(call.query("cc")),
                OutgoingMessage.addresses(call.query("toOrCc")),
                call.query("subjectFilter"),
                importance.equals("any") ? "" : importance,
                call.flag("fetchOnlyWithAttachment") || call.flag("hasAttachments"),
                call.flag("fetchOnlyUnread"),
                call.flag("fetchOnlyFlagged"));
    }

    boolean byRecipient() {
        return !to.isEmpty() || !cc.isEmpty() || !toOrCc.isEmpty();
    }

    boolean isEmpty() {
        return !byRecipient() && conditions().isEmpty();
    }

    /** The conditions that Graph can decide. */
    List<String> conditions() {
        var conditions = new ArrayList<String>();
        if (unread) {
            conditions.add("isRead eq false");
        }
        if (attached) {
            conditions.add("hasAttachments eq true");
        }
        if (flagged) {
            conditions.add("flag/flagStatus eq 'flagged'");
        }
        if (!importance.isEmpty()) {
            conditions.add("importance eq '" + importance + "'");
        }
        if (!from.isEmpty()) {
            conditions.add(from.stream()
                    .map(address -> "from/emailAddress/address eq " + quoted(address))
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        if (!subject.isEmpty()) {
            conditions.add("contains(subject," + quoted(subject) + ")");
        }
        return conditions;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns whether a message of Graph is wanted. */
    boolean matches(JsonNode message) {
        return (!unread || !message.path("isRead").booleanValue(false))
                && (!attached || message.path("hasAttachments").booleanValue(false))
                && (!flagged || message.at("/flag/flagStatus").asString("").equals("flagged"))
                && (importance.isEmpty()
                        || message.path("importance").asString("").equalsIgnoreCase(importance))
                && Folding.lower(message.path("subject").asString("")).contains(Folding.lower(subject))
                && any(from, Stream.of(message.path("from")))
                && byRecipients(message);
    }

    /** Returns whether a message of Graph has the wanted recipients. */
    boolean byRecipients(JsonNode message) {
        return any(to, message.path("toRecipients").valueStream())
                && any(cc, message.path("ccRecipients").valueStream())
                && any(
                        toOrCc,
                        Stream.concat(
                                message.path("toRecipients").valueStream(),
                                message.path("ccRecipients").valueStream()));
    }

    private static boolean any(List<String> wanted, Stream<JsonNode> recipients) {
        return wanted.isEmpty()
                || recipients
                        .map(each -> each.at("/emailAddress/address").asString(""))
                        .anyMatch(address -> wanted.stream().anyMatch(address::equalsIgnoreCase));
    }
}
