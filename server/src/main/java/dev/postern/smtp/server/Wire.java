package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The bytes of one connection. Belongs to the thread of the session, except for {@link #stop} and {@link #close}. Replies are kept until the
 * server waits for the peer, so that a group of commands has a group of replies.
 */
final class Wire {
    /** The longest line of a command with the parameters of all extensions that are offered. */
    static final int LONGEST_COMMAND = 2000;

    private static final int SMALL = 2048;
    private static final int LARGE = 32 * 1024;
    private static final int MOST_PENDING = 4096;

    private final Socket plain;
    private final Duration writeLimit;
    private final Deadline deadline = new Deadline();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final ReentrantLock lock = new ReentrantLock();
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer = new byte[SMALL];
    private int from;
    private int to;
    /** Guarded by the lock: whether 421 can be sent now, because the peer waits for no other reply. */
    private boolean awaitsCommand;
    /** Guarded by the lock: whether the last reply was sent. */
    private boolean finishing;

    private volatile boolean stopped;

    Wire(Socket socket, Duration writeLimit) throws IOException {
        this.plain = socket;
        this.socket = socket;
        this.writeLimit = writeLimit;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    Deadline deadline() {
        return deadline;
    }

    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Bytes before this index of the buffer are done. */
    void consumed(int index) {
        from = index;
    }

    /** Whether the peer has sent more than was read. */
    boolean hasMore() throws IOException {
        return from < to || in.available() > 0;
    }

    /** Whether the peer sends something within a time. Nothing of it is lost. */
    boolean sendsWithin(Duration patience) throws IOException {
        if (hasMore()) {
            return true;
        }
        if (patience.isZero()) {
            return false;
        }
        try {
            read(System.nanoTime() + patience.toNanos());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Returns the next line without its CRLF, each byte as a character. */
    String line(long until) throws IOException, SessionEnd {
        int length = 0;
        while (true) {
            for (; from + length < to; length++) {
                byte b = buffer[from + length];
                if (b == '\n') {
                    throw new SessionEnd(Replies.BARE_LF_IN_COMMAND, Refusal.LINE_END);
                } else if (b == 0) {
                    throw new SessionEnd(Replies.NUL_IN_COMMAND, Refusal.NUL);
                } else if (b == '\r') {
                    if (from + length + 1 == to) {
                        break;
                    }
                    if (buffer[from + length + 1] != '\n') {
                        throw new SessionEnd(Replies.BARE_CR_IN_COMMAND, Refusal.LINE_END);
                    }
                    String line = new String(buffer, from, length, StandardCharsets.ISO_8859_1);
                    from += length + 2;
                    return line;
                }
            }
            if (length > LONGEST_COMMAND) {
                throw new SessionEnd(Replies.TOO_LONG, Refusal.LINE_LENGTH);
            }
            awaitCommand();
            try {
                read(until);
            } finally {
                commandCame();
            }
        }
    }

    private void awaitCommand() throws IOException, SessionEnd {
        lock.lock();
        try {
            flush();
            requireRunning();
            awaitsCommand = true;
        } finally {
            lock.unlock();
        }
    }

    private void commandCame() {
        lock.lock();
        try {
            awaitsCommand = false;
        } finally {
            lock.unlock();
        }
    }

    /** @throws SessionEnd if the server stops */
    void requireRunning() throws SessionEnd {
        if (stopped) {
            throw new SessionEnd(Replies.STOPPING, null);
        }
    }

    /** Reads at least one byte more into the buffer, which must not be full of bytes that are not consumed. */
    void fill(long until) throws IOException {
        flush();
        read(until);
    }

    private void read(long until) throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (until - System.nanoTime() <= 0) {
            throw new SocketTimeoutException("No time is left");
        }
        socket.setSoTimeout(Math.clamp(millis, 1, Integer.MAX_VALUE));
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            throw new EOFException("The peer closed the connection");
        }
        to += count;
    }

    /** Has a large buffer for the content of a message, or a small one. */
    void large(boolean large) {
        int size = large ? LARGE : Math.max(SMALL, to - from);
        if (size != buffer.length) {
            byte[] other = new byte[size];
            System.arraycopy(buffer, from, other, 0, to - from);
            to -= from;
            from = 0;
            buffer = other;
        }
    }

    void send(Reply reply) throws IOException {
        pending.writeBytes(Replies.bytes(reply));
        if (pending.size() > MOST_PENDING) {
            flush();
        }
    }

    void flush() throws IOException {
        lock.lock();
        try {
            if (pending.size() > 0) {
                byte[] bytes = pending.toByteArray();
                pending.reset();
                write(bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] bytes) throws IOException {
        deadline.set(writeLimit);
        try {
            out.write(bytes);
            out.flush();
        } finally {
            deadline.clear();
        }
    }

    /** Makes the TLS handshake as the server. */
    void secure(SSLContext tls, Duration patience) throws IOException {
        deadline.set(patience);
        try {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
            secured.setSoTimeout(0);
            secured.startHandshake();
            InputStream securedIn = secured.getInputStream();
            OutputStream securedOut = secured.getOutputStream();
            lock.lock();
            try {
                socket = secured;
                in = securedIn;
                out = securedOut;
            } finally {
                lock.unlock();
            }
        } finally {
            deadline.clear();
        }
    }

    /** Reads no further command. If the peer is not in the middle of one, sends it 421 and closes the connection. */
    void stop() {
        stopped = true;
        lock.lock();
        try {
            if (awaitsCommand) {
                write(Replies.bytes(Replies.STOPPING));
                close();
            } else if (finishing) {
                close();
            }
        } catch (IOException e) {
            close();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is pending and lets the peer read it: a connection that is closed with unread bytes of the peer loses the last reply. */
    void finish(Duration patience) {
        try {
            flush();
            deadline.set(patience.plus(writeLimit));
            socket.shutdownOutput();
            lock.lock();
            try {
                finishing = true;
            } finally {
                lock.unlock();
            }
            long until = System.nanoTime() + patience.toNanos();
            while (!stopped) {
                from = 0;
                to = 0;
                read(until);
            }
        } catch (IOException e) {
            // the peer has closed it, or had its time
        }
        close();
    }

    /** Closes the connection, whatever its thread is doing. */
    void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // It is closed anyway.
        }
    }
}
