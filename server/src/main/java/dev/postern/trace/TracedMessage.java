package dev.postern.trace;

import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message and its recipients.
 *
 * @param id of its submission, or an id of its own
 * @param origin the request that submitted it; null if there was none
 * @param messageId its internet message id
 * @param sender of the envelope; empty for the null sender
 * @param fromHost the host that sent it; null if it was submitted here
 * @param recipients the first {@value #MAX_RECIPIENTS} of them
 */
public record TracedMessage(
        TenantId tenant,
        UUID id,
        Instant received,
        @Nullable Origin origin,
        String messageId,
        String sender,
        String subject,
        long size,
        @Nullable String fromHost,
        List<TracedRecipient> recipients) {
    /** Kept of each message. */
    public static final int MAX_RECIPIENTS = 500;

    private static final int MAX_TEXT = 1_000;
    private static final int MAX_HOST = 255;

    public TracedMessage {
        messageId = TraceText.cut(messageId, MAX_TEXT);
        sender = TraceText.cut(sender, MAX_TEXT);
        subject = TraceText.cut(subject, MAX_TEXT);
        fromHost = fromHost == null ? null : TraceText.cut(fromHost, MAX_HOST);
        recipients = List.copyOf(recipients.subList(0, Math.min(MAX_RECIPIENTS, recipients.size())));
    }

    /**
     * The request that submitted a message.
     *
     * @param clientRequestId the header that the client sent; null if it sent none
     * @param app the application that sent the request
     */
    public record Origin(UUID requestId, @Nullable String clientRequestId, UUID app) {}
}
