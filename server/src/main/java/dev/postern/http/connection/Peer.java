package dev.postern.http.connection;

import io.helidon.common.socket.PeerInfo;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/** One end of a connection, by address. Host names are never looked up. */
record Peer(InetSocketAddress at) implements PeerInfo {
    @Override
    public SocketAddress address() {
        return at;
    }

    @Override
    public String host() {
        return at.getHostString();
    }

    @Override
    public int port() {
        return at.getPort();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return Optional.empty();
    }
}
