package dev.postern.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.NullUnmarked;

/** Provides the server certificate, which can be replaced while the server runs. The alias names the certificate, so a handshake in
 * progress never combines the old certificate with the new key. */
@NullUnmarked
final class ServerKey extends X509ExtendedKeyManager {
    private final X509Certificate authority;
    private volatile ServerCertificate current;
    private volatile ServerCertificate previous;

    ServerKey(ServerCertificate identity, X509Certificate authority) {
        this.current = identity;
        this.previous = identity;
        this.authority = authority;
    }

    void replace(ServerCertificate identity) {
        previous = current;
        current = identity;
    }

    X509Certificate certificate() {
        return current.certificate();
    }

    private static String alias(ServerCertificate identity) {
        return identity.certificate().getSerialNumber().toString(16);
    }

    private ServerCertificate named(String alias) {
        ServerCertificate old = previous;
        return alias(old).equals(alias) ? old : current;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return keyType.equals("EC") ? new String[] {alias(current)} : null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return keyType.equals("EC") ? alias(current) : null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {named(alias).certificate(), authority};
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
