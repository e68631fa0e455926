package dev.postern.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A proxy between a server and its database. On request it stops forwarding in both directions without closing
 * anything, as if packets were dropped on the network. When it resumes, it forwards what arrived meanwhile, as TCP
 * would retransmit it.
 */
public final class TcpHole implements AutoCloseable {
    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final String rest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Pipe> pipes = new CopyOnWriteArrayList<>();
    private boolean swallowsAll;

    private static final class Pipe {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallows;

        Pipe(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    /** @param url the JDBC URL of the database */
    public TcpHole(String url) {
        URI uri = URI.create(url.substring("jdbc:".length()));
        this.host = uri.getHost();
        this.port = uri.getPort();
        this.rest = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** The JDBC URL of this proxy. */
    public String url() {
        return "jdbc:postgresql://localhost:" + listening.getLocalPort() + rest;
    }

    /** From now on nothing is forwarded, on existing connections and on new ones. */
    public void swallow() {
        set(true);
    }

    /** From now on nothing is forwarded on existing connections; new ones work. */
    public void swallowPresent() {
        pipes.forEach(pipe -> pipe.swallows = true);
    }

    public void forward() {
        set(false);
    }

    /** Closes all connections. */
    public void cut() {
        pipes.forEach(TcpHole::close);
    }

    private void set(boolean value) {
        lock.lock();
        try {
            swallowsAll = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Pipe pipe = new Pipe(client, new Socket(host, port));
                pipes.add(pipe);
                pump(pipe, client, pipe.server);
                pump(pipe, pipe.server, client);
            } catch (IOException e) {
                // closed, or the database is gone
            }
        }
    }

    private void pump(Pipe pipe, Socket from, Socket to) {
        Thread.ofPlatform().daemon().start(() -> {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[65_536];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    awaitForwarding(pipe);
                    out.write(buffer, 0, read);
                    out.flush();
                }
                // closing a connection sends a packet too
                awaitForwarding(pipe);
            } catch (IOException e) {
                // one of the two is closed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void awaitForwarding(Pipe pipe) throws InterruptedException {
        lock.lock();
        try {
            while ((swallowsAll || pipe.swallows) && !listening.isClosed()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void close(Pipe pipe) {
        try {
            pipe.client.close();
            pipe.server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(false);
        new ArrayList<>(pipes).forEach(TcpHole::close);
    }
}
