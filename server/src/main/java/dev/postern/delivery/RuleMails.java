package dev.postern.delivery;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.QueuedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.rule.ArrivingMessage;
import dev.postern.mailbox.rule.Disposition;
import dev.postern.query.Folding;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the messages that rules send: forwards are new messages of the owner, redirects are the original with another envelope. */
final class RuleMails {
    private static final Logger LOG = LoggerFactory.getLogger(RuleMails.class);
    /** Headers of the original that are generated again, or say how it was delivered. */
    private static final Set<String> GENERATED =
            Set.of("received", "from", "to", "cc", "subject", "date", "message-id", "thread-index", "mime-version");

    private final Mailboxes mailboxes;
    private final PreparedMessage copy;
    private final Instant now;
    private @Nullable ForwardedBody body;

    RuleMails(Mailboxes mailboxes, PreparedMessage copy, Instant now) {
        this.mailboxes = mailboxes;
        this.copy = copy;
        this.now = now;
    }

    /** Returns null if it cannot be sent, which must not prevent the delivery of the original. */
    @Nullable
    RuleMail of(SendingMailbox owner, Disposition.Outgoing outgoing) {
        try {
            UUID id = Uuids.timeOrdered(now, ThreadLocalRandom.current());
            Set<String> recipients = outgoing.to().stream()
                    .map(one ->
                            Folding.lower(Objects.requireNonNull(one.address()).strip()))
                    .collect(Collectors.toSet());
            QueuedMessage original = mailboxes.deliveries().pack(copy);
            QueuedMessage queued = switch (outgoing.way()) {
                case FORWARD -> written(id, owner, outgoing, body()).withAttachmentsOf(original);
                case FORWARD_AS_ATTACHMENT ->
                    written(id, owner, outgoing, ForwardedBody.EMPTY)
                            .attaching(
                                    attached(original),
                                    subject(),
                                    mailboxes.open(owner.mailbox()).nextId(),
                                    now);
                case REDIRECT -> original.with(redirected(original.message(), owner, outgoing.to()));
            };
            Envelope envelope = new Envelope(owner.tenant(), owner.address(), recipients);
            return new RuleMail(id, owner, envelope, queued);
        } catch (MailboxFailure e) {
            LOG.info("A rule of {} cannot send a message: {}", owner.mailbox(), e.getMessage());
            return null;
        }
    }

    /** The same text for all forwards. */
    private ForwardedBody body() {
        ForwardedBody known = body == null ? ForwardedBody.of(copy.item()) : body;
        body = known;
        return known;
    }

    private String subject() {
        String subject = copy.item().message().summary().subject();
        return subject == null ? "" : subject;
    }

    private static String forwarded(String subject) {
        String low = Folding.lower(subject.stripLeading());
        return low.startsWith("fw:") || low.startsWith("fwd:") ? subject : "FW: " + subject;
    }

    private QueuedMessage written(UUID id, SendingMailbox owner, Disposition.Outgoing outgoing, ForwardedBody body) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("subject", forwarded(subject()));
        message.putObject("body")
                .put("contentType", body.html() ? "html" : "text")
                .put("content", body.content());
        message.put("importance", copy.item().message().flags().importance());
        ArrayNode to = message.putArray("toRecipients");
        outgoing.to().forEach(one -> to.add(one.recipient()));
        ArrayNode headers = message.putArray("internetMessageHeaders");
        add(headers, ArrivingMessage.LOOP_HEADER, owner.address());
        add(headers, "Auto-Submitted", "auto-generated");
        String messageId = copy.item().message().summary().internetMessageId();
        if (messageId != null) {
            add(headers, "In-Reply-To", messageId);
            add(headers, "References", messageId);
        }
        return mailboxes
                .deliveries()
                .pack(mailboxes
                        .open(owner.mailbox())
                        .items()
                        .prepare(
                                new ItemId(id),
                                WellKnownFolder.SENTITEMS.id(),
                                new NewMessage(
                                        Submissions.signed(message, owner), List.of(), false, true, null, null)));
    }

    /** The original as it is attached: as plain mail, because the calendar of the recipient is not concerned. */
    private static QueuedMessage attached(QueuedMessage original) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().setAll(original.message());
        return original.with(message.remove(List.of(MeetingNotice.PROPERTY, "meetingMessageType")));
    }

    private static ObjectNode redirected(ObjectNode original, SendingMailbox owner, List<Address> to) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().setAll(original);
        message.remove(List.of(MeetingNotice.PROPERTY, "meetingMessageType", "conversationId"));
        ArrayNode headers = message.putArray("internetMessageHeaders");
        for (JsonNode header : original.path("internetMessageHeaders")) {
            if (!GENERATED.contains(Folding.lower(header.path("name").stringValue("")))) {
                headers.add(header);
            }
        }
        ObjectNode resent = message.putObject(TransportHeaders.RESENT);
        resent.put("by", owner.address());
        resent.put("to", to.stream().map(Address::address).collect(Collectors.joining(", ")));
        return message;
    }

    private static void add(ArrayNode headers, String name, String value) {
        headers.addObject().put("name", name).put("value", value);
    }
}
