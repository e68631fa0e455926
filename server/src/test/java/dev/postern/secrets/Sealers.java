package dev.postern.secrets;

import java.security.SecureRandom;
import java.util.List;

/** Sealers for tests. */
public final class Sealers {
    private Sealers() {}

    /** Returns a sealer with a key of its own. */
    public static Sealer fresh() {
        SecureRandom random = new SecureRandom();
        return new Sealer(EncryptionKey.generate(random), List.of(), false, random);
    }

    /** Returns a sealer with a key that all nodes have. */
    public static Sealer common() {
        SecureRandom random = new SecureRandom();
        return new Sealer(EncryptionKey.generate(random), List.of(), true, random);
    }
}
