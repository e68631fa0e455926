package dev.postern.workflow.expression;

import static dev.postern.workflow.expression.Function.MANY;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Arithmetic. Integers are 64 bits; if one operand is a float, the result is a float, and so is a product of more than 64 bits. */
final class MathFunctions {
    private static final int MAX_RANGE_LENGTH = 100_000;

    private MathFunctions() {}

    @FunctionalInterface
    private interface OnIntegers {
        long of(long left, long right);
    }

    @FunctionalInterface
    private interface OnDecimals {
        BigDecimal of(BigDecimal left, BigDecimal right);
    }

    @FunctionalInterface
    private interface OnFloats {
        double of(double left, double right);
    }

    static List<Function> all() {
        return List.of(
                arithmetic("add", Math::addExact, BigDecimal::add, (x, y) -> x + y),
                arithmetic("sub", Math::subtractExact, BigDecimal::subtract, (x, y) -> x - y),
                arithmetic("mul", Math::multiplyExact, BigDecimal::multiply, (x, y) -> x * y),
                arithmetic("div", Math::divideExact, Decimals::quotient, (x, y) -> x / y),
                arithmetic("mod", (x, y) -> x % y, BigDecimal::remainder, (x, y) -> x % y),
                new Function("min", 1, MANY, (Function.Eager) a -> extreme(a, -1)),
                new Function("max", 1, MANY, (Function.Eager) a -> extreme(a, 1)),
                new Function("rand", 2, 2, (Function.Eager) MathFunctions::rand),
                new Function("range", 2, 2, (Function.Eager) MathFunctions::range));
    }

    private static Function arithmetic(String name, OnIntegers integers, OnDecimals decimals, OnFloats floats) {
        Function.Eager body = arguments -> {
            JsonNode left = number(arguments, 0);
            JsonNode right = number(arguments, 1);
            boolean divides = name.equals("div") || name.equals("mod");
            if (divides && isZero(right)) {
                throw new EvaluationFailed(
                        "Attempt to divide an integral or decimal value by zero in function '" + name + "'.");
            }
            if (isShort(left) && isShort(right)) {
                return integers(arguments, integers, name.equals("mul") ? floats : null);
            }
            if (isExact(left) && isExact(right) && (left.isBigDecimal() || right.isBigDecimal())) {
                return Decimals.value(
                        arguments, decimals.of(ValueComparison.decimal(left), ValueComparison.decimal(right)));
            }
            return floating(arguments, floats.of(left.doubleValue(), right.doubleValue()));
        };
        return new Function(name, 2, 2, body);
    }

    /** Whether a number is an integer of 64 bits. */
    private static boolean isShort(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    private static boolean isZero(JsonNode number) {
        return number.doubleValue() == 0 && ValueComparison.decimal(number).signum() == 0;
    }

    private static boolean isExact(JsonNode number) {
        return number.isIntegralNumber() || number.isBigDecimal();
    }

    private static JsonNode floating(FunctionArguments arguments, double result) {
        if (!Double.isFinite(result)) {
            throw arguments.invalid("The result does not fit into a number.");
        }
        return JsonValues.number(result);
    }

    /** @param otherwise what makes a result that has more than 64 bits; null if there is no such result */
    private static JsonNode integers(FunctionArguments arguments, OnIntegers operation, @Nullable OnFloats otherwise) {
        try {
            return JsonValues.number(operation.of(arguments.integer(0), arguments.integer(1)));
        } catch (ArithmeticException e) {
            if (otherwise != null) {
                return floating(arguments, otherwise.of((double) arguments.integer(0), (double) arguments.integer(1)));
            }
            throw arguments.invalid("The result does not fit into a 64-bit integer.");
        }
    }

    private static JsonNode number(FunctionArguments arguments, int index) {
        if (!arguments.at(index).isNumber()) {
            throw arguments.wrong(index, "an integer or a decimal number");
        }
        return arguments.at(index);
    }

    private static JsonNode extreme(FunctionArguments arguments, int sign) {
        boolean list = arguments.count() == 1 && arguments.at(0).isArray();
        List<JsonNode> values = list ? List.copyOf(arguments.at(0).values()) : arguments.values();
        if (values.isEmpty() || !values.stream().allMatch(JsonNode::isNumber)) {
            throw arguments.invalid("The function expects numbers or an array of numbers.");
        }
        JsonNode best = values.getFirst();
        for (JsonNode value : values) {
            if (ValueComparison.compareNumbers(value, best) * sign > 0) {
                best = value;
            }
        }
        return best;
    }

    private static JsonNode rand(FunctionArguments arguments) {
        long low = arguments.integer(0);
        long high = arguments.integer(1);
        if (low >= high) {
            throw arguments.invalid("The minimum must be less than the maximum.");
        }
        BigDecimal share = new BigDecimal(arguments.scope().random().nextDouble());
        BigInteger width = BigInteger.valueOf(high).subtract(BigInteger.valueOf(low));
        return JsonValues.number(BigInteger.valueOf(low)
                .add(share.multiply(new BigDecimal(width)).toBigInteger())
                .longValueExact());
    }

    private static JsonNode range(FunctionArguments arguments) {
        long start = arguments.integer(0);
        long count = arguments.integer(1);
        if (count < 1 || count > MAX_RANGE_LENGTH || start > Long.MAX_VALUE - count) {
            throw arguments.invalid(
                    "The range 'count' must be a positive integer and not greater than '" + MAX_RANGE_LENGTH + "'.");
        }
        ArrayNode made = JsonValues.array();
        for (long i = start; i < start + count; i++) {
            made.add(i);
        }
        return made;
    }
}
