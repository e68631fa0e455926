package dev.postern.store;

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

    /** Text in the order of code points. */
    String ordered(String text);

    /** The clause that sorts missing values first, or last when descending. */
    String nulls(boolean descending);
}
