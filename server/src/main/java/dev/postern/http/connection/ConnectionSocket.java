package dev.postern.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes for the HTTP parser, and tells the connection when it waits. It holds no buffer while it waits, so a
 * silent connection costs little memory. Used by the connection's own thread.
 */
final class ConnectionSocket implements HelidonSocket {
    /** The maximum size of one read, and of one write between two checks of the time limits. */
    private static final int PIECE = 16 * 1024;

    private final Connection connection;
    private final Socket wire;
    private final InputStream in;
    private final OutputStream out;
    private final Peer remote;
    private final Peer local;
    private final boolean secure;

    /** @param secured the connection with TLS above it, or the connection itself */
    ConnectionSocket(Connection connection, Socket secured) throws IOException {
        this.connection = connection;
        this.wire = secured;
        this.secure = secured instanceof SSLSocket;
        this.in = secured.getInputStream();
        this.out = secured.getOutputStream();
        this.remote = new Peer((InetSocketAddress) connection.channel().getRemoteAddress());
        this.local = new Peer((InetSocketAddress) connection.channel().getLocalAddress());
    }

    /** Returns whether the server processes a request of the connection. */
    boolean inRequest() {
        return connection.inRequest();
    }

    @Override
    public byte @Nullable [] get() {
        return received();
    }

    /** Returns the received bytes, waiting for them if necessary; null at the end of the stream. */
    @SuppressWarnings("ThreadPriorityCheck") // only affects how long others wait
    byte @Nullable [] received() {
        try {
            if (!connection.inRequest()) {
                // A client with pipelined requests would never yield the processor. For other clients, data may have
                // arrived after
                // other threads ran, and then the thread need not be parked and unparked.
                Thread.yield();
            }
            connection.reading();
            int ready = in.available();
            byte[] got = ready > 0 ? some(ready) : first();
            connection.read(got == null ? 0 : got.length);
            return got;
        } catch (IOException e) {
            throw new ServerConnectionException("The connection could not be read", e);
        }
    }

    private byte @Nullable [] some(int ready) throws IOException {
        byte[] bytes = new byte[Math.min(ready, PIECE)];
        int count = in.read(bytes);
        return count < 0 ? null : count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    private byte @Nullable [] first() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int more = Math.clamp(in.available(), 0, PIECE - 1);
        byte[] bytes = new byte[1 + more];
        bytes[0] = (byte) first;
        int count = more == 0 ? 0 : Math.max(0, in.read(bytes, 1, more));
        return count == more ? bytes : Arrays.copyOf(bytes, 1 + count);
    }

    @Override
    public void write(BufferData buffer) {
        int length = buffer.available();
        if (length <= 4 * PIECE) {
            byte[] all = new byte[length];
            int count = buffer.read(all);
            write(all, 0, count);
        } else {
            buffer.writeTo(new Pieces());
        }
    }

    private void write(byte[] bytes, int offset, int length) {
        try {
            int end = offset + length;
            for (int at = offset; at < end; ) {
                int piece = Math.min(end - at, PIECE);
                Connection.Phase before = connection.writing();
                out.write(bytes, at, piece);
                connection.wrote(piece, before);
                at += piece;
            }
        } catch (IOException e) {
            throw new ServerConnectionException("The connection could not be written", e);
        }
    }

    private final class Pieces extends OutputStream {
        @Override
        public void write(int b) {
            ConnectionSocket.this.write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            ConnectionSocket.this.write(bytes, offset, length);
        }
    }

    @Override
    public void close() {
        try {
            connection.writing();
            if (secure) {
                wire.close();
            } else {
                // Without this the peer sometimes does not receive the last bytes.
                connection.channel().shutdownOutput();
            }
        } catch (IOException e) {
            // The connection is closed anyway.
        }
    }

    @Override
    public void idle() {}

    @Override
    public boolean isConnected() {
        return connection.channel().isOpen();
    }

    @Override
    @SuppressWarnings("removal")
    public int read(BufferData buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Peer remotePeer() {
        return remote;
    }

    @Override
    public Peer localPeer() {
        return local;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String socketId() {
        return Integer.toString(local.port());
    }

    @Override
    public String childSocketId() {
        return Integer.toString(remote.port());
    }
}
