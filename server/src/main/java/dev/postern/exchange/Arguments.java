package dev.postern.exchange;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a cmdlet was given, by the names of its table; every value has the form of its parameter. Immutable. */
record Arguments(Map<String, Value> values) {
    Arguments {
        values = Map.copyOf(values);
    }

    /** Whether it was given, be it {@code $null}. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether {@code $null} was given for it. */
    boolean isNothing(String name) {
        return values.get(name) instanceof Value.Nothing;
    }

    /** The text; null when it was not given, or was {@code $null}. */
    @Nullable
    String text(String name) {
        return values.get(name) instanceof Value.Text(String text) ? text : null;
    }

    /** The text of a required parameter. */
    String required(String name) {
        return Objects.requireNonNull(text(name), name);
    }

    /** The texts; none when it was not given, or was {@code $null}. */
    List<String> texts(String name) {
        return values.get(name) instanceof Value.Texts(List<String> texts) ? texts : List.of();
    }

    boolean flag(String name) {
        return values.get(name) instanceof Value.Flag(boolean on) && on;
    }

    int count(String name, int otherwise) {
        return values.get(name) instanceof Value.Count(int number) ? number : otherwise;
    }

    /** A parameter of addresses, as it was given: {@link Value.Texts}, {@link Value.Changes} or {@link Value.Nothing}. */
    @Nullable
    Value addresses(String name) {
        return values.get(name);
    }
}
