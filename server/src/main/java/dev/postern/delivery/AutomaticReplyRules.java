package dev.postern.delivery;

import dev.postern.mailbox.rule.ArrivingMessage;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.query.Folding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a message gets automatic replies (RFC 3834, and what Exchange adds to it). Pure.
 *
 * @param returnPath the folded sender of the envelope; empty for the null sender
 * @param recipients the folded addresses in To and Cc
 * @param headers by their names in lower case
 */
record AutomaticReplyRules(String returnPath, Set<String> recipients, Map<String, List<String>> headers) {
    /** Names of senders that read no replies. */
    private static final Set<String> MACHINES = Set.of(
            "mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "bounce", "bounces");

    private static final Set<String> BULK = Set.of("bulk", "junk", "list");
    private static final Set<String> SUPPRESSED = Set.of("oof", "all");
    private static final List<String> OF_LISTS = List.of("list-id", "list-unsubscribe", "list-post", "list-help");
    private static final int MAX_ADDRESS = 320;

    AutomaticReplyRules {
        recipients = Set.copyOf(recipients);
        headers = Map.copyOf(headers);
    }

    /**
     * @param message the recipients' copy
     * @param given its internet message headers; null for none
     */
    static AutomaticReplyRules of(Envelope envelope, ObjectNode message, @Nullable ArrayNode given) {
        var headers = new TreeMap<String, List<String>>();
        List<JsonNode> all = given == null ? List.of() : given.valueStream().toList();
        all.forEach(header -> headers.computeIfAbsent(
                        Folding.lower(header.path("name").stringValue("")), _ -> new ArrayList<>())
                .add(Folding.lower(header.path("value").stringValue("").strip())));
        headers.replaceAll((_, values) -> Collections.unmodifiableList(values));
        Set<String> recipients = new HashSet<>();
        for (String property : List.of("toRecipients", "ccRecipients")) {
            for (JsonNode one : message.path(property)) {
                recipients.add(Folding.fold(
                        one.path("emailAddress").path("address").stringValue("").strip()));
            }
        }
        return new AutomaticReplyRules(Folding.fold(envelope.sender()), recipients, headers);
    }

    /** Whether the message may get replies at all. */
    boolean isAnswerable() {
        String name = returnPath.substring(0, Math.max(0, returnPath.lastIndexOf('@')));
        return !name.isEmpty()
                && returnPath.length() <= MAX_ADDRESS
                && !MACHINES.contains(name)
                && !name.startsWith("owner-")
                && !name.endsWith("-request")
                && values("auto-submitted").allMatch(value -> value.equals("no"))
                && values("precedence").noneMatch(BULK::contains)
                && !headers.containsKey(Folding.lower(ArrivingMessage.LOOP_HEADER))
                && OF_LISTS.stream().noneMatch(headers::containsKey)
                && values("x-auto-response-suppress")
                        .flatMap(value -> Stream.of(value.split(",")))
                        .map(String::strip)
                        .noneMatch(SUPPRESSED::contains);
    }

    private Stream<String> values(String header) {
        return headers.getOrDefault(header, List.of()).stream();
    }

    /**
     * The text of the reply; empty for none.
     *
     * @param own the folded addresses of the owner, one of which must be in To or Cc: otherwise a group or Bcc was the way to the mailbox
     * @param internal whether the sender is in the tenant
     * @param isContact whether the sender is a contact of the owner
     */
    String message(
            AutomaticReplies replies, Set<String> own, boolean internal, BooleanSupplier isContact, Instant now) {
        boolean toOwner = recipients.stream().anyMatch(own::contains);
        if (!replies.isActive(now) || !toOwner || own.contains(returnPath) || !isAnswerable()) {
            return "";
        }
        return replies.message(internal, isContact);
    }
}
