package dev.postern.store;

import java.util.stream.Collectors;

/** JSON1 functions on text. */
record SqliteDialect() implements Dialect {
    @Override
    public String document(String column) {
        return column;
    }

    @Override
    public String element(String alias) {
        // json_type fails on a scalar, whose value is not JSON text
        return "case when " + alias + ".type = 'object' then " + alias + ".value end";
    }

    @Override
    public String type(JsonPlace place) {
        return place.path().isSelf() ? place.container() + ".type" : "json_type(" + arguments(place) + ")";
    }

    private static String value(JsonPlace place) {
        return place.path().isSelf() ? place.container() + ".value" : "json_extract(" + arguments(place) + ")";
    }

    private static String arguments(JsonPlace place) {
        return place.path().segments().stream()
                .map(segment -> ".\"" + segment + "\"")
                .collect(Collectors.joining("", place.container() + ", '$", "'"));
    }

    @Override
    public String text(JsonPlace place) {
        return "case " + type(place) + " when 'text' then " + value(place) + " end";
    }

    @Override
    public String bool(JsonPlace place) {
        return "case " + type(place) + " when 'true' then 1 when 'false' then 0 end";
    }

    @Override
    public String number(JsonPlace place) {
        return "case when " + type(place) + " in ('integer', 'real') then " + value(place) + " end";
    }

    @Override
    public String real(String number) {
        return "cast(" + number + " as real)";
    }

    @Override
    public String exists(JsonPlace array, String alias, String condition) {
        // json_each also iterates over objects and scalars
        return "exists (select 1 from json_each(" + arguments(array) + ") " + alias + " where " + type(array)
                + " = 'array' and " + condition + ")";
    }

    @Override
    public String count(JsonPlace array) {
        return "case " + type(array) + " when 'array' then json_array_length(" + arguments(array) + ") else 0 end";
    }

    @Override
    public String wholeNumber(String text) {
        String t = "(" + text + ")";
        return "case when " + t + " glob '[0-9]*' and " + t + " not glob '*[^0-9]*' and length(" + t
                + ") <= 18 then cast(" + t + " as integer) when " + t + " glob '-[0-9]*' and substr(" + t
                + ", 2) not glob '*[^0-9]*' and length(" + t + ") <= 19 then cast(" + t + " as integer) end";
    }

    @Override
    public String contains(String text) {
        return "instr(" + text + ", ?) > 0";
    }

    @Override
    public String endsWith(String text) {
        return "substr(" + text + ", -length(?)) = ?";
    }

    @Override
    public String ordered(String text) {
        return text;
    }

    @Override
    public String nulls(boolean descending) {
        return "";
    }
}
