package dev.postern.delivery;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.NewAttachment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the reports to senders, with the machine-readable part of RFC 3464.
 *
 * @param original the message by its Graph names
 * @param submitted when it was accepted
 * @param postmaster the author of reports
 * @param sender the recipient of reports
 */
record ReportWriter(ObjectNode original, Instant submitted, String postmaster, String sender) {
    private static final int MAX_REPLY = 500;

    /** Returns the report, with this id in its Message-ID. */
    ObjectNode message(DeliveryReport report, ItemId id) {
        String subject = original.path("subject").stringValue("");
        String messageId = original.path("internetMessageId").stringValue("");
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        Address author = new Address("Postmaster", postmaster);
        message.put("subject", report.kind().subject(subject));
        message.set("from", author.recipient());
        message.set("sender", author.recipient());
        message.putArray("toRecipients").add(new Address(null, sender).recipient());
        message.putObject("body").put("contentType", "html").put("content", body(report, subject));
        message.put("internetMessageId", "<" + id.value() + "@" + domain() + ">");
        message.set("conversationId", original.path("conversationId"));
        message.set("conversationIndex", original.path("conversationIndex"));
        var headers = message.putArray("internetMessageHeaders");
        headers.addObject().put("name", "Content-Type").put("value", "multipart/report; report-type=delivery-status");
        headers.addObject().put("name", "Auto-Submitted").put("value", "auto-replied");
        headers.addObject().put("name", "In-Reply-To").put("value", messageId);
        headers.addObject().put("name", "References").put("value", messageId);
        return message;
    }

    /** @param headers of the original; null to leave them out */
    List<NewAttachment> parts(DeliveryReport report, byte @Nullable [] headers, Instant now) {
        var parts = new ArrayList<NewAttachment>();
        parts.add(NewAttachment.file("details.txt", "message/delivery-status", status(report, now)));
        if (headers != null && headers.length > 0) {
            parts.add(NewAttachment.file("headers.txt", "text/rfc822-headers", headers));
        }
        return parts;
    }

    private static String body(DeliveryReport report, String subject) {
        Map<String, List<DeliveryReport.About>> byAdvice = new LinkedHashMap<>();
        report.recipients()
                .forEach(one -> byAdvice.computeIfAbsent(one.advice(), _ -> new ArrayList<>())
                        .add(one));
        StringBuilder html = new StringBuilder("<html><body><p>" + report.kind().text() + "</p>");
        byAdvice.forEach((advice, recipients) -> {
            html.append("<ul>");
            recipients.forEach(one -> html.append("<li>")
                    .append(Entities.escape(one.address()))
                    .append(one.host() == null || one.reply() == null ? "" : "<br>" + Entities.escape(said(one)))
                    .append("</li>"));
            html.append("</ul>").append(advice.isEmpty() ? "" : "<p>" + Entities.escape(advice) + "</p>");
        });
        if (report.retriedUntil() != null) {
            html.append("<p>The server tries again until ")
                    .append(TransportHeaders.date(report.retriedUntil()))
                    .append(". You need not send the message again.</p>");
        }
        return html.append("<p>Subject: ")
                .append(Entities.escape(subject))
                .append("</p></body></html>")
                .toString();
    }

    private static String said(DeliveryReport.About one) {
        return one.host() + ": " + one.reply();
    }

    private byte[] status(DeliveryReport report, Instant now) {
        StringBuilder text = new StringBuilder();
        line(text, "Reporting-MTA", "dns; " + domain());
        line(text, "Arrival-Date", TransportHeaders.date(submitted));
        for (DeliveryReport.About one : report.recipients()) {
            text.append("\r\n");
            line(text, "Final-Recipient", typed(one.address()));
            line(text, "Action", report.kind().name().toLowerCase(Locale.ROOT));
            line(text, "Status", one.status());
            if (one.host() != null) {
                line(text, "Remote-MTA", "dns; " + one.host());
            }
            if (one.reply() != null) {
                line(text, "Diagnostic-Code", "smtp; " + one.reply());
            }
            line(text, "Last-Attempt-Date", TransportHeaders.date(now));
            if (report.retriedUntil() != null) {
                line(text, "Will-Retry-Until", TransportHeaders.date(report.retriedUntil()));
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** An address that is not ASCII is written as RFC 6533 says. */
    private static String typed(String address) {
        if (address.chars().allMatch(c -> c < 0x80)) {
            return "rfc822; " + address;
        }
        StringBuilder escaped = new StringBuilder("utf-8; ");
        address.codePoints()
                .forEach(c -> escaped.append(
                        c < 0x80
                                ? Character.toString(c)
                                : "\\x{" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + "}"));
        return escaped.toString();
    }

    /** Replies come from other hosts: they must not end the line, and must be ASCII. */
    private static void line(StringBuilder text, String name, String value) {
        String plain = value.replaceAll("[^ -~]", "?");
        text.append(name)
                .append(": ")
                .append(plain.length() > MAX_REPLY ? plain.substring(0, MAX_REPLY) : plain)
                .append("\r\n");
    }

    private String domain() {
        return postmaster.substring(postmaster.lastIndexOf('@') + 1);
    }
}
