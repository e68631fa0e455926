package dev.postern.store;

/** jsonb, cast from text. */
record PostgresDialect() implements Dialect {
    @Override
    public String document(String column) {
        return column + "::jsonb";
    }

    @Override
    public String element(String alias) {
        return alias + ".value";
    }

    private static String value(JsonPlace place) {
        return place.path().isSelf()
                ? place.container() + ".value"
                : "(" + place.container() + " #> '{"
                        + String.join(",", place.path().segments()) + "}')";
    }

    @Override
    public String type(JsonPlace place) {
        return "jsonb_typeof(" + value(place) + ")";
    }

    private String scalar(JsonPlace place, String type, String cast) {
        return "case " + type(place) + " when '" + type + "' then (" + value(place) + " #>> '{}')" + cast + " end";
    }

    @Override
    public String text(JsonPlace place) {
        return scalar(place, "string", "");
    }

    @Override
    public String bool(JsonPlace place) {
        return scalar(place, "boolean", "::boolean");
    }

    @Override
    public String number(JsonPlace place) {
        return scalar(place, "number", "::numeric");
    }

    @Override
    public String real(String number) {
        return "(" + number + ")::float8";
    }

    @Override
    public String exists(JsonPlace array, String alias, String condition) {
        return "exists (select 1 from jsonb_array_elements(case " + type(array) + " when 'array' then " + value(array)
                + " end) as " + alias + "(value) where " + condition + ")";
    }

    @Override
    public String count(JsonPlace array) {
        return "case " + type(array) + " when 'array' then jsonb_array_length(" + value(array) + ") else 0 end";
    }

    @Override
    public String wholeNumber(String text) {
        return "case when (" + text + ") ~ '^-?[0-9]{1,18}$' then (" + text + ")::bigint end";
    }

    @Override
    public String contains(String text) {
        return "strpos(" + text + ", ?) > 0";
    }

    @Override
    public String endsWith(String text) {
        return "right(" + text + ", length(?)) = ?";
    }

    @Override
    public String ordered(String text) {
        return "(" + text + ") collate \"C\"";
    }

    @Override
    public String nulls(boolean descending) {
        return descending ? " nulls last" : " nulls first";
    }
}
