package dev.postern;

import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyPairGeneratorSpi;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Creating RSA keys took a quarter of the processor time of the tests, because each server begins with a new one. In the process of the tests,
 * new pairs of 2048 bits are created {@value #DIFFERENT} times and then repeated in the same order, so that neighbours still differ. Servers in
 * processes of their own create their keys themselves.
 */
public final class RepeatedKeys implements BeforeAllCallback {
    private static final int DIFFERENT = 8;
    private static final int BITS = 2048;

    @Override
    public void beforeAll(ExtensionContext context) {
        // does nothing if it is already there
        Security.insertProviderAt(new Keys(), 1);
    }

    private static final class Keys extends Provider {
        private static final long serialVersionUID = 1;

        Keys() {
            super("PosternTests", "1", "repeats pairs of RSA keys");
            putService(new Generators(this));
        }
    }

    private static final class Generators extends Provider.Service {
        private final Pairs pairs = new Pairs();

        Generators(Provider provider) {
            super(provider, "KeyPairGenerator", "RSA", Generator.class.getName(), List.of(), Map.of());
        }

        @Override
        public Object newInstance(Object parameter) {
            return new Generator(pairs);
        }
    }

    private static final class Pairs {
        private final List<KeyPair> created = new ArrayList<>();
        private int next;

        synchronized KeyPair next() {
            int index = next++ % DIFFERENT;
            if (index == created.size()) {
                created.add(create(BITS, new SecureRandom()));
            }
            return created.get(index);
        }
    }

    private static KeyPair create(int bits, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
            generator.initialize(bits, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Generator extends KeyPairGeneratorSpi {
        private final Pairs pairs;
        private int bits = BITS;
        private SecureRandom random = new SecureRandom();

        Generator(Pairs pairs) {
            this.pairs = pairs;
        }

        @Override
        public void initialize(int size, SecureRandom source) {
            if (size < 512) {
                throw new InvalidParameterException("An RSA key has at least 512 bits, not " + size);
            }
            bits = size;
            random = source;
        }

        @Override
        public KeyPair generateKeyPair() {
            return bits == BITS ? pairs.next() : create(bits, random);
        }
    }
}
