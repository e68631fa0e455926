package dev.postern.http.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The server side of a TLS handshake. Another thread enforces its time limit. */
final class Handshake {
    private static final String PROTOCOL = "http/1.1";

    private Handshake() {}

    static Socket over(Connection connection, SSLContext tls) throws IOException {
        Socket plain = connection.channel().socket();
        // Waits for the first byte, because TLS allocates its buffers at the start.
        int first = plain.getInputStream().read();
        if (first < 0) {
            throw new IOException("The peer disconnected before the handshake");
        }
        connection.firstByte();
        var seen = new ByteArrayInputStream(new byte[] {(byte) first});
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, seen, true);
        secured.setHandshakeApplicationProtocolSelector((_, offered) -> offered.contains(PROTOCOL) ? PROTOCOL : null);
        secured.startHandshake();
        return secured;
    }
}
