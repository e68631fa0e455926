package dev.postern.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** The certificate that a call presents to the server, with its key. */
public final class ClientCertificate {
    /** The maximum size of a file. */
    public static final int MAX_BYTES = 64 * 1024;

    private final KeyManager[] keys;
    private final PrivateKey key;
    private final X509Certificate certificate;

    private ClientCertificate(KeyManager[] keys, PrivateKey key, X509Certificate certificate) {
        this.keys = keys;
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Reads a PKCS #12 file with one private key. The file decides how much work this is, within the limits of the JDK.
     *
     * @throws IllegalArgumentException if it cannot be read; the message contains nothing of the file
     */
    public static ClientCertificate pkcs12(byte[] file, char[] password) {
        if (file.length > MAX_BYTES) {
            throw new IllegalArgumentException("the certificate has more than " + MAX_BYTES + " bytes");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                    managers.init(store, password);
                    return new ClientCertificate(managers.getKeyManagers(), key, certificate);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate or its password is not valid", e);
        }
        throw new IllegalArgumentException("the certificate has no private key");
    }

    KeyManager[] keys() {
        return keys.clone();
    }

    public PrivateKey key() {
        return key;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public String toString() {
        return "ClientCertificate[*]";
    }
}
