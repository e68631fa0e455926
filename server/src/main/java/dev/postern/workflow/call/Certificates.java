package dev.postern.workflow.call;

import dev.postern.outbound.ClientCertificate;
import java.util.concurrent.locks.ReentrantLock;

/** Reads the certificates of calls. Thread-safe. */
final class Certificates {
    // A file decides how long its decryption takes: one at a time, so that hostile files occupy one processor at most.
    private final ReentrantLock reading = new ReentrantLock();

    ClientCertificate read(Authentication.Certificate certificate) {
        reading.lock();
        try {
            return ClientCertificate.pkcs12(
                    certificate.pfx(), certificate.password().toCharArray());
        } catch (IllegalArgumentException e) {
            throw CallReader.invalid("authentication", String.valueOf(e.getMessage()));
        } finally {
            reading.unlock();
        }
    }
}
