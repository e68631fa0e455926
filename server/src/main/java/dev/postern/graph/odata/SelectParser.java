package dev.postern.graph.odata;

import dev.postern.graph.model.ModelProperty;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.query.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code $select}: names of properties, of parts of complex ones, and of properties of derived types. */
final class SelectParser {
    static final String FAILED = "Parsing OData Select and Expand failed: ";
    private static final int MAX_ITEMS = 300;

    private SelectParser() {}

    static Selection parse(String text, StructuredType type, TypeModel model) {
        if (text.isBlank()) {
            return Selection.DEFAULT;
        }
        String[] names = text.split(",", -1);
        if (names.length > MAX_ITEMS) {
            throw QueryFailure.badRequest(FAILED + "more than " + MAX_ITEMS + " items.");
        }
        List<Selection.Item> items = new ArrayList<>();
        for (String name : names) {
            if (name.strip().equals("*")) {
                return Selection.DEFAULT;
            }
            items.add(item(name.strip(), type, model));
        }
        return new Selection(items);
    }

    private static Selection.Item item(String name, StructuredType type, TypeModel model) {
        List<String> segments = List.of(name.split("/", -1));
        if (segments.size() > 1 && segments.getFirst().indexOf('.') > 0) {
            StructuredType derived = derived(segments.getFirst(), type, model);
            return new Selection.Item(
                    Optional.of(derived.typeName()), path(segments.subList(1, segments.size()), derived, model));
        }
        return new Selection.Item(Optional.empty(), path(segments, type, model));
    }

    static StructuredType derived(String name, StructuredType type, TypeModel model) {
        return model.structured(name)
                .filter(t -> t.isA(type) || type.isA(t))
                .orElseThrow(() -> QueryFailure.badRequest(FAILED + "The type '" + QueryFailure.echo(name)
                        + "' is not defined in the model or is not a kind of '" + type + "'."));
    }

    private static Path path(List<String> segments, StructuredType type, TypeModel model) {
        Path path = Path.SELF;
        StructuredType owner = type;
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            StructuredType at = owner;
            if (at.isOpen() && at.property(segment).isEmpty() && Path.isName(segment) && i == segments.size() - 1) {
                return path.then(segment);
            }
            ModelProperty property = at.property(segment).orElseThrow(() -> noProperty(segment, at.typeName()));
            path = path.then(property.name());
            if (i + 1 < segments.size()) {
                if (property.navigation() || !(model.typeOf(property) instanceof StructuredType next)) {
                    throw noProperty(segments.get(i + 1), property.type());
                }
                owner = next;
            }
        }
        return path;
    }

    static QueryFailure noProperty(String name, String type) {
        return QueryFailure.badRequest(FAILED + QueryFailure.noPropertyText(name, type));
    }
}
