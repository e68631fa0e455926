package dev.postern.relay;

import java.time.Instant;

/**
 * A key as an operator sees it.
 *
 * @param type {@code rsa} or {@code ed25519}
 * @param value of the DNS record
 */
public record DkimRecord(String domain, String selector, String type, String value, Instant created) {
    /** The name of the DNS record. */
    public String name() {
        return selector + "._domainkey." + domain;
    }
}
