package dev.postern.graph.model;

import java.util.Arrays;
import java.util.Optional;

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

    private final String edmName;

    Primitive(String edmName) {
        this.edmName = edmName;
    }

    @Override
    public String typeName() {
        return edmName;
    }

    static Optional<Primitive> named(String edmName) {
        return Arrays.stream(values()).filter(p -> p.edmName.equals(edmName)).findFirst();
    }
}
