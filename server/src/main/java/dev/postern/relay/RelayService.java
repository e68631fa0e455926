package dev.postern.relay;

import dev.postern.delivery.WaitingMail;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.smtp.client.MailSending;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages that wait for recipients of other domains. Closing it ends the attempts in progress and closes the connections.
 */
public final class RelayService implements AutoCloseable {
    private final Storage storage;
    private final RelayQueue queue;
    private final Lanes lanes;
    private final RelaySession session;
    private final RelayWorker worker;
    private final RelayCounters counters = new RelayCounters();

    /**
     * Where the messages are.
     *
     * @param node the id of this process in its claims; a new one at every start
     * @param files for messages that are too large for memory
     */
    public record Storage(
            Database database,
            WaitingMail mail,
            RelayRows rows,
            TemporaryFiles files,
            InstantSource clock,
            UUID node,
            RandomGenerator random) {}

    /**
     * How messages leave.
     *
     * @param connections sessions with one host at a time
     */
    public record Way(RelayRoute route, MailSending sending, DkimSigning signing, int connections, RelayTimes times) {}

    public RelayService(Storage storage, Way way, RelayObserver observer) {
        this.storage = storage;
        this.queue = new RelayQueue(storage.database(), storage.clock(), storage.node());
        this.lanes = new Lanes(queue, way.route() instanceof RelayRoute.Smarthost, way.connections());
        this.session = new RelaySession(new RelaySession.Parts(
                queue,
                lanes,
                storage.mail(),
                new RelaySettling(queue, storage.mail(), observer, counters),
                way.route(),
                way.sending(),
                way.signing(),
                storage.files(),
                way.times(),
                storage.random(),
                counters));
        this.worker =
                new RelayWorker(lanes, session, storage.rows().arrivals(), way.connections(), way.sending()::close);
    }

    /** Starts to send, first what the previous process left. */
    public void start() {
        recover();
        worker.start();
    }

    /** Takes over older messages. A SQLite file is used by one process, so the processes with earlier claims have ended. */
    public void recover() {
        if (storage.database().engine() == Engine.SQLITE) {
            queue.releaseAll();
        }
        storage.rows().adopt(storage.database(), storage.mail());
    }

    /** Makes all attempts that are due, on the calling thread; returns their number. For tests that do not call {@link #start}. */
    int relayDue() {
        return worker.workDue();
    }

    /** Extends the claims of attempts in progress; for tests that do not call {@link #start}. */
    void renew() {
        session.renew();
    }

    /** Ends the pause of a destination, because an administrator wants an attempt. */
    void resume(String destination) {
        lanes.of(destination).resume();
        storage.rows().arrivals().release();
    }

    /** Why what is due for a destination is not tried, and until when; null if it is. */
    @Nullable
    Pause pause(String destination) {
        return lanes.pause(destination);
    }

    public RelayCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        worker.stop();
    }
}
