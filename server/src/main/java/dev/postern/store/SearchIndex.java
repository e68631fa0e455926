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
 * @param sqliteTable the FTS5 table with one column, made with {@code tokenize = 'ascii'}, which takes words as they are
 *     given; it is written with {@link #sqliteText}
 * @param sqliteKey the column whose value is the row id in that table
 * @param postgresVector the {@code tsvector} column; it is written with {@link #postgresText}
 * @param postgresSequence the text column with all words in their order, written with {@link #postgresSequence(List)}. A
 *     vector would lose the place of a word after its 256th occurrence, and with it every phrase further on.
 * @param fields the letters of the fields that a property of the search language stands for
 * @param bare the letters of the fields in which words without a property are looked for
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

    /** The content of the FTS5 column for the words that {@link SearchText#index} made. */
    public static String sqliteText(List<String> words) {
        return String.join(" ", words);
    }

    /** The words as a literal to be cast to {@code tsvector}, each once; they hold nothing that needs an escape. */
    public static String postgresText(List<String> words) {
        StringBuilder vector = new StringBuilder();
        for (String word : new LinkedHashSet<>(words)) {
            vector.append('\'').append(word).append("' ");
        }
        return vector.toString();
    }

    /** The words one after the other, a space around each. */
    public static String postgresSequence(List<String> words) {
        return words.stream().collect(Collectors.joining(" ", " ", " "));
    }

    /**
     * A match for these words in any of the fields, in the engine's language. On SQLite they have to stand next to each other;
     * PostgreSQL is asked for that by {@link #phrase}.
     *
     * @param starts what stands in front of the words of each field
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

    /** The piece of {@link #postgresSequence(List)} that these words are, when they stand next to each other. */
    static String phrase(String start, List<String> words, boolean prefix) {
        return words.stream().map(word -> start + word).collect(Collectors.joining(" ", " ", prefix ? "" : " "));
    }
}
