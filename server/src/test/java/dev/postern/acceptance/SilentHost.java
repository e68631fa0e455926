package dev.postern.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A host that accepts connections and never says anything. */
final class SilentHost implements AutoCloseable {
    private static final int LOOKS = 100;
    private static final int BETWEEN_LOOKS_MILLIS = 30;
    private static final int MOST = 3;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    SilentHost() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Returns the number of connections after some time, or three as soon as there are three. */
    int connections() throws InterruptedException {
        for (int i = 0; i < LOOKS && sockets.size() < MOST; i++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return sockets.size();
    }

    private void accept() {
        while (true) {
            try {
                sockets.add(listener.accept());
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
