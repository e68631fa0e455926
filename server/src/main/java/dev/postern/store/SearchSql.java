package dev.postern.store;

import dev.postern.query.Condition;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Path;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Bound;
import dev.postern.query.SearchExpression.Is;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.query.SearchExpression.Within;
import dev.postern.query.SearchExpression.Words;
import dev.postern.query.SearchText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compiles full-text searches to SQL: words are matched in the index, values in the columns. */
public final class SearchSql {
    /** The maximum depth of {@link #required}; the engines' own match parsers accept less depth than our parser. */
    private static final int MAX_MATCH_DEPTH = 8;

    private final Engine engine;
    private final SearchIndex index;
    private final ConditionSql conditions;
    private final String scope;

    /**
     * @param scope the prefix of every word, see {@link SearchText#index}
     */
    public SearchSql(Engine engine, SearchIndex index, ColumnMap columns, String scope) {
        this.engine = engine;
        this.index = index;
        this.conditions = new ConditionSql(engine, columns);
        this.scope = scope;
    }

    /** An expression for {@code where}. */
    public SqlFragment where(SearchExpression search) {
        List<Object> values = new ArrayList<>();
        return new SqlFragment(text(search, values), values);
    }

    /**
     * A match in the engine's syntax that all results have, and possibly other items too. Empty if words alone decide
     * nothing, as in {@code NOT x}.
     */
    public Optional<String> required(SearchExpression search) {
        return required(search, 0);
    }

    private Optional<String> required(SearchExpression search, int depth) {
        if (depth > MAX_MATCH_DEPTH) {
            return Optional.empty();
        }
        return switch (search) {
            case Words words -> {
                List<String> cut = SearchText.words(words.text());
                yield cut.isEmpty() ? Optional.empty() : Optional.of(match(words, cut));
            }
            case SearchExpression.And(var all) -> {
                List<String> known = all.stream()
                        .flatMap(part -> required(part, depth + 1).stream())
                        .toList();
                yield known.isEmpty() ? Optional.empty() : Optional.of(joined(known, " AND ", " & "));
            }
            case SearchExpression.Or(var any) -> {
                List<String> known = any.stream()
                        .flatMap(part -> required(part, depth + 1).stream())
                        .toList();
                yield known.size() < any.size() ? Optional.empty() : Optional.of(joined(known, " OR ", " | "));
            }
            case Is _, Within _, SearchExpression.Not _, SearchExpression.Nothing _ -> Optional.empty();
        };
    }

    private String joined(List<String> matches, String onSqlite, String onPostgres) {
        return matches.stream()
                .collect(Collectors.joining(")" + (engine == Engine.SQLITE ? onSqlite : onPostgres) + "(", "(", ")"));
    }

    private String text(SearchExpression search, List<Object> values) {
        return switch (search) {
            case Words words -> words(words, values);
            case Is(var property, var value) ->
                condition(new Condition.Compare(path(property), Operator.EQ, value), values);
            case Within(var property, var lower, var upper) -> condition(within(path(property), lower, upper), values);
            case SearchExpression.And(var all) -> joined(all, " and ", values);
            case SearchExpression.Or(var any) -> joined(any, " or ", values);
            case SearchExpression.Not(var inner) -> "(" + text(inner, values) + ") is not true";
            case SearchExpression.Nothing _ -> "1 = 0";
        };
    }

    private String words(Words search, List<Object> values) {
        List<String> words = SearchText.words(search.text());
        List<String> starts = starts(search);
        if (words.isEmpty()) {
            return "1 = 0"; // only punctuation, which is not indexed
        }
        values.add(match(search, words));
        if (engine == Engine.SQLITE) {
            return index.sqliteKey() + " in (select rowid from " + index.sqliteTable() + " where " + index.sqliteTable()
                    + " match ?)";
        }
        String vector = index.postgresVector() + " @@ ?::tsquery";
        if (words.size() == 1) {
            return vector;
        }
        boolean prefix = search.matching() == Matching.PREFIX;
        starts.forEach(start -> values.add(SearchIndex.phrase(start, words, prefix)));
        return starts.stream()
                .map(_ -> "strpos(" + index.postgresSequence() + ", ?) > 0")
                .collect(Collectors.joining(" or ", "(" + vector + " and (", "))"));
    }

    private String match(Words search, List<String> words) {
        return SearchIndex.match(engine, starts(search), words, search.matching() == Matching.PREFIX);
    }

    private List<String> starts(Words search) {
        List<Character> fields = search.property()
                .map(index.fields()::get)
                .orElse(search.property().isEmpty() ? index.bare() : null);
        if (fields == null) {
            throw new UnsupportedCondition("'" + search.property().orElse("") + "' cannot be searched here");
        }
        return fields.stream().map(field -> scope + field).toList();
    }

    private Path path(String property) {
        Path path = index.values().get(property);
        if (path == null) {
            throw new UnsupportedCondition("'" + property + "' cannot be searched here");
        }
        return path;
    }

    private static Condition within(Path path, Optional<Bound> lower, Optional<Bound> upper) {
        List<Condition> bounds = new ArrayList<>();
        lower.ifPresent(
                b -> bounds.add(new Condition.Compare(path, b.inclusive() ? Operator.GE : Operator.GT, b.value())));
        upper.ifPresent(
                b -> bounds.add(new Condition.Compare(path, b.inclusive() ? Operator.LE : Operator.LT, b.value())));
        return new Condition.And(bounds);
    }

    private String condition(Condition condition, List<Object> values) {
        SqlFragment fragment = conditions.where(condition);
        values.addAll(fragment.values());
        return fragment.sql();
    }

    private String joined(List<SearchExpression> parts, String with, List<Object> values) {
        return parts.stream().map(part -> text(part, values)).collect(Collectors.joining(with, "(", ")"));
    }
}
