package dev.postern.graph.model;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The primitive types in use. */
public enum Primitive implements GraphType {
    STRING("Edm.String"),
    BOOLEAN("Edm.Boolean"),
    INT32("Edm.Int32"),
    INT64("Edm.Int64"),
    DOUBLE("Edm.Double"),
    DATE_TIME_OFFSET("Edm.DateTimeOffset"),
    DATE("Edm.Date"),
    TIME_OF_DAY("Edm.TimeOfDay"),
    GUID("Edm.Guid"),
    BINARY("Edm.Binary"),
    STREAM("Edm.Stream");

    private static final Map<String, Primitive> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Primitive::typeName, p -> p));

    private final String edmName;

    Primitive(String edmName) {
        this.edmName = edmName;
    }

    @Override
    public String typeName() {
        return edmName;
    }

    static @Nullable Primitive named(String edmName) {
        return BY_NAME.get(edmName);
    }
}
