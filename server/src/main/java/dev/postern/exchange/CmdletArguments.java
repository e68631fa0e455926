package dev.postern.exchange;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a cmdlet was given, by the names of its table; every value has the form of its parameter. Immutable. */
record CmdletArguments(Map<String, ArgumentValue> values) {
    CmdletArguments {
        values = Map.copyOf(values);
    }

    /** Whether it was given, be it {@code $null}. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether {@code $null} was given for it. */
    boolean isNothing(String name) {
        return values.get(name) instanceof ArgumentValue.Nothing;
    }

    /** The text; null when it was not given, or was {@code $null}. */
    @Nullable
    String text(String name) {
        return values.get(name) instanceof ArgumentValue.Text(String text) ? text : null;
    }

    /** The text of a required parameter. */
    String required(String name) {
        return Objects.requireNonNull(text(name), name);
    }

    /** The texts; none when it was not given, or was {@code $null}. */
    List<String> texts(String name) {
        return values.get(name) instanceof ArgumentValue.Texts(List<String> texts) ? texts : List.of();
    }

    boolean flag(String name) {
        return values.get(name) instanceof ArgumentValue.Flag(boolean on) && on;
    }

    int count(String name, int otherwise) {
        return values.get(name) instanceof ArgumentValue.Count(int number) ? number : otherwise;
    }

    /** A parameter of addresses, as it was given: {@link ArgumentValue.Texts}, {@link ArgumentValue.Changes} or {@link ArgumentValue.Nothing}. */
    @Nullable
    ArgumentValue addresses(String name) {
        return values.get(name);
    }
}
