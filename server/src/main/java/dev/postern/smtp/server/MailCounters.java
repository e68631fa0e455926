package dev.postern.smtp.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counters of listeners since the start. Thread-safe. */
public final class MailCounters {
    private final LongAdder connections = new LongAdder();
    private final LongAdder open = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder recipients = new LongAdder();
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

    public MailCounters() {
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /** Connections that were accepted. */
    public long connections() {
        return connections.sum();
    }

    /** Connections that are open. */
    public long open() {
        return open.sum();
    }

    /** Messages that were accepted for at least one recipient. */
    public long messages() {
        return messages.sum();
    }

    /** Recipients for which messages were accepted. */
    public long recipients() {
        return recipients.sum();
    }

    public long refused(Refusal refusal) {
        return of(refusal).sum();
    }

    void opened() {
        connections.increment();
        open.increment();
    }

    void closed() {
        open.decrement();
    }

    void accepted(int forRecipients) {
        messages.increment();
        recipients.add(forRecipients);
    }

    void refuse(Refusal refusal) {
        of(refusal).increment();
    }

    private LongAdder of(Refusal refusal) {
        return Objects.requireNonNull(refused.get(refusal));
    }
}
