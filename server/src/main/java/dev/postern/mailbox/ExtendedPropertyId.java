package dev.postern.mailbox;

import dev.postern.query.Folding;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of an extended property, by its meaning: programs write the same id with different case and with leading
 * zeros. {@link #text} is the one form in which it is stored, compared and returned.
 *
 * @param type canonical, such as {@code String} or {@code StringArray}
 * @param set the GUID of the property set with braces; null for a tagged property
 * @param name null for a property with a number
 * @param number the tag, or the number in the property set; 0 for a property with a name
 */
public record ExtendedPropertyId(
        String type, @Nullable String set, @Nullable String name, long number) {
    private static final int MAX_TAG = 0x7fff;
    private static final List<String> TYPES = List.of(
            "String",
            "Integer",
            "Long",
            "Double",
            "Boolean",
            "SystemTime",
            "Binary",
            "CLSID",
            "Short",
            "Currency",
            "Float",
            "ApplicationTime",
            "Object");
    private static final Pattern FORM = Pattern.compile("(\\p{Alpha}{1,15}?)((?i:Array)?)"
            + " (?:0[xX]([0-9a-fA-F]{1,8})|(\\{[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\})"
            + " (?:(?i:Name) (.{1,254})|(?i:Id) 0[xX]([0-9a-fA-F]{1,8})))");

    /** Returns null if the text is not the id of an extended property. */
    public static @Nullable ExtendedPropertyId parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String type = type(matcher.group(1));
        if (type == null) {
            return null;
        }
        String full = matcher.group(2).isEmpty() ? type : type + "Array";
        String number = matcher.group(3) == null ? matcher.group(6) : matcher.group(3);
        String set = matcher.group(4);
        return new ExtendedPropertyId(
                full,
                set == null ? null : Folding.lower(set),
                matcher.group(5),
                number == null ? 0 : Long.parseLong(number, 16));
    }

    private static @Nullable String type(String given) {
        return TYPES.stream().filter(given::equalsIgnoreCase).findFirst().orElse(null);
    }

    /** Returns the canonical form of a text; the text itself if it is not an id. */
    public static String canonical(String text) {
        ExtendedPropertyId id = parse(text);
        return id == null ? text : id.text();
    }

    public boolean isTag() {
        return set == null;
    }

    public String text() {
        return type + " " + key();
    }

    /** The canonical form without the type. */
    public String key() {
        String tag = "0x" + Long.toHexString(number);
        return set == null ? tag : set + (name == null ? " Id " + tag : " Name " + name);
    }

    /** Why the tag is none; null if it is one, or if the id is not a tag. */
    public @Nullable String wrongTag() {
        if (set != null || number <= MAX_TAG) {
            return null;
        }
        String given = "0x" + Long.toHexString(number);
        return number > 0xffff
                ? "has a tag that includes a type: write '" + type + " 0x" + Long.toHexString(number >> 16) + "' for '" + given + "'"
                : "has a tag above 0x7fff, which has a meaning only in a property set: write '" + type + " {guid} Id "
                        + given + "'";
    }

    /** Whether it has several values. */
    public boolean isArray() {
        return type.endsWith("Array");
    }

    @Override
    public String toString() {
        return text();
    }
}
