package dev.postern.relay;

import dev.postern.relay.RelayRecipient.State;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.SendResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row after an attempt, or when a time is over.
 *
 * @param recipients all of the row, with their new states
 * @param changed those about which something was decided now
 * @param late those whose delay is reported to the sender now
 * @param attempts so far
 */
record RelayOutcome(
        RelayRow row,
        Instant at,
        List<RelayRecipient> recipients,
        List<RelayRecipient> changed,
        List<RelayRecipient> late,
        long attempts,
        Instant due,
        @Nullable Instant delayed,
        @Nullable String lastReply) {
    private static final Reply NO_REPLY = Reply.of(451, "4.4.2", "The host gave no reply for this recipient");
    private static final int MAX_REPLY = 500;

    RelayOutcome {
        recipients = List.copyOf(recipients);
        changed = List.copyOf(changed);
        late = List.copyOf(late);
    }

    /** The outcome of an attempt. Recipients that were sent or have failed before are left as they are. */
    static RelayOutcome of(RelayRow row, SendResult result, Instant now, RelayTimes times, RandomGenerator random) {
        boolean expired = !now.isBefore(row.expires());
        var recipients = new ArrayList<RelayRecipient>();
        var changed = new ArrayList<RelayRecipient>();
        String last = row.lastReply();
        for (RelayRecipient one : row.recipients()) {
            if (!one.isWaiting()) {
                recipients.add(one);
                continue;
            }
            Reply reply = result.recipients().getOrDefault(one.address(), NO_REPLY);
            last = text(reply);
            RelayRecipient after = new RelayRecipient(
                    one.address(), state(reply, expired), result.host().isEmpty() ? null : result.host(), last);
            recipients.add(after);
            changed.add(after);
        }
        long attempts = row.attempts() + 1;
        return made(row, now, recipients, changed, attempts, now.plus(times.pause(attempts, random)), last);
    }

    /** The outcome when a time of the row is over and no attempt was made. */
    static RelayOutcome ofTime(RelayRow row, Instant now) {
        boolean expired = !now.isBefore(row.expires());
        var recipients = new ArrayList<RelayRecipient>();
        var changed = new ArrayList<RelayRecipient>();
        for (RelayRecipient one : row.recipients()) {
            RelayRecipient known = one.lastReply() == null && one.isWaiting()
                    ? new RelayRecipient(one.address(), one.state(), null, row.lastReply())
                    : one;
            RelayRecipient after = expired && one.isWaiting() ? known.with(State.FAILED) : known;
            recipients.add(after);
            if (expired && one.isWaiting()) {
                changed.add(after);
            }
        }
        return made(row, now, recipients, changed, row.attempts(), row.due(), row.lastReply());
    }

    private static RelayOutcome made(
            RelayRow row,
            Instant now,
            List<RelayRecipient> recipients,
            List<RelayRecipient> changed,
            long attempts,
            Instant due,
            @Nullable String last) {
        boolean isLate = row.delayed() == null && !now.isBefore(row.submitted().plus(RelayTimes.LATE));
        List<RelayRecipient> late =
                isLate ? recipients.stream().filter(RelayRecipient::isWaiting).toList() : List.of();
        return new RelayOutcome(
                row, now, recipients, changed, late, attempts, due, late.isEmpty() ? row.delayed() : now, last);
    }

    private static State state(Reply reply, boolean expired) {
        if (reply.isPositive()) {
            return State.SENT;
        }
        return reply.isPermanent() || expired ? State.FAILED : State.WAITING;
    }

    private static String text(Reply reply) {
        String text = reply.text().replaceAll("\\p{Cntrl}", " ");
        return text.length() > MAX_REPLY ? text.substring(0, MAX_REPLY) : text;
    }

    List<RelayRecipient> changed(State state) {
        return changed.stream().filter(one -> one.state() == state).toList();
    }

    /** Whether no recipient is left. */
    boolean isOver() {
        return recipients.stream().noneMatch(RelayRecipient::isWaiting);
    }

    Instant notice() {
        return RelayTimes.notice(row.submitted(), row.expires(), delayed);
    }

    List<RelayObserver.Step> steps() {
        return changed.stream()
                .map(one -> new RelayObserver.Step(
                        one.address(), RelayObserver.State.valueOf(one.state().name()), one.host(), one.lastReply()))
                .toList();
    }
}
