package dev.postern.http.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A file with the digest of the authority, the server certificate and its key that were found to fit each other. Checking two signatures
 * takes a fifth of the processor time of a start, so it is repeated only if one of the three has changed.
 */
record CheckedSignatures(Path file) {
    private static final int MAX_BYTES = 200;

    boolean include(X509Certificate authority, ServerCertificate server) throws GeneralSecurityException {
        try {
            return Files.exists(file)
                    && Files.size(file) <= MAX_BYTES
                    && Files.readString(file).equals(digest(authority, server));
        } catch (IOException e) {
            // it can be neither read nor trusted, so the signatures are checked
            return false;
        }
    }

    void add(X509Certificate authority, ServerCertificate server) throws IOException, GeneralSecurityException {
        PemFiles.replace(file, digest(authority, server), "rw-------");
    }

    private static String digest(X509Certificate authority, ServerCertificate server) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : new byte[][] {
            authority.getEncoded(),
            server.certificate().getEncoded(),
            server.key().getEncoded()
        }) {
            // the length separates the parts
            digest.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) ':');
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest()) + "\n";
    }
}
