package dev.postern.graph.odata;

import dev.postern.graph.model.GraphType;
import dev.postern.graph.model.ModelProperty;
import dev.postern.graph.model.Primitive;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.query.Path;
import java.util.List;
import java.util.Set;

/** Resolves the names of a path in the model, without case. */
final class PathResolver {
    private static final Set<String> OPAQUE_IDS = Set.of("id", "parentFolderId", "conversationId", "seriesMasterId");
    private static final List<String> WITH_OPAQUE_IDS = List.of(
            "microsoft.graph.outlookItem",
            "microsoft.graph.mailFolder",
            "microsoft.graph.attachment",
            "microsoft.graph.calendar",
            "microsoft.graph.calendarGroup",
            "microsoft.graph.contactFolder");

    private final TypeModel model;

    PathResolver(TypeModel model) {
        this.model = model;
    }

    Resolved resolve(GraphType start, List<String> segments) {
        Resolved current = new Resolved(Path.SELF, start, false, false, false);
        for (String segment : segments) {
            current = current.path().isSelf() && segment.indexOf('.') > 0
                    ? derived(current, segment)
                    : step(current, segment);
        }
        return current;
    }

    /** A property of a derived type: {@code microsoft.graph.eventMessage/meetingMessageType}. */
    private Resolved derived(Resolved from, String name) {
        StructuredType type = model.structured(name)
                .filter(derived -> from.type() instanceof StructuredType base && derived.isA(base))
                .orElseThrow(() -> QueryFailure.noProperty(name, from.type().typeName()));
        return new Resolved(from.path(), type, false, false, false);
    }

    Resolved step(Resolved from, String segment) {
        if (from.collection()) {
            throw QueryFailure.invalidFilter(
                    "The parent value for a property access of a property '" + QueryFailure.echo(segment)
                            + "' is not a single value. Property access can only be applied to a single value.");
        }
        if (!(from.type() instanceof StructuredType owner)) {
            throw QueryFailure.noProperty(segment, from.type().typeName());
        }
        ModelProperty property =
                owner.property(segment).orElseThrow(() -> QueryFailure.noProperty(segment, owner.typeName()));
        GraphType type = model.typeOf(property);
        boolean exact =
                OPAQUE_IDS.contains(property.name()) && WITH_OPAQUE_IDS.stream().anyMatch(owner::isA);
        // the model declares a date and time with its zone as text; it is compared as a point in time
        boolean instant = type == Primitive.DATE_TIME_OFFSET
                || (owner.isA("microsoft.graph.dateTimeTimeZone")
                        && property.name().equals("dateTime"));
        return new Resolved(from.path().then(property.name()), type, property.collection(), exact, instant);
    }
}
