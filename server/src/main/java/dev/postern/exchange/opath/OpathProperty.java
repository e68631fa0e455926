package dev.postern.exchange.opath;

import java.util.List;
import java.util.function.Function;

/**
 * A property that can be filtered on.
 *
 * @param values of an object, as text; none when it has no value, several when any of them will do
 */
public record OpathProperty<T>(String name, PropertyType type, Function<T, List<String>> values) {}
