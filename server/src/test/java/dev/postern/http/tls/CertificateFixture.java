package dev.postern.http.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** Issues certificates for tests of other packages. */
public final class CertificateFixture {
    private CertificateFixture() {}

    /** Writes a certificate for only this name. */
    public static void write(LocalAuthority authority, String name, Path certificate, Path key) {
        try {
            ServerCertificate issuer = PemFiles.read(
                            authority.caFile(), authority.caFile().resolveSibling("ca-key.pem"))
                    .orElseThrow();
            PemFiles.write(
                    CertificateMaker.server(issuer, List.of(name), Instant.now(), new SecureRandom()),
                    certificate,
                    key);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
