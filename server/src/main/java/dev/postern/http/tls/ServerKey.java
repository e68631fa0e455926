package dev.postern.http.tls;

import java.net.InetAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.NullUnmarked;

/**
 * Provides the server certificates, which can be replaced while the server runs: that of the local authority, and the operator's own. The
 * operator's is presented, except to a client that asks for a name which only the other one has, such as {@code localhost}.
 */
@NullUnmarked
final class ServerKey extends X509ExtendedKeyManager {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    /** The current certificates and their predecessors, which handshakes in progress still use. */
    private static final int REMEMBERED = 4;

    private final X509Certificate authority;
    private final List<Presented> known = new CopyOnWriteArrayList<>();
    private volatile Presented local;
    private volatile Presented own;

    ServerKey(ServerCertificate identity, X509Certificate authority) {
        this.authority = authority;
        replace(identity);
    }

    /** Replaces the certificate of the local authority. */
    void replace(ServerCertificate identity) {
        local = remembered(Presented.of("local-", List.of(identity.certificate(), authority), identity.key()));
    }

    /** Replaces the operator's certificate. */
    void present(List<X509Certificate> chain, PrivateKey key) {
        own = remembered(Presented.of("own-", chain, key));
    }

    private synchronized Presented remembered(Presented one) {
        known.addFirst(one);
        while (known.size() > REMEMBERED && !isCurrent(known.getLast())) {
            known.removeLast();
        }
        return one;
    }

    private boolean isCurrent(Presented one) {
        return one.equals(local) || one.equals(own);
    }

    /** Returns the certificate of the local authority. */
    X509Certificate certificate() {
        return local.certificate();
    }

    private Presented chosen(Socket socket) {
        Presented theirs = own;
        if (theirs == null) {
            return local;
        }
        Set<String> wanted = wanted(socket);
        return !theirs.covers(wanted) && local.covers(wanted) ? local : theirs;
    }

    /** Returns the name that the client asks for. Clients send none for addresses, and some none for localhost. */
    private static Set<String> wanted(Socket socket) {
        if (!(socket instanceof SSLSocket secured)) {
            return Set.of();
        }
        if (secured.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (var name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Set.of(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        InetAddress at = secured.getLocalAddress();
        return at == null || at.isAnyLocalAddress()
                ? Set.of()
                : at.isLoopbackAddress() ? LOOPBACK : Set.of(at.getHostAddress());
    }

    private Presented named(String alias) {
        return known.stream()
                .filter(one -> one.alias().equals(alias))
                .findFirst()
                .orElse(local);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        String alias = chooseServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        Presented one = chosen(socket);
        return one.key().getAlgorithm().equals(keyType) ? one.alias() : null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return named(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).key();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
