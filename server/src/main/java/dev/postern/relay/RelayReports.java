package dev.postern.relay;

import dev.postern.delivery.DeliveryReport;
import dev.postern.delivery.ReportAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the reports that an outcome causes. */
final class RelayReports {
    private static final Pattern REPLY = Pattern.compile("([245])\\d\\d (?:([245]\\.\\d{1,3}\\.\\d{1,3}) )?.*");
    /** RFC 3463: the delivery time has expired. */
    private static final String EXPIRED = "4.4.7";

    private RelayReports() {}

    /** @param receipts whether the sender wants receipts and the host that has accepted the message sends none */
    static List<DeliveryReport> of(RelayOutcome outcome, boolean receipts) {
        var reports = new ArrayList<DeliveryReport>();
        add(reports, DeliveryReport.Kind.FAILED, outcome, outcome.changed(RelayRecipient.State.FAILED));
        add(reports, DeliveryReport.Kind.DELAYED, outcome, outcome.late());
        if (receipts) {
            add(reports, DeliveryReport.Kind.RELAYED, outcome, outcome.changed(RelayRecipient.State.SENT));
        }
        return reports;
    }

    private static void add(
            List<DeliveryReport> reports,
            DeliveryReport.Kind kind,
            RelayOutcome outcome,
            List<RelayRecipient> recipients) {
        if (!recipients.isEmpty()) {
            reports.add(new DeliveryReport(
                    kind,
                    recipients.stream().map(one -> about(kind, one)).toList(),
                    kind == DeliveryReport.Kind.DELAYED ? outcome.row().expires() : null));
        }
    }

    private static DeliveryReport.About about(DeliveryReport.Kind kind, RelayRecipient one) {
        String status = status(one);
        return new DeliveryReport.About(
                one.address(),
                status,
                one.host(),
                one.lastReply(),
                switch (kind) {
                    case RELAYED, DELIVERED -> "";
                    case DELAYED -> "The message has not been accepted yet.";
                    case FAILED ->
                        status.startsWith("5")
                                ? ReportAdvice.of(status)
                                : "The server has tried for as long as it is configured to, and has given up. "
                                        + ReportAdvice.of(status);
                });
    }

    /** The enhanced code of the reply, or its class if it has none. */
    static String status(RelayRecipient one) {
        if (one.lastReply() == null) {
            return EXPIRED;
        }
        Matcher reply = REPLY.matcher(one.lastReply());
        if (!reply.matches()) {
            return EXPIRED;
        }
        String enhanced = reply.group(2);
        return enhanced != null && enhanced.startsWith(reply.group(1)) ? enhanced : reply.group(1) + ".0.0";
    }
}
