package dev.postern.exchange;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arguments of a cmdlet, by parameter name; every value has the type of its parameter. Immutable. */
record CmdletArguments(Map<String, ArgumentValue> values) {
    CmdletArguments {
        values = Map.copyOf(values);
    }

    /** Returns whether the parameter was given, possibly as {@code $null}. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns whether the parameter was given as {@code $null}. */
    boolean isNothing(String name) {
        return values.get(name) instanceof ArgumentValue.Nothing;
    }

    /** Returns the text; null if it was not given or is {@code $null}. */
    @Nullable
    String text(String name) {
        return values.get(name) instanceof ArgumentValue.Text(String text) ? text : null;
    }

    /** Returns the text of a required parameter. */
    String required(String name) {
        return Objects.requireNonNull(text(name), name);
    }

    /** Returns the texts; empty if the parameter was not given or is {@code $null}. */
    List<String> texts(String name) {
        return values.get(name) instanceof ArgumentValue.Texts(List<String> texts) ? texts : List.of();
    }

    boolean flag(String name) {
        return values.get(name) instanceof ArgumentValue.Flag(boolean on) && on;
    }

    int count(String name, int otherwise) {
        return values.get(name) instanceof ArgumentValue.Count(int number) ? number : otherwise;
    }

    /** Returns an address parameter as given: {@link ArgumentValue.Texts}, {@link ArgumentValue.Changes} or {@link ArgumentValue.Nothing}. */
    @Nullable
    ArgumentValue addresses(String name) {
        return values.get(name);
    }
}
