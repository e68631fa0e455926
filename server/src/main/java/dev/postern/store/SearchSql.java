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

/** Puts full-text questions into SQL: words are asked of the index, values of the columns. */
public final class SearchSql {
    private final Engine engine;
    private final SearchIndex index;
    private final ConditionSql conditions;

    public SearchSql(Engine engine, SearchIndex index, ColumnMap columns) {
        this.engine = engine;
        this.index = index;
        this.conditions = new ConditionSql(engine, columns);
    }

    /** An expression for {@code where}. */
    public SqlFragment where(SearchExpression search) {
        List<Object> values = new ArrayList<>();
        return new SqlFragment(text(search, values), values);
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
        List<Character> fields = search.property()
                .map(index.fields()::get)
                .orElse(search.property().isEmpty() ? index.bare() : null);
        if (fields == null) {
            throw new UnsupportedCondition("'" + search.property().orElse("") + "' cannot be searched here");
        }
        List<String> words = SearchText.words(search.text());
        if (words.isEmpty()) {
            return "1 = 0"; // only signs, which no index holds
        }
        values.add(SearchIndex.match(engine, fields, words, search.matching() == Matching.PREFIX));
        return switch (engine) {
            case SQLITE ->
                index.sqliteKey() + " in (select rowid from " + index.sqliteTable() + " where " + index.sqliteTable()
                        + " match ?)";
            case POSTGRES -> index.postgresVector() + " @@ ?::tsquery";
        };
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
