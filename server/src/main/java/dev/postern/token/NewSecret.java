package dev.postern.token;

import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new client secret.
 *
 * @param text the secret itself, which is shown once and not stored
 * @param credential what the directory stores
 */
public record NewSecret(String text, PasswordCredential credential) {
    private static final int HINT = 3;

    public static NewSecret of(@Nullable String displayName, Instant start, Instant end, SecureRandom random) {
        return of(SecretHash.newSecret(random), displayName, start, end, random);
    }

    /** @param text of a secret that was created before */
    public static NewSecret of(
            String text, @Nullable String displayName, Instant start, Instant end, SecureRandom random) {
        return new NewSecret(
                text,
                new PasswordCredential(
                        UUID.randomUUID(),
                        displayName,
                        text.substring(0, HINT),
                        start,
                        end,
                        SecretHash.of(text, random)));
    }

    @Override
    public String toString() {
        return "NewSecret[" + credential.keyId() + "]";
    }
}
