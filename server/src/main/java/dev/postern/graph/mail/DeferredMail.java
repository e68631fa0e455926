package dev.postern.graph.mail;

import dev.postern.delivery.DeferredMessage;
import dev.postern.delivery.DeferredQueue;
import dev.postern.delivery.DeliveryFailure;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenDeferred;
import dev.postern.gate.Refusal;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.throttle.Throttle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends drafts when their deferred time has come, with the checks of {@code send}. A draft that may not be sent any more, or cannot be,
 * stays a draft; the decision is in the audit under the id of the request that submitted it.
 */
public final class DeferredMail {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredMail.class);
    /** Small, because the claims of a round expire after a few seconds. */
    private static final int MAX_CLAIMED = 16;

    private final Gate gate;
    private final DeferredQueue queue;
    private final Outgoing outgoing;

    public DeferredMail(Gate gate, DeferredQueue queue, MailSettings settings, InstantSource clock) {
        this.gate = gate;
        this.queue = queue;
        this.outgoing = new Outgoing(settings, Throttle::off, clock);
    }

    /** Sends the messages that are due. Returns how many it has processed. */
    public int round() {
        int all = 0;
        for (List<DeferredMessage> due = queue.claim(MAX_CLAIMED); !due.isEmpty(); due = queue.claim(MAX_CLAIMED)) {
            due.forEach(this::process);
            all += due.size();
        }
        return all;
    }

    private void process(DeferredMessage message) {
        try (OpenDeferred opened = gate.openDeferred(message)) {
            Item draft = opened.draft();
            if (draft == null) {
                queue.drop(message);
            } else {
                outgoing.submit(opened, draft);
            }
        } catch (Refusal.NotCurrent | MailboxFailure.QuotaExceeded | DeliveryFailure.TooManyMessages e) {
            retry(message, e);
        } catch (DeliveryFailure.Cancelled | MailboxFailure.ChangeKeyMismatch e) {
            // edited at this moment: the next attempt reads it again
            retry(message, e);
        } catch (Refusal | GraphFailure | DeliveryFailure | MailboxFailure e) {
            LOG.warn(
                    "The deferred message {} of mailbox {} is not sent: {}",
                    message.item(),
                    message.mailbox(),
                    text(e));
            queue.drop(message);
        } catch (RuntimeException e) {
            LOG.warn("The deferred message {} could not be sent; it will be retried", message.item(), e);
            retry(message, e);
        }
    }

    private void retry(DeferredMessage message, RuntimeException why) {
        queue.retry(message, text(why));
    }

    private static String text(RuntimeException why) {
        return String.valueOf(why.getMessage());
    }
}
