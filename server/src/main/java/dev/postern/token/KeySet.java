package dev.postern.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All signing keys as read at one time, ordered by generation. Immutable; a change of any key creates a new set. */
record KeySet(List<SigningKey> keys) {
    /**
     * How long a key still verifies after its successor began to sign: the longest lifetime of a token, and an hour in case a node
     * learned of the successor late.
     */
    static final Duration KEPT = TokenIssuer.MAX_LIFETIME.plus(Duration.ofHours(1));

    /** A key without a successor for this time no longer signs, because its node has stopped. */
    static final Duration MAX_SIGNING_TIME = SigningKeys.PERIOD.plus(SigningKeys.PERIOD);

    KeySet {
        keys = List.copyOf(keys);
    }

    long newest() {
        return keys.isEmpty() ? 0 : keys.getLast().generation();
    }

    /** Returns the key of this node that signs now, or null if there is none. */
    @Nullable
    SigningKey signer(Instant now) {
        return keys.reversed().stream()
                .filter(key -> key.isOwn() && key.retiredAt() == null)
                .filter(key -> !key.activeFrom().isAfter(now)
                        && key.activeFrom().plus(MAX_SIGNING_TIME).isAfter(now))
                .findFirst()
                .orElse(null);
    }

    /** Returns the key of this node that will sign after the current one, or null. */
    @Nullable
    SigningKey next(Instant now) {
        return keys.stream()
                .filter(key -> key.isOwn()
                        && key.retiredAt() == null
                        && key.activeFrom().isAfter(now))
                .findFirst()
                .orElse(null);
    }

    /** Returns the key with this id if its tokens may still be valid. A key that does not sign yet is included, because clocks differ. */
    @Nullable
    SigningKey verifier(String id, Instant now) {
        return keys.stream()
                .filter(key -> key.id().equals(id) && isGood(key, now))
                .findFirst()
                .orElse(null);
    }

    /** Returns the keys that may sign tokens now or soon. */
    List<SigningKey> published(Instant now) {
        return keys.stream().filter(key -> isGood(key, now)).toList();
    }

    private boolean isGood(SigningKey key, Instant now) {
        return key.retiredAt() == null && now.isBefore(end(key));
    }

    /** When the last token signed with a key has expired. Only a key of the same holder is its successor, because each node signs with its own. */
    Instant end(SigningKey key) {
        return keys.stream()
                .filter(other -> other.generation() > key.generation() && other.retiredAt() == null)
                .filter(key::hasHolderOf)
                .map(SigningKey::activeFrom)
                .reduce(key.activeFrom().plus(MAX_SIGNING_TIME), (one, other) -> one.isBefore(other) ? one : other)
                .plus(KEPT);
    }
}
