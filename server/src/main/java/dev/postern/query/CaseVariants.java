package dev.postern.query;

import java.util.HashMap;
import java.util.Map;

/** The inverse of {@link Folding}: the code points with the same folded form. For texts of which no folded copy is stored. */
public final class CaseVariants {
    private static final Map<Integer, String> SEVERAL = several();

    private CaseVariants() {}

    /** Returns all code points that are folded to this one. A folded code point is one of them. */
    public static String of(int folded) {
        return SEVERAL.getOrDefault(folded, Character.toString(folded));
    }

    private static Map<Integer, String> several() {
        Map<Integer, String> variants = new HashMap<>();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            int folded = Character.toLowerCase(Character.toUpperCase(c));
            if (folded != c) {
                String variant = Character.toString(c);
                variants.merge(folded, Character.toString(folded) + variant, (some, _) -> some + variant);
            }
        }
        return Map.copyOf(variants);
    }
}
