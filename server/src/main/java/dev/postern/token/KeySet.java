package dev.postern.token;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All signing keys as they were read at one time, ordered by generation. Immutable; a change of any key makes another set. */
record KeySet(List<SigningKey> keys) {
    /**
     * How long a key still verifies after its successor began to sign: the longest life a token may have, and an hour for a node
     * that was slow to learn of the successor.
     */
    static final Duration KEPT = TokenIssuer.LONGEST_LIFETIME.plus(Duration.ofHours(1));

    /** A key whose holder made no successor for so long signs no more: its holder is gone. */
    static final Duration LONGEST_SIGNING = SigningKeys.PERIOD.multipliedBy(2);

    KeySet {
        keys = List.copyOf(keys);
    }

    long newest() {
        return keys.isEmpty() ? 0 : keys.getLast().generation();
    }

    /** The key of this node that signs now, or null when it has none. */
    @Nullable
    SigningKey signer(Instant now) {
        return keys.reversed().stream()
                .filter(key -> key.isOwn() && key.retiredAt() == null)
                .filter(key -> !key.activeFrom().isAfter(now)
                        && key.activeFrom().plus(LONGEST_SIGNING).isAfter(now))
                .findFirst()
                .orElse(null);
    }

    /** The key of this node that will sign after the current one, or null. */
    @Nullable
    SigningKey next(Instant now) {
        return keys.stream()
                .filter(key -> key.isOwn()
                        && key.retiredAt() == null
                        && key.activeFrom().isAfter(now))
                .findFirst()
                .orElse(null);
    }

    /** The key of this id, if what it signed may still be good. One that does not sign yet counts: clocks differ. */
    @Nullable
    SigningKey verifier(String id, Instant now) {
        return keys.stream()
                .filter(key -> key.id().equals(id) && isGood(key, now))
                .findFirst()
                .orElse(null);
    }

    /** The keys by which a token may be signed now or soon. */
    List<SigningKey> published(Instant now) {
        return keys.stream().filter(key -> isGood(key, now)).toList();
    }

    private boolean isGood(SigningKey key, Instant now) {
        return key.retiredAt() == null && now.isBefore(end(key));
    }

    /** When the last token signed by a key has expired. Only a key of the same holder is its successor: each node signs with its own. */
    Instant end(SigningKey key) {
        return keys.stream()
                .filter(other -> other.generation() > key.generation() && other.retiredAt() == null)
                .filter(key::hasHolderOf)
                .map(SigningKey::activeFrom)
                .reduce(key.activeFrom().plus(LONGEST_SIGNING), (one, other) -> one.isBefore(other) ? one : other)
                .plus(KEPT);
    }
}
