package dev.postern.smtp.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket for SMTP or LMTP. One platform thread only accepts connections; each has a virtual thread, so a slow peer delays no other.
 */
public final class MailListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailListener.class);
    private static final int BACKLOG = 1024;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);
    private static final Duration AFTER_CLOSE = Duration.ofSeconds(1);

    private final ServerSocket server;
    private final ListenerOptions options;
    private final MailHandler handler;
    private final MailCounters counters;
    private final Consumer<Throwable> failed;
    private final RefusalLog log = new RefusalLog(System::nanoTime);
    private final AddressCounts addresses;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private final Thread accepting;
    private volatile boolean stopping;

    private MailListener(
            ServerSocket server,
            ListenerOptions options,
            MailHandler handler,
            MailCounters counters,
            Consumer<Throwable> failed) {
        this.server = server;
        this.options = options;
        this.handler = handler;
        this.counters = counters;
        this.failed = failed;
        this.addresses = new AddressCounts(options.limits().connectionsOfAddress());
        this.watch = Thread.ofVirtual().unstarted(this::watch);
        this.accepting =
                Thread.ofPlatform().name("listen " + server.getLocalPort()).unstarted(this::listen);
    }

    /**
     * Opens the socket.
     *
     * @param failed called if the listener ends without having been closed
     */
    public static MailListener open(
            ListenerOptions options, MailHandler handler, MailCounters counters, Consumer<Throwable> failed)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(options.at(), BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        var listener = new MailListener(server, options, handler, counters, failed);
        listener.watch.start();
        listener.accepting.start();
        return listener;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void listen() {
        try {
            while (!stopping) {
                accept();
            }
        } catch (Throwable e) {
            if (!stopping) {
                LOG.error("The listener for {} on port {} has ended", options.protocol(), port(), e);
                failed.accept(e);
            }
        }
    }

    private void accept() throws IOException, InterruptedException {
        Socket socket;
        try {
            socket = server.accept();
        } catch (IOException e) {
            if (server.isClosed()) {
                throw e;
            }
            // Most likely no file descriptor is free. In the meantime clients wait in the backlog.
            LOG.warn("The listener for {} could not accept a connection: {}", options.protocol(), e.getMessage());
            Thread.sleep(AFTER_FAILURE);
            return;
        }
        try {
            take(socket);
        } catch (IOException e) {
            LOG.trace("A connection ended at once", e);
            socket.close();
        }
    }

    private void take(Socket socket) throws IOException {
        if (open.size() >= options.limits().connections()) {
            new Refusals(counters, log, socket.getInetAddress()).add(Refusal.CONNECTIONS, Replies.TOO_MANY_CONNECTIONS);
            // the socket is new, so there is space for it and this does not wait
            socket.getOutputStream().write(Replies.bytes(Replies.TOO_MANY_CONNECTIONS));
            socket.close();
            return;
        }
        var connection = new Connection(new Session(socket, options, handler, counters, log, addresses));
        open.add(connection);
        counters.opened();
        connection.thread.start();
        if (stopping) {
            connection.session.stop();
        }
    }

    private final class Connection implements Runnable {
        private final Session session;
        private final Thread thread = Thread.ofVirtual().unstarted(this);

        Connection(Session session) {
            this.session = session;
        }

        @Override
        public void run() {
            try {
                session.run();
            } finally {
                open.remove(this);
                counters.closed();
            }
        }
    }

    /** A thread that waits for a peer to read cannot watch the clock itself. */
    private void watch() {
        MailLimits.Times times = options.limits().times();
        long interval =
                Math.clamp(Math.min(times.write().toMillis(), times.opening().toMillis()) / 4, 10, 1000);
        try {
            while (true) {
                Thread.sleep(interval);
                long now = System.nanoTime();
                open.forEach(one -> one.session.closeIfOverdue(now));
            }
        } catch (InterruptedException e) {
            // the listener was closed
        }
    }

    /** Stops accepting, tells idle peers, and waits for transfers in progress, but not longer than the limit. */
    @Override
    public void close() {
        stopping = true;
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("The listener for {} did not close cleanly", options.protocol(), e);
        }
        // until its thread has left it, the system accepts connections for a closed socket
        join(accepting, AFTER_CLOSE);
        open.forEach(one -> Thread.ofVirtual().start(one.session::stop));
        long until = System.nanoTime() + options.limits().times().stop().toNanos();
        for (Connection one : open) {
            if (!join(one.thread, Duration.ofNanos(until - System.nanoTime()))) {
                break;
            }
        }
        open.forEach(one -> one.session.breakOff());
        watch.interrupt();
    }

    private static boolean join(Thread thread, Duration patience) {
        try {
            return thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
