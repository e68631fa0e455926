package dev.postern.store;

import dev.postern.query.Condition.Position;

/** The differences between the SQL of the two engines. Expressions yield null if the JSON value has another type. */
interface Dialect {
    static Dialect of(Engine engine) {
        return switch (engine) {
            case SQLITE -> new SqliteDialect();
            case POSTGRES -> new PostgresDialect();
        };
    }

    /** The JSON in a text column. */
    String document(String column);

    /** The container of the properties of an array's element. */
    String element(String alias);

    String type(JsonPlace place);

    String text(JsonPlace place);

    String bool(JsonPlace place);

    String number(JsonPlace place);

    String real(String number);

    String exists(JsonPlace array, String alias, String condition);

    String count(JsonPlace array);

    /** The text as a whole number, if it is one. */
    String wholeNumber(String text);

    String contains(String text);

    String endsWith(String text);

    /** Whether a text that is not folded has the {@link #pattern} at this position, without regard to case. */
    String matchesUnfolded(String text, Position position);

    /** What {@link #matchesUnfolded} binds for this folded part. */
    String pattern(Position position, String folded);

    /** Text in the order of code points. */
    String ordered(String text);

    /** The clause that sorts missing values first, or last when descending. */
    String nulls(boolean descending);
}
