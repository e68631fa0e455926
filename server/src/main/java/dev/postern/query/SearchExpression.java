package dev.postern.query;

import java.util.List;
import java.util.Optional;

/** A full-text question. Properties carry the names of the search language, not those of the document. */
public sealed interface SearchExpression {
    /** Words; without a property they are looked for in the fields that a bare word means. */
    record Words(Optional<String> property, String text, Matching matching) implements SearchExpression {}

    /** A property with a fixed set of values: {@code hasAttachments:true}, {@code importance:high}. */
    record Is(String property, Literal value) implements SearchExpression {}

    /** A number or a point in time within bounds; at least one is given. */
    record Within(String property, Optional<Bound> lower, Optional<Bound> upper) implements SearchExpression {}

    record And(List<SearchExpression> all) implements SearchExpression {
        public And {
            all = List.copyOf(all);
        }
    }

    record Or(List<SearchExpression> any) implements SearchExpression {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(SearchExpression expression) implements SearchExpression {}

    /** A question that is understood and that nothing answers. */
    record Nothing() implements SearchExpression {}

    record Bound(Literal value, boolean inclusive) {}

    enum Matching {
        /** Each word occurs, in this order and next to each other when the text splits into several. */
        WHOLE,
        /** As {@link #WHOLE}, but the last word may go on. */
        PREFIX
    }
}
