package dev.postern.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.io.CloseMode;

/**
 * A connection to a checked address.
 *
 * @param socket of TCP, below TLS
 */
record OpenConnection(DefaultBHttpClientConnection http, Socket socket, Origin origin, InetAddress address)
        implements AutoCloseable {

    /** Closes at once, without reading the rest of a response. */
    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more can be done to close it.
        }
    }
}
