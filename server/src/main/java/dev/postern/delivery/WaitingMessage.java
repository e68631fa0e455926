package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.query.Folding;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message whose local delivery has ended, and which waits for its recipients of other domains.
 *
 * @param sender of the envelope; empty for the null sender
 * @param recipients as the author wrote them, because other hosts may distinguish upper and lower case
 */
public record WaitingMessage(
        MailboxId mailbox, UUID submission, TenantId tenant, String sender, Set<String> recipients, Instant submitted) {
    public WaitingMessage {
        recipients = Set.copyOf(recipients);
    }

    static WaitingMessage of(Job job, Set<String> outside) {
        Map<String, String> written = written(job.queued().message());
        return new WaitingMessage(
                job.mailbox(),
                job.submission(),
                job.envelope().tenant(),
                job.envelope().sender(),
                outside.stream()
                        .map(address -> written.getOrDefault(address, address))
                        .collect(Collectors.toSet()),
                job.submitted());
    }

    private static Map<String, String> written(ObjectNode message) {
        Map<String, String> written = new HashMap<>();
        for (String place : List.of("toRecipients", "ccRecipients", "bccRecipients")) {
            for (JsonNode recipient : message.path(place)) {
                String address = recipient
                        .path("emailAddress")
                        .path("address")
                        .stringValue("")
                        .strip();
                written.putIfAbsent(Folding.lower(address), address);
            }
        }
        return written;
    }
}
