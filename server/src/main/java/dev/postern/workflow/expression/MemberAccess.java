package dev.postern.workflow.expression;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Selects a property of an object or an element of an array. */
final class MemberAccess {
    private MemberAccess() {}

    static JsonNode of(JsonNode target, JsonNode key, boolean forgiving, Evaluation evaluation) {
        if (target.isNull() && forgiving) {
            return target;
        }
        if (target.isArray()) {
            return element(target, key, forgiving, evaluation);
        }
        if (!target.isObject()) {
            throw evaluation.failed("property '" + ValueText.of(key) + "' cannot be selected");
        }
        if (!key.isString()) {
            throw evaluation.failed(
                    "the object cannot be selected from with a key of type '" + JsonValues.kind(key) + "'");
        }
        JsonNode found = JsonValues.property(target, key.stringValue());
        if (found == null && !forgiving) {
            throw evaluation.failed("property '" + key.stringValue() + "' doesn't exist, available properties are '"
                    + String.join(", ", target.propertyNames()) + "'");
        }
        return JsonValues.orNull(found);
    }

    private static JsonNode element(JsonNode target, JsonNode key, boolean forgiving, Evaluation evaluation) {
        if (!key.isIntegralNumber()) {
            throw evaluation.failed("array elements can only be selected using an integer index");
        }
        long index = key.canConvertToLong() ? key.longValue() : -1;
        @Nullable JsonNode found = index < 0 || index >= target.size() ? null : target.get((int) index);
        if (found == null && (!forgiving || index < 0)) {
            throw evaluation.failed("array index '" + ValueText.of(key) + "' is outside bounds (0, "
                    + (target.size() - 1) + ") of array");
        }
        return JsonValues.orNull(found);
    }
}
