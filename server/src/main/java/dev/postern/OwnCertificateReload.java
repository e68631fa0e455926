package dev.postern;

import dev.postern.http.tls.LocalAuthority;
import dev.postern.settings.CertificateFiles;
import dev.postern.settings.OwnCertificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presents the operator's own certificate, and reads it again when a file has changed. Files that cannot be used are refused: the certificate in
 * use stays, and the log says why, once for each content.
 */
final class OwnCertificateReload implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificateReload.class);

    private final CertificateFiles files;
    private final LocalAuthority authority;
    private final InstantSource clock;
    private CertificateFiles.@Nullable Content seen;
    private String reported = "";
    private final AtomicLong refused = new AtomicLong();
    private volatile OwnCertificate current;

    /** @throws IllegalArgumentException if the files cannot be used */
    OwnCertificateReload(CertificateFiles files, LocalAuthority authority, InstantSource clock) {
        this.files = files;
        this.authority = authority;
        this.clock = clock;
        CertificateFiles.Content content = files.content();
        this.current = files.parse(content, clock.instant());
        this.seen = content;
        authority.present(current.chain(), current.key());
    }

    /** Called every few seconds. */
    @Override
    public void run() {
        try {
            CertificateFiles.Content content = files.content();
            if (content.equals(seen)) {
                return;
            }
            // also if it is refused below: a pair that is written one file after the other is complete with the next
            // content
            seen = content;
            OwnCertificate read = files.parse(content, clock.instant());
            authority.present(read.chain(), read.key());
            current = read;
            reported = "";
            LOG.info(
                    "The certificate in {} has changed. New connections get it; it is valid until {}",
                    files.certificate(),
                    expires());
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(reported)) {
                refused.incrementAndGet();
                LOG.error("The changed certificate is refused and the previous one stays in use: {}", problem);
                reported = problem;
            }
        }
    }

    /** Returns how often changed files were refused. */
    long refused() {
        return refused.get();
    }

    /** Returns when the certificate in use expires. */
    Instant expires() {
        return current.chain().getFirst().getNotAfter().toInstant();
    }
}
