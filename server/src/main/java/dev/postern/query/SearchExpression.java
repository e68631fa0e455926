package dev.postern.query;

import java.util.List;
import java.util.Optional;

/** A full-text search. Property names are those of KQL, not those of the document. */
public sealed interface SearchExpression {
    /** Words. Without a property they are searched in the default fields. */
    record Words(Optional<String> property, String text, Matching matching) implements SearchExpression {}

    /** A property with a fixed set of values: {@code hasAttachments:true}, {@code importance:high}. */
    record Is(String property, Literal value) implements SearchExpression {}

    /** A number or point in time in a range with at least one bound. */
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

    /** A valid search that no item can match. */
    record Nothing() implements SearchExpression {}

    record Bound(Literal value, boolean inclusive) {}

    enum Matching {
        /** Each word occurs. If the text splits into several words, they are adjacent and in this order. */
        WHOLE,
        /** As {@link #WHOLE}, but the last word may be a prefix. */
        PREFIX
    }
}
