package dev.postern.graph.directory;

import dev.postern.graph.GraphFailure;
import dev.postern.query.Folding;
import dev.postern.query.SearchExpression;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** {@code $search} over the directory: every search word must be the prefix of a word of the property. */
final class WordSearch {
    private WordSearch() {}

    static boolean test(SearchExpression expression, JsonNode document) {
        return switch (expression) {
            case SearchExpression.And(var all) -> all.stream().allMatch(one -> test(one, document));
            case SearchExpression.Or(var any) -> any.stream().anyMatch(one -> test(one, document));
            case SearchExpression.Not(var inner) -> !test(inner, document);
            case SearchExpression.Words(var property, var text, var matching) ->
                property.map(name -> words(document.path(name), text)).orElse(false);
            case SearchExpression.Nothing _ -> false;
            case SearchExpression.Is _, SearchExpression.Within _ ->
                throw GraphFailure.unsupportedQuery("$search in the directory must have the form \"property:words\".");
        };
    }

    private static boolean words(JsonNode value, String text) {
        if (!value.isString()) {
            return false;
        }
        List<String> there = split(value.stringValue()).toList();
        return split(text).allMatch(wanted -> there.stream().anyMatch(word -> word.startsWith(wanted)));
    }

    private static Stream<String> split(String text) {
        return Arrays.stream(Folding.fold(text).split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty());
    }
}
