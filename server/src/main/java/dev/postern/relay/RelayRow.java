package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.store.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of a message in one domain.
 *
 * @param id what administrators call it by
 * @param sender of the envelope; empty for the null sender
 * @param expires when the attempts end
 * @param attempts so far
 * @param delayed when the sender was told that it is late; null before
 * @param leased the end of the claim of a node; null if there is none
 */
public record RelayRow(
        RelayKey key,
        UUID id,
        TenantId tenant,
        boolean held,
        String sender,
        Instant submitted,
        Instant due,
        Instant expires,
        long attempts,
        @Nullable Instant delayed,
        @Nullable Instant leased,
        @Nullable String lastReply,
        List<RelayRecipient> recipients) {
    static final String COLUMNS = "mailbox_id, submission_id, destination, relay_id, tenant_id, state, sender,"
            + " submitted_at, due_at, expires_at, attempts, delayed_at, lease_until, last_reply, recipients";

    public RelayRow {
        recipients = List.copyOf(recipients);
    }

    static RelayRow read(Row row) {
        return new RelayRow(
                RelayKey.read(row),
                row.uuid(4),
                new TenantId(row.uuid(5)),
                row.text(6).equals("HELD"),
                row.text(7),
                row.time(8),
                row.time(9),
                row.time(10),
                row.number(11),
                row.timeOrNull(12),
                row.timeOrNull(13),
                row.textOrNull(14),
                RecipientsText.parse(row.text(15)));
    }

    /** Whether there was a route when it was last looked at. */
    public boolean hasRoute() {
        return expires.isBefore(RelayTimes.NEVER);
    }

    /** Whether attempts are made for it. */
    public boolean isTried() {
        return !held && hasRoute();
    }

    /** The row as it will be tried: if its host is left alone, after that and for that reason. */
    RelayRow during(@Nullable Pause pause) {
        if (pause == null || !isTried() || pause.until().isBefore(due)) {
            return this;
        }
        List<RelayRecipient> with = recipients.stream()
                .map(one ->
                        one.isWaiting() ? new RelayRecipient(one.address(), one.state(), null, pause.reason()) : one)
                .toList();
        return new RelayRow(
                key,
                id,
                tenant,
                held,
                sender,
                submitted,
                pause.until(),
                expires,
                attempts,
                delayed,
                leased,
                pause.reason(),
                with);
    }

    List<RelayRecipient> waiting() {
        return recipients.stream().filter(RelayRecipient::isWaiting).toList();
    }
}
