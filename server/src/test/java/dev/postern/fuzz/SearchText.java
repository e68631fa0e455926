package dev.postern.fuzz;

import dev.postern.query.SearchExpression;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a search as KQL; empty for values with several spellings. */
final class SearchText {
    private SearchText() {}

    static Optional<String> of(SearchExpression search) {
        return switch (search) {
            case SearchExpression.Words(var property, var text, var matching) ->
                Optional.of(property.map(name -> name + ":").orElse("") + "\"" + text + "\""
                        + (matching == SearchExpression.Matching.PREFIX ? "*" : ""));
            case SearchExpression.And(var all) -> list(" AND ", all);
            case SearchExpression.Or(var any) -> list(" OR ", any);
            case SearchExpression.Not(var inner) -> of(inner).map(text -> "NOT " + text);
            case SearchExpression.Is _, SearchExpression.Within _, SearchExpression.Nothing _ -> Optional.empty();
        };
    }

    private static Optional<String> list(String between, List<SearchExpression> parts) {
        List<Optional<String>> texts = parts.stream().map(SearchText::of).toList();
        return texts.stream().allMatch(Optional::isPresent)
                ? Optional.of(texts.stream().map(Optional::orElseThrow).collect(Collectors.joining(between, "(", ")")))
                : Optional.empty();
    }
}
