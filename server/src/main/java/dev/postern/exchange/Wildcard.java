package dev.postern.exchange;

import dev.postern.query.Folding;
import java.util.Optional;
import java.util.function.Predicate;

/** An identity with an asterisk at its beginning, its end, or both, as the Get- cmdlets of Exchange accept it. */
final class Wildcard {
    private Wildcard() {}

    /** Returns the test of a name, in any case; empty if the text has no asterisk there. */
    static Optional<Predicate<String>> of(String text) {
        boolean open = text.length() > 1 && text.startsWith("*");
        boolean more = text.endsWith("*");
        if (!open && !more) {
            return Optional.empty();
        }
        String part = Folding.lower(text.substring(open ? 1 : 0, text.length() - (more ? 1 : 0)));
        return Optional.of(name -> {
            String folded = Folding.lower(name);
            return open ? more ? folded.contains(part) : folded.endsWith(part) : folded.startsWith(part);
        });
    }
}
