package dev.postern.workflow.expression;

import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The {@code guid} function with its formats N, D, B, P and X. */
final class GuidFormats {
    private GuidFormats() {}

    static JsonNode make(FunctionArguments arguments) {
        long high = (arguments.scope().random().nextLong() & ~0xf000L) | 0x4000L;
        long low = (arguments.scope().random().nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        String dashed = new UUID(high, low).toString();
        String plain = dashed.replace("-", "");
        return JsonValues.text(
                switch (arguments.textOr(0, "D")) {
                    case "N", "n" -> plain;
                    case "D", "d", "" -> dashed;
                    case "B", "b" -> "{" + dashed + "}";
                    case "P", "p" -> "(" + dashed + ")";
                    case "X", "x" -> hexadecimal(plain);
                    default -> throw arguments.invalid("The format must be one of 'N, D, B, P, X'.");
                });
    }

    private static String hexadecimal(String plain) {
        var text = new StringBuilder("{0x" + plain.substring(0, 8) + ",0x" + plain.substring(8, 12) + ",0x"
                + plain.substring(12, 16) + ",{");
        for (int i = 16; i < 32; i += 2) {
            text.append(i == 16 ? "0x" : ",0x").append(plain, i, i + 2);
        }
        return text.append("}}").toString();
    }
}
