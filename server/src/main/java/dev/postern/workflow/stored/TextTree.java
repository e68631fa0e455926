package dev.postern.workflow.stored;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A hash tree over texts, so that one signature of its root signs all of them: each text has a proof, the hashes beside its way to the root. The two
 * hashes below a node are in the order of their bytes, so that a proof needs no positions.
 */
public final class TextTree {
    /** Half of SHA-256: another text with the same hash as a given one is out of reach. */
    static final int HASH_BYTES = 16;
    /** Enough for more texts than a response can have. */
    static final int MAX_PROOF = 16;

    private static final byte TEXT = 0;
    private static final byte NODE = 1;

    private final List<List<byte[]>> levels = new ArrayList<>();

    /** @param texts at least one */
    TextTree(List<String> texts) {
        levels.add(texts.stream().map(TextTree::leaf).toList());
        while (levels.getLast().size() > 1) {
            List<byte[]> below = levels.getLast();
            var level = new ArrayList<byte[]>();
            for (int i = 0; i < below.size(); i += 2) {
                level.add(i + 1 < below.size() ? node(below.get(i), below.get(i + 1)) : below.get(i));
            }
            levels.add(level);
        }
    }

    byte[] root() {
        return levels.getLast().getFirst();
    }

    /** Returns the proof of one of the texts. */
    byte[] proof(int index) {
        byte[] proof = new byte[0];
        int at = index;
        for (List<byte[]> level : levels) {
            int beside = at ^ 1;
            if (beside < level.size()) {
                proof = joined(proof, level.get(beside));
            }
            at /= 2;
        }
        return proof;
    }

    /** Returns the root of the tree that has this text with this proof. */
    static byte[] root(String text, byte[] proof) {
        byte[] hash = leaf(text);
        for (int at = 0; at < proof.length; at += HASH_BYTES) {
            hash = node(hash, Arrays.copyOfRange(proof, at, at + HASH_BYTES));
        }
        return hash;
    }

    private static byte[] leaf(String text) {
        return hash(TEXT, text.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    private static byte[] node(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) <= 0 ? hash(NODE, one, other) : hash(NODE, other, one);
    }

    /** The kind is hashed, too, so that no text has the hash of a node. */
    private static byte[] hash(byte kind, byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind);
            digest.update(first);
            return Arrays.copyOf(digest.digest(second), HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
