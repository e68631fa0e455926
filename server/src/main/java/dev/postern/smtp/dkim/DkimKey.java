package dev.postern.smtp.dkim;

import java.security.PrivateKey;

/**
 * A key that signs for a domain.
 *
 * @param domain in ASCII and lower case
 * @param selector the labels in front of {@code _domainkey}
 */
public record DkimKey(String domain, String selector, DkimAlgorithm algorithm, PrivateKey key) {
    @Override
    public String toString() {
        return selector + "._domainkey." + domain;
    }
}
