package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Equality and order of values: numbers by their numeric value, all others by type and content. */
final class ValueComparison {
    private ValueComparison() {}

    static int compareNumbers(JsonNode left, JsonNode right) {
        if (isInfinite(left) || isInfinite(right)) {
            return Double.compare(left.doubleValue(), right.doubleValue());
        }
        return decimal(left).compareTo(decimal(right));
    }

    private static boolean isInfinite(JsonNode number) {
        return number.isFloatingPointNumber() && !number.isBigDecimal() && !Double.isFinite(number.doubleValue());
    }

    static BigDecimal decimal(JsonNode number) {
        if (number.isIntegralNumber()) {
            return new BigDecimal(number.bigIntegerValue());
        }
        return number.isBigDecimal() ? number.decimalValue() : BigDecimal.valueOf(number.doubleValue());
    }

    static boolean equal(JsonNode left, JsonNode right, Budget budget) {
        budget.spend(1);
        if (left.isNumber() && right.isNumber()) {
            return compareNumbers(left, right) == 0;
        }
        if (left.isArray() && right.isArray()) {
            return equalElements(left, right, budget);
        }
        if (left.isObject() && right.isObject()) {
            return equalProperties(left, right, budget);
        }
        return left.equals(right);
    }

    private static boolean equalElements(JsonNode left, JsonNode right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<JsonNode> others = right.values().iterator();
        for (JsonNode element : left.values()) {
            if (!equal(element, others.next(), budget)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalProperties(JsonNode left, JsonNode right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : left.properties()) {
            @Nullable JsonNode other = right.get(entry.getKey());
            if (other == null || !equal(entry.getValue(), other, budget)) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(JsonNode array, JsonNode wanted, Budget budget) {
        return array.values().stream().anyMatch(element -> equal(element, wanted, budget));
    }
}
