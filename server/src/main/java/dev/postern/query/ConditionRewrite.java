package dev.postern.query;

import dev.postern.query.Condition.All;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Any;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Count;
import dev.postern.query.Condition.In;
import dev.postern.query.Condition.Match;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.NumericText;
import dev.postern.query.Condition.Or;
import java.util.function.BiFunction;

/** Replaces constants in a condition, for example an id from the wire by the id that the store uses. */
public final class ConditionRewrite {
    private final BiFunction<Path, Literal, Literal> replacement;

    private ConditionRewrite(BiFunction<Path, Literal, Literal> replacement) {
        this.replacement = replacement;
    }

    /** Applies the replacement to every constant that is compared with a path of the document. Lambdas are not changed. */
    public static Condition literals(Condition condition, BiFunction<Path, Literal, Literal> replacement) {
        return new ConditionRewrite(replacement).rewrite(condition);
    }

    private Condition rewrite(Condition condition) {
        return switch (condition) {
            case And(var all) -> new And(all.stream().map(this::rewrite).toList());
            case Or(var any) -> new Or(any.stream().map(this::rewrite).toList());
            case Not(var inner) -> new Not(rewrite(inner));
            case Compare(var path, var operator, var literal) ->
                new Compare(path, operator, replacement.apply(path, literal));
            case In(var path, var literals) ->
                new In(
                        path,
                        literals.stream().map(l -> replacement.apply(path, l)).toList());
            case Match _, NumericText _, Any _, All _, Count _ -> condition;
        };
    }
}
