package dev.postern.store;

import dev.postern.query.Path;
import dev.postern.query.SearchText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How items are searched.
 *
 * @param sqliteTable the FTS5 table with one column, made with {@code tokenize = 'ascii'}, which takes words as they are
 *     given; it is written with {@link #sqliteText}
 * @param sqliteKey the column whose value is the row id in that table
 * @param postgresVector the {@code tsvector} column; it is written with {@link #postgresText}
 * @param fields the letters of the fields that a property of the search language stands for
 * @param bare the letters of the fields in which words without a property are looked for
 * @param values the paths of the properties that are compared as values
 */
public record SearchIndex(
        String sqliteTable,
        String sqliteKey,
        String postgresVector,
        Map<String, List<Character>> fields,
        List<Character> bare,
        Map<String, Path> values) {
    public SearchIndex {
        fields = Map.copyOf(fields);
        bare = List.copyOf(bare);
        values = Map.copyOf(values);
    }

    /** The content of the FTS5 column for the words that {@link SearchText#index} made. */
    public static String sqliteText(List<String> words) {
        return String.join(" ", words);
    }

    /** The words as a literal to be cast to {@code tsvector}; they hold nothing that needs an escape. */
    public static String postgresText(List<String> words) {
        StringBuilder vector = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            vector.append('\'').append(words.get(i)).append("':").append(i + 1).append(' ');
        }
        return vector.toString();
    }

    /** A match for these words next to each other in any of the fields, in the engine's language. */
    static String match(Engine engine, List<Character> fields, List<String> words, boolean prefix) {
        return fields.stream()
                .map(field -> phrase(engine, field, words, prefix))
                .collect(Collectors.joining(engine == Engine.SQLITE ? " OR " : " | "));
    }

    private static String phrase(Engine engine, char field, List<String> words, boolean prefix) {
        return switch (engine) {
            case SQLITE ->
                words.stream().map(word -> field + word).collect(Collectors.joining(" ", "\"", "\""))
                        + (prefix ? "*" : "");
            case POSTGRES ->
                words.stream().map(word -> "'" + field + word + "'").collect(Collectors.joining(" <-> ", "(", ""))
                        + (prefix ? ":*)" : ")");
        };
    }
}
