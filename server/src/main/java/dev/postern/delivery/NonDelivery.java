package dev.postern.delivery;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.PreparedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jsoup.nodes.Entities;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Creates the non-delivery report to a sender, with the machine-readable part of RFC 3464. */
final class NonDelivery {
    private NonDelivery() {}

    static PreparedMessage report(
            Mailboxes mailboxes, Job job, String postmaster, Map<String, Undeliverable> recipients, Instant now) {
        ObjectNode original = job.queued().message();
        String subject =
                original.path("subject").isString() ? original.path("subject").stringValue() : "";
        String messageId = original.path("internetMessageId").stringValue("");
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        Address author = new Address("Postmaster", postmaster);
        report.put("subject", "Undeliverable: " + subject);
        report.set("from", author.recipient());
        report.set("sender", author.recipient());
        report.putArray("toRecipients").add(new Address(null, job.envelope().sender()).recipient());
        report.putObject("body").put("contentType", "html").put("content", body(subject, recipients));
        report.put(
                "internetMessageId",
                "<" + DeliveryIds.report(job.submission()).value() + "@" + domain(postmaster) + ">");
        report.set("conversationId", original.path("conversationId"));
        report.set("conversationIndex", original.path("conversationIndex"));
        var headers = report.putArray("internetMessageHeaders");
        headers.addObject().put("name", "Content-Type").put("value", "multipart/report; report-type=delivery-status");
        headers.addObject().put("name", "Auto-Submitted").put("value", "auto-replied");
        headers.addObject().put("name", "In-Reply-To").put("value", messageId);
        headers.addObject().put("name", "References").put("value", messageId);
        NewAttachment status =
                NewAttachment.file("details.txt", "message/delivery-status", status(postmaster, recipients, job, now));
        return mailboxes
                .deliveries()
                .prepare(job.mailbox(), DeliveryIds.report(job.submission()), report, List.of(status), now);
    }

    private static String body(String subject, Map<String, Undeliverable> recipients) {
        StringBuilder html = new StringBuilder("<html><body><p>Delivery has failed to these recipients:</p>");
        for (Undeliverable reason : new TreeSet<>(recipients.values())) {
            html.append("<ul>");
            recipients.forEach((recipient, why) -> {
                if (why == reason) {
                    html.append("<li>").append(Entities.escape(recipient)).append("</li>");
                }
            });
            html.append("</ul><p>").append(reason.advice()).append("</p>");
        }
        return html.append("<p>Subject: ")
                .append(Entities.escape(subject))
                .append("</p></body></html>")
                .toString();
    }

    private static byte[] status(String postmaster, Map<String, Undeliverable> recipients, Job job, Instant now) {
        StringBuilder text = new StringBuilder();
        line(text, "Reporting-MTA", "dns;" + domain(postmaster));
        line(text, "Arrival-Date", TransportHeaders.date(job.submitted()));
        recipients.forEach((recipient, why) -> {
            text.append("\r\n");
            line(text, "Final-Recipient", "rfc822;" + recipient);
            line(text, "Action", "failed");
            line(text, "Status", why.status());
            line(text, "Diagnostic-Code", "smtp;" + why.diagnostic());
            line(text, "Last-Attempt-Date", TransportHeaders.date(now));
        });
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
