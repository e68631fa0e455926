package dev.postern.workflow.stored;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTreeTest {
    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "/text/" + i).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 100, 200, 1_000})
    void eachTextHasAProof(int count) {
        TextTree tree = new TextTree(texts(count));
        for (int i = 0; i < count; i++) {
            byte[] proof = tree.proof(i);
            assertTrue(proof.length <= TextTree.MAX_PROOF * TextTree.HASH_BYTES);
            assertArrayEquals(tree.root(), TextTree.root("/text/" + i, proof));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 200})
    void aProofIsOfOneText(int count) {
        TextTree tree = new TextTree(texts(count));
        for (int i = 0; i < count; i++) {
            byte[] proof = tree.proof(i);
            assertFalse(Arrays.equals(tree.root(), TextTree.root("/text/" + count, proof)));
            assertFalse(Arrays.equals(tree.root(), TextTree.root("/text/" + (i == 0 ? count : i - 1), proof)));
            if (proof.length > 0) {
                byte[] other = proof.clone();
                other[other.length - 1] ^= 1;
                assertFalse(Arrays.equals(tree.root(), TextTree.root("/text/" + i, other)));
                byte[] shorter = Arrays.copyOf(proof, proof.length - TextTree.HASH_BYTES);
                assertFalse(Arrays.equals(tree.root(), TextTree.root("/text/" + i, shorter)));
            }
        }
    }
}
