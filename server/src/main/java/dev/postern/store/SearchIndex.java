package dev.postern.store;

import dev.postern.query.Path;
import dev.postern.query.SearchText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How items are searched.
 *
 * @param sqliteTable the FTS5 table with one column, created with {@code tokenize = 'ascii'}, which does not change
 *     words; it is written with {@link #sqliteText}
 * @param sqliteKey the column whose value is the row id in that table
 * @param postgresVector the {@code tsvector} column; it is written with {@link #postgresText}
 * @param postgresSequence the text column with all words in their order, written with {@link #postgresSequence(List)}.
 *     A vector drops the position of a word after its 256th occurrence, so it would not find later phrases.
 * @param fields the letters of the fields for each property of the search language
 * @param bare the letters of the fields in which words without a property are searched
 * @param values the paths of the properties that are compared as values
 */
public record SearchIndex(
        String sqliteTable,
        String sqliteKey,
        String postgresVector,
        String postgresSequence,
        Map<String, List<Character>> fields,
        List<Character> bare,
        Map<String, Path> values) {
    public SearchIndex {
        fields = Map.copyOf(fields);
        bare = List.copyOf(bare);
        values = Map.copyOf(values);
    }

    /** The content of the FTS5 column for the words from {@link SearchText#index}. */
    public static String sqliteText(List<String> words) {
        return String.join(" ", words);
    }

    /**
     * The words as a literal to be cast to {@code tsvector}, without duplicates. They contain nothing that needs an
     * escape.
     */
    public static String postgresText(List<String> words) {
        StringBuilder vector = new StringBuilder();
        for (String word : new LinkedHashSet<>(words)) {
            vector.append('\'').append(word).append("' ");
        }
        return vector.toString();
    }

    /** The words in their order, each surrounded by spaces. */
    public static String postgresSequence(List<String> words) {
        return words.stream().collect(Collectors.joining(" ", " ", " "));
    }

    /**
     * A match for these words in any of the fields, in the engine's syntax. On SQLite the words must be adjacent; on
     * PostgreSQL {@link #phrase} tests that.
     *
     * @param starts the prefix of the words of each field
     */
    static String match(Engine engine, List<String> starts, List<String> words, boolean prefix) {
        return starts.stream()
                .map(start -> switch (engine) {
                    case SQLITE ->
                        words.stream().map(word -> start + word).collect(Collectors.joining(" ", "\"", "\""))
                                + (prefix ? "*" : "");
                    case POSTGRES ->
                        words.stream().map(word -> "'" + start + word + "'").collect(Collectors.joining(" & ", "(", ""))
                                + (prefix ? ":*)" : ")");
                })
                .collect(Collectors.joining(engine == Engine.SQLITE ? " OR " : " | "));
    }

    /** The substring of {@link #postgresSequence(List)} that these words form if they are adjacent. */
    static String phrase(String start, List<String> words, boolean prefix) {
        return words.stream().map(word -> start + word).collect(Collectors.joining(" ", " ", prefix ? "" : " "));
    }
}
