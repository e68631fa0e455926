package dev.postern;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd ({@code Type=notify}) about the server: while it starts, which may take long because the database is migrated; that it is ready;
 * that it stops; and that it is alive, if the service has a watchdog. Without {@code NOTIFY_SOCKET} it does nothing.
 */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final Duration BETWEEN_EXTENSIONS = Duration.ofSeconds(10);
    /** Three times the interval, so that a late message does not end the start. */
    private static final String STARTING = "EXTEND_TIMEOUT_USEC=30000000\nSTATUS=Postern starts";

    private final @Nullable UnixDatagram socket;
    private final Duration alive;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.STARTING;
    private boolean reported;

    private enum State {
        STARTING,
        READY,
        STOPPING
    }

    /** @param alive the interval of the messages to the watchdog; zero for none */
    private ServiceManager(@Nullable UnixDatagram socket, Duration alive) {
        this.socket = socket;
        this.alive = alive;
    }

    /** Begins to report, if a service manager has started this process. */
    static ServiceManager of(Map<String, String> environment) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return new ServiceManager(null, Duration.ZERO);
        }
        try {
            var manager = new ServiceManager(new UnixDatagram(address), watchdog(environment));
            Thread.ofPlatform().name("service manager").daemon().start(manager::repeat);
            return manager;
        } catch (IOException e) {
            LOG.warn("The service manager cannot be told about this server: {}", e.getMessage());
            return new ServiceManager(null, Duration.ZERO);
        }
    }

    /** Returns half of the time after which the watchdog ends the process. */
    private static Duration watchdog(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean ours = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return ours && micros.matches("[1-9][0-9]{0,15}")
                ? Duration.ofNanos(Long.parseLong(micros) * 1_000 / 2)
                : Duration.ZERO;
    }

    /** The server accepts requests. */
    void ready(String status) {
        enter(State.READY);
        send("READY=1\nSTATUS=" + status.replace('\n', ' '));
    }

    /** The server has begun to stop. */
    void stopping() {
        enter(State.STOPPING);
        send("STOPPING=1\nSTATUS=Postern stops");
    }

    private void enter(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void repeat() {
        try {
            lock.lockInterruptibly();
            try {
                while (state != State.STOPPING) {
                    Duration pause = state == State.STARTING ? BETWEEN_EXTENSIONS : alive;
                    if (pause.isZero()) {
                        changed.await();
                    } else if (!changed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                        tick();
                    }
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        if (state == State.STARTING) {
            send(STARTING);
        } else if (state == State.READY) {
            // On a virtual thread, as requests: if none of them is executed any more, the watchdog must end the
            // process.
            Thread.ofVirtual().start(() -> send("WATCHDOG=1"));
        }
    }

    private synchronized void send(String text) {
        if (socket == null) {
            return;
        }
        try {
            socket.send(text);
        } catch (IOException e) {
            if (!reported) {
                reported = true;
                LOG.warn("The service manager cannot be told about this server: {}", e.getMessage());
            }
        }
    }
}
