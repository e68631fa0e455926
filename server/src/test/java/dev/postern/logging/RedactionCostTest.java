package dev.postern.logging;

import dev.postern.compute.Cost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Redaction runs on every logged text, however long, so its cost must be linear. */
class RedactionCostTest {
    @TestFactory
    List<DynamicTest> everyPattern() {
        return Stream.of(
                        "eyJ",
                        "eyJaaaaa.",
                        "eyJaaaaaa ",
                        "bearer ",
                        "basic",
                        " ",
                        "password",
                        "password ",
                        "secret=",
                        "token: \"",
                        "=",
                        "a=")
                .map(one -> Cost.test("log of " + one, 1 << 19, n -> {
                    String text = one.repeat(n / one.length());
                    return () -> {
                        var _ = Redaction.text(text);
                    };
                }))
                .toList();
    }
}
