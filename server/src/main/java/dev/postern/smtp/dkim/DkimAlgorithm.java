package dev.postern.smtp.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The types of keys. */
public enum DkimAlgorithm {
    RSA("RSA", "SHA256withRSA", 2048) {
        @Override
        byte[] signed(byte[] headers) {
            return headers;
        }

        @Override
        byte[] published(PublicKey key) {
            return key.getEncoded();
        }
    },
    ED25519("Ed25519", "Ed25519", 255) {
        // RFC 8463 signs the hash, where RSA hashes by itself
        @Override
        byte[] signed(byte[] headers) throws GeneralSecurityException {
            return MessageDigest.getInstance("SHA-256").digest(headers);
        }

        // the key alone, which is the end of its encoding
        @Override
        byte[] published(PublicKey key) {
            byte[] encoded = key.getEncoded();
            return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        }
    };

    private final String family;
    private final String signature;
    private final int bits;

    DkimAlgorithm(String family, String signature, int bits) {
        this.family = family;
        this.signature = signature;
        this.bits = bits;
    }

    abstract byte[] signed(byte[] headers) throws GeneralSecurityException;

    abstract byte[] published(PublicKey key);

    /** As commands and DNS records have it: {@code rsa} or {@code ed25519}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a type by its label. */
    public static Optional<DkimAlgorithm> of(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }

    /** Makes a pair of keys. */
    public KeyPair create(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
            generator.initialize(bits, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK makes no keys of the type " + family, e);
        }
    }

    /**
     * Reads a private key as {@link PrivateKey#getEncoded} has written it.
     *
     * @throws IllegalArgumentException if it is none of this type
     */
    public PrivateKey read(byte[] encoded) {
        try {
            return KeyFactory.getInstance(family).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not a key of the type " + family, e);
        }
    }

    /** Returns the value of the DNS record (RFC 6376, section 3.6.1). */
    public String record(PublicKey key) {
        return "v=DKIM1; k=" + label() + "; p=" + Base64.getEncoder().encodeToString(published(key));
    }

    /** Signs headers in their canonical form. */
    byte[] sign(PrivateKey key, byte[] headers) {
        try {
            Signature signing = Signature.getInstance(signature);
            signing.initSign(key);
            signing.update(signed(headers));
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key cannot sign", e);
        }
    }
}
