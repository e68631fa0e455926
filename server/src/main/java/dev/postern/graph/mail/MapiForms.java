package dev.postern.graph.mail;

import dev.postern.mailbox.MapiProperty;
import dev.postern.mailbox.Sensitivity;
import dev.postern.query.Moments;
import java.math.BigInteger;
import java.util.Base64;
import java.util.regex.Pattern;

/** The forms of the values of extended properties, which travel as text, by their types. */
final class MapiForms {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,20}");
    private static final Pattern REAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?");
    private static final Pattern AMOUNT = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,4})?");
    private static final Pattern TRUTH = Pattern.compile("(?i)true|false|0|1");
    private static final Pattern GUID = Pattern.compile("\\{?[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\}?");

    private MapiForms() {}

    /** @param type of a property with one or with several values */
    static boolean fits(String type, String value) {
        return switch (type.endsWith("Array") ? type.substring(0, type.length() - "Array".length()) : type) {
            case "Short" -> isWhole(value, Short.SIZE);
            case "Integer" -> isWhole(value, Integer.SIZE);
            case "Long" -> isWhole(value, Long.SIZE);
            case "Currency" -> AMOUNT.matcher(value).matches();
            case "Double", "Float", "ApplicationTime" ->
                REAL.matcher(value).matches() && Double.isFinite(Double.parseDouble(value));
            case "Boolean" -> TRUTH.matcher(value).matches();
            case "CLSID" -> GUID.matcher(value).matches() && value.startsWith("{") == value.endsWith("}");
            case "SystemTime" -> Moments.parse(value).isPresent();
            case "Binary" -> isBase64(value);
            default -> true;
        };
    }

    /** Whether a known property can have a value that fits its type. */
    static boolean fits(MapiProperty property, String value) {
        return switch (property.name()) {
            case "Sensitivity" -> Sensitivity.isValue(value);
            case "DeferredSendNumber" -> value.matches("[0-9]{1,3}");
            case "DeferredSendUnits" -> value.matches("[0-3]");
            default -> true;
        };
    }

    private static boolean isWhole(String value, int bits) {
        return WHOLE.matcher(value).matches() && new BigInteger(value).bitLength() < bits;
    }

    private static boolean isBase64(String value) {
        try {
            return value.length() % 4 == 0 && Base64.getDecoder().decode(value) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
