package dev.postern.exchange;

import dev.postern.directory.Tenant;
import dev.postern.trace.TraceAttempt;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import dev.postern.trace.TracedRecipient;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of a message trace: a message and one of its recipients. */
record TraceRow(TracedMessage message, TracedRecipient recipient) {
    private static final Pattern IP = Pattern.compile(
            "(?<![\\w.:])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*)(?![\\w.:])");

    /** The status that Exchange shows for a state. */
    static String status(TraceState state) {
        return switch (state) {
            case DELIVERED, SENT -> "Delivered";
            case WAITING, HELD -> "Pending";
            case FAILED -> "Failed";
        };
    }

    /** The address in the name of a host; null if there is none. */
    static @Nullable String ip(@Nullable String host) {
        Matcher found = IP.matcher(host == null ? "" : host);
        return found.find() ? found.group() : null;
    }

    /** The address of the host that has accepted the message; null if none has, or it is unknown. */
    static @Nullable String toIp(TracedRecipient recipient) {
        return recipient.state() == TraceState.SENT && !recipient.attempts().isEmpty()
                ? ip(recipient.attempts().getLast().host())
                : null;
    }

    /** Newest first, then by recipient. */
    String key() {
        return "%019d %s %s"
                .formatted(Long.MAX_VALUE - message.received().toEpochMilli(), recipient.address(), message.id());
    }

    /** @param from the beginning of the time that was searched */
    CmdletRow row(Tenant tenant, Instant from, Instant to, int index) {
        return new CmdletRow(
                key(),
                () -> shared(tenant)
                        .time("Received", message.received())
                        .text("SenderAddress", message.sender().isEmpty() ? "<>" : message.sender())
                        .text("RecipientAddress", recipient.address())
                        .text("Subject", message.subject())
                        .text("Status", status(recipient.state()))
                        .text("ToIP", toIp(recipient))
                        .text("FromIP", ip(message.fromHost()))
                        .number("Size", Math.toIntExact(Math.min(Integer.MAX_VALUE, message.size())))
                        .guid("MessageTraceId", message.id())
                        .time("StartDate", from)
                        .time("EndDate", to)
                        .number("Index", index)
                        .node());
    }

    private OutputProperties shared(Tenant tenant) {
        return new OutputProperties()
                .text("Organization", tenant.defaultDomain())
                .text("MessageId", message.messageId());
    }

    /** What happened, in the words of Exchange. */
    CmdletRow received(Tenant tenant, Instant from, Instant to) {
        return event(
                tenant,
                message.received(),
                message.fromHost() == null ? "Submit" : "Receive",
                message.fromHost() == null
                        ? "The message was submitted."
                        : "Message received by: " + message.fromHost(),
                from,
                to,
                0);
    }

    CmdletRow attempt(Tenant tenant, TraceAttempt attempt, boolean last, Instant from, Instant to, int index) {
        TraceState state = last ? recipient.state() : TraceState.WAITING;
        String event = switch (state) {
            case DELIVERED -> "Deliver";
            case SENT -> "Send external";
            case FAILED -> "Fail";
            case WAITING, HELD -> "Defer";
        };
        String detail = switch (state) {
            case DELIVERED -> "The message was successfully delivered.";
            case SENT -> "Message sent to: " + attempt.host() + ". Reply: " + attempt.reply();
            case FAILED, WAITING, HELD -> "Reason: " + (attempt.reply() == null ? "" : attempt.reply());
        };
        return event(tenant, attempt.at(), event, detail, from, to, index);
    }

    private CmdletRow event(
            Tenant tenant, Instant at, String event, String detail, Instant from, Instant to, int index) {
        return new CmdletRow(
                "%010d".formatted(index),
                () -> shared(tenant)
                        .guid("MessageTraceId", message.id())
                        .time("Date", at)
                        .text("Event", event)
                        .text("Action", "")
                        .text("Detail", detail)
                        .text("Data", "")
                        .text("SenderAddress", message.sender().isEmpty() ? "<>" : message.sender())
                        .text("RecipientAddress", recipient.address())
                        .time("StartDate", from)
                        .time("EndDate", to)
                        .number("Index", index)
                        .node());
    }
}
