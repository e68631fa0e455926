package dev.postern.relay;

import dev.postern.delivery.DeliveryReport;
import dev.postern.delivery.WaitingMail;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores outcomes, each with its reports, its trace and the end of its message in one transaction. Thread-safe. */
final class RelaySettling {
    private static final Logger LOG = LoggerFactory.getLogger(RelaySettling.class);

    private final RelayQueue queue;
    private final WaitingMail mail;
    private final RelayObserver observer;
    private final RelayCounters counters;

    RelaySettling(RelayQueue queue, WaitingMail mail, RelayObserver observer, RelayCounters counters) {
        this.queue = queue;
        this.mail = mail;
        this.observer = observer;
        this.counters = counters;
    }

    /** @param receipts whether the sender wants receipts and the host that has accepted the message sends none */
    void settle(WaitingMail.Opened message, RelayOutcome outcome, boolean receipts) {
        RelayRow row = outcome.row();
        List<WaitingMail.Report> reports = new ArrayList<>();
        for (DeliveryReport report : RelayReports.of(outcome, receipts)) {
            String about = row.key().destination() + " " + report.kind() + " "
                    + outcome.at().toEpochMilli();
            WaitingMail.Report ready = mail.report(message, report, about, outcome.at());
            if (ready != null) {
                reports.add(ready);
            }
        }
        boolean settled = queue.database().write(sql -> {
            // mailboxes are locked before rows of the queue
            reports.forEach(report -> mail.deliver(sql, report));
            if (outcome.isOver()) {
                mail.lock(sql, row.key().mailbox(), row.key().submission());
            }
            if (!queue.settle(sql, outcome)) {
                throw new LeaseLost();
            }
            observer.record(sql, row.tenant(), row.key().submission(), outcome.at(), outcome.steps());
            if (outcome.isOver()) {
                end(sql, mail, row.key(), message);
            }
            return true;
        });
        if (settled) {
            counters.add(outcome);
        }
    }

    /** As {@link #settle}; a claim that another node has taken over is only logged, because that node decides now. */
    void settleIfOwned(WaitingMail.Opened message, RelayOutcome outcome, boolean receipts) {
        try {
            settle(message, outcome, receipts);
        } catch (LeaseLost e) {
            LOG.warn(
                    "The claim on {} to {} was lost during an attempt; another node may send the message again",
                    outcome.row().id(),
                    outcome.row().key().destination());
        }
    }

    static void end(Sql sql, WaitingMail mail, RelayKey key, WaitingMail.Opened message) {
        if (!RelayQueue.hasRows(sql, key)) {
            mail.remove(sql, message);
        }
    }

    /** Rolls the transaction back, so that no report is delivered. */
    private static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        LeaseLost() {
            super("Another node has claimed the row");
        }
    }
}
