package dev.postern.token;

import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client secret that was just made.
 *
 * @param text the secret itself: to be shown once and kept nowhere
 * @param credential what the directory keeps
 */
public record NewSecret(String text, PasswordCredential credential) {
    private static final int HINT = 3;

    public static NewSecret of(@Nullable String displayName, Instant start, Instant end, SecureRandom random) {
        String text = SecretHash.newSecret(random);
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
