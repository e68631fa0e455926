package dev.postern.graph.odata;

import dev.postern.query.Condition;
import dev.postern.query.Condition.Position;
import dev.postern.query.Path;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Words;
import java.util.Arrays;
import java.util.stream.Stream;

/** A search of directory objects as a condition, for they are few and searched where they are: each word begins a word of the property. */
public final class DirectorySearch {
    private DirectorySearch() {}

    public static Condition condition(SearchExpression search) {
        return switch (search) {
            case Words words ->
                new Condition.And(Arrays.stream(words.text().strip().split("\\s+"))
                        .map(word -> beginsWord(Path.of(words.property().orElseThrow()), word))
                        .toList());
            case SearchExpression.And(var all) ->
                new Condition.And(all.stream().map(DirectorySearch::condition).toList());
            case SearchExpression.Or(var any) ->
                new Condition.Or(any.stream().map(DirectorySearch::condition).toList());
            case SearchExpression.Not(var inner) -> new Condition.Not(condition(inner));
            case SearchExpression.Nothing _ -> Condition.NEVER;
            case SearchExpression.Is _, SearchExpression.Within _ ->
                throw new IllegalArgumentException("a search of the directory has only words");
        };
    }

    private static Condition beginsWord(Path path, String word) {
        return new Condition.Or(Stream.concat(
                        Stream.of(new Condition.Match(path, Position.START, word)),
                        Stream.of(" ", "-", ".", "_", "@", "(")
                                .map(sign -> new Condition.Match(path, Position.ANYWHERE, sign + word)))
                .<Condition>map(match -> match)
                .toList());
    }
}
