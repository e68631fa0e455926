package dev.postern.workflow.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The decimal numbers of .NET: 96 bits of digits, at most 28 of them after the point. */
final class Decimals {
    private static final int MAX_SCALE = 28;
    private static final BigInteger MAX_DIGITS = BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE);
    private static final MathContext PRECISION = new MathContext(MAX_SCALE + 1, RoundingMode.HALF_EVEN);

    private Decimals() {}

    /** Returns a number as a decimal, with as many of its digits as a decimal has room for. */
    static JsonNode value(FunctionArguments arguments, BigDecimal exact) {
        BigDecimal number = exact.precision() > PRECISION.getPrecision() ? exact.round(PRECISION) : exact;
        if ((long) number.precision() - number.scale() > PRECISION.getPrecision()) {
            throw arguments.notConvertible();
        }
        int scale = Math.clamp(number.scale(), 0, MAX_SCALE);
        number = number.setScale(scale, RoundingMode.HALF_EVEN);
        while (number.unscaledValue().abs().compareTo(MAX_DIGITS) > 0) {
            if (number.scale() == 0) {
                throw arguments.notConvertible();
            }
            number = number.setScale(number.scale() - 1, RoundingMode.HALF_EVEN);
        }
        return JsonNodeFactory.instance.numberNode(number);
    }

    static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        BigDecimal quotient = dividend.divide(divisor, PRECISION);
        BigDecimal shortest = quotient.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
