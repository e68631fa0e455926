package dev.postern.store;

/** What the two engines say differently. Expressions yield null where the JSON value is of another type. */
interface Dialect {
    static Dialect of(Engine engine) {
        return switch (engine) {
            case SQLITE -> new SqliteDialect();
            case POSTGRES -> new PostgresDialect();
        };
    }

    /** The JSON held by a text column. */
    String document(String column);

    /** The container under which the properties of an array's element are found. */
    String element(String alias);

    String type(JsonPlace place);

    String text(JsonPlace place);

    String bool(JsonPlace place);

    String number(JsonPlace place);

    String real(String number);

    String exists(JsonPlace array, String alias, String condition);

    String count(JsonPlace array);

    /** The text as a whole number if it spells one. */
    String wholeNumber(String text);

    String contains(String text);

    String endsWith(String text);

    /** Text in the order of code points. */
    String ordered(String text);

    /** The clause that puts missing values first, or last when descending. */
    String nulls(boolean descending);
}
