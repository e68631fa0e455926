package dev.postern.http.connection;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket. One platform thread only accepts, so that neither slow peers nor busy processors delay
 * it; each connection has a virtual thread. If file descriptors run out, some connections are closed and it continues.
 */
public final class HttpListener {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 1024;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(20);

    private final String name;
    private final ServerSocketChannel server;
    private final @Nullable SSLContext tls;
    private final Http1 http;
    private final Connections connections;
    private final Consumer<Throwable> failed;
    private final Set<ConnectionThread> mine = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private HttpListener(
            String name,
            ServerSocketChannel server,
            @Nullable SSLContext tls,
            Http1 http,
            Connections connections,
            Consumer<Throwable> failed) {
        this.name = name;
        this.server = server;
        this.tls = tls;
        this.http = http;
        this.connections = connections;
        this.failed = failed;
    }

    /**
     * Opens the socket.
     *
     * @param failed called if the listener ends without having been stopped
     */
    public static HttpListener open(
            String name,
            InetSocketAddress at,
            @Nullable SSLContext tls,
            Http1 http,
            Connections connections,
            Consumer<Throwable> failed)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(at, BACKLOG);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        var listener = new HttpListener(name, server, tls, http, connections, failed);
        Thread.ofPlatform().name("listen " + listener.port()).start(listener::listen);
        return listener;
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    private void listen() {
        try {
            while (!stopping) {
                SocketChannel channel = accept();
                if (channel != null) {
                    take(channel);
                }
            }
        } catch (Throwable e) {
            if (!stopping) {
                end();
                log.error("The listener {} on port {} has ended", name, port(), e);
                failed.accept(e);
            }
        }
    }

    private @Nullable SocketChannel accept() throws IOException, InterruptedException {
        try {
            return server.accept();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // Most likely no file descriptor is free. In the meantime clients wait in the backlog.
            log.warn("The listener {} could not accept a connection: {}", name, e.getMessage());
            connections.makeRoom();
            Thread.sleep(AFTER_FAILURE);
            return null;
        }
    }

    private void take(SocketChannel channel) {
        Connection connection = connections.admit(channel, tls != null);
        if (connection == null) {
            return;
        }
        var thread = new ConnectionThread(connection);
        mine.add(thread);
        thread.start();
    }

    /** Stops accepting, waits for requests in progress, and closes the remaining connections after the grace period. */
    public void stop(Duration grace) {
        stopping = true;
        end();
        mine.forEach(ConnectionThread::finish);
        long until = System.nanoTime() + grace.toNanos();
        for (ConnectionThread one : mine) {
            if (!one.join(Duration.ofNanos(until - System.nanoTime()))) {
                break;
            }
        }
        mine.forEach(ConnectionThread::breakOff);
        http.close();
    }

    private void end() {
        try {
            server.close();
        } catch (IOException e) {
            log.warn("The listener {} did not close cleanly", name, e);
        }
    }

    /** Serves one connection from the handshake to its end. */
    private final class ConnectionThread implements Runnable {
        private final Connection connection;
        private final Thread thread = Thread.ofVirtual().unstarted(this);
        private volatile io.helidon.webserver.spi.@Nullable ServerConnection parser;

        ConnectionThread(Connection connection) {
            this.connection = connection;
        }

        void start() {
            thread.start();
        }

        @Override
        public void run() {
            ConnectionSocket socket = null;
            connection.begin();
            try {
                socket = new ConnectionSocket(connection, secured());
                connection.handshakeDone();
                var serving = http.over(socket);
                parser = serving;
                if (!stopping) {
                    serving.handle(new RequestBounds(connection));
                }
            } catch (CloseConnectionException | IOException | InterruptedException e) {
                log.trace("A connection of {} ended", name, e);
            } catch (RuntimeException e) {
                // Input from a peer can cause this; exceptions of handlers cannot, see HttpExchange.
                log.debug("A connection of {} failed", name, e);
            } finally {
                if (socket != null) {
                    socket.close();
                }
                connections.ended(connection);
                mine.remove(this);
            }
        }

        private Socket secured() throws IOException {
            connection.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
            return tls == null ? connection.channel().socket() : Handshake.over(connection, tls);
        }

        /** Allows no further request. */
        void finish() {
            var serving = parser;
            if (serving == null || !connection.inRequest()) {
                connections.close(connection, CloseReason.STOP);
            } else {
                serving.close(false);
            }
        }

        boolean join(Duration patience) {
            try {
                return thread.join(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        void breakOff() {
            connections.close(connection, CloseReason.STOP);
            thread.interrupt();
        }
    }
}
