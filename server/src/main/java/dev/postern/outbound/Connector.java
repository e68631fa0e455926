package dev.postern.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.jspecify.annotations.Nullable;

/** Opens connections to checked addresses. The host name is used only for TLS: for SNI and to verify the certificate. */
final class Connector {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(10)
            .build();

    private final OutwardTrust trust;

    Connector(OutwardTrust trust) {
        this.trust = trust;
    }

    OpenConnection open(Target target, @Nullable ClientCertificate certificate, CallDeadline deadline)
            throws IOException {
        SSLContext context = certificate == null ? trust.anonymous() : trust.presenting(certificate);
        Socket socket = connect(target, deadline);
        DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(LIMITS);
        OpenConnection opened = new OpenConnection(connection, socket, target.origin(), socket.getInetAddress());
        if (!target.origin().secure()) {
            connection.bind(socket);
            return opened;
        }
        SSLSocket secure = (SSLSocket) context.getSocketFactory()
                .createSocket(socket, target.origin().host(), target.origin().port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        connection.bind(secure, socket);
        return opened;
    }

    /** Returns a connection to the first address that accepts one. */
    private static Socket connect(Target target, CallDeadline deadline) throws IOException {
        IOException last = new IOException("There is no address");
        for (InetAddress address : target.addresses()) {
            // The JDK's proxy settings would connect to another address than the one that was checked.
            Socket socket = new Socket(Proxy.NO_PROXY);
            deadline.watch(socket);
            try {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
                socket.connect(new InetSocketAddress(address, target.origin().port()), (int)
                        Math.clamp(left, 1, CONNECT.toMillis()));
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }
}
