package dev.postern.workflow.expression;

/**
 * One section of a custom number pattern.
 *
 * @param text the section without its end
 * @param places the number of digit placeholders
 * @param point how many of them are before the point
 * @param first the first digit before the point that is shown even if it is zero, counted from the point
 * @param last the last digit after the point that is shown even if it is zero, as a negative number
 * @param shift how many places the number is moved to the left
 */
record NumberPattern(
        String text, int places, int point, int first, int last, int shift, boolean grouped, boolean scientific) {
    static NumberPattern of(String pattern, int start) {
        int places = 0;
        int point = -1;
        int first = Integer.MAX_VALUE;
        int last = 0;
        int shift = 0;
        int comma = -1;
        int commas = 0;
        boolean grouped = false;
        boolean scientific = false;
        int at = start;
        while (at < pattern.length() && pattern.charAt(at) != ';') {
            char c = pattern.charAt(at);
            int next = at + 1;
            switch (c) {
                case '#' -> places++;
                case '0' -> {
                    first = Math.min(first, places);
                    places++;
                    last = places;
                }
                case '.' -> point = point < 0 ? places : point;
                case ',' -> {
                    if (places > 0 && point < 0) {
                        grouped |= comma >= 0 && comma != places;
                        commas = comma == places ? commas + 1 : 1;
                        comma = places;
                    }
                }
                case '%' -> shift += 2;
                case '‰' -> shift += 3;
                case '\'', '"' -> next = afterQuote(pattern, at);
                case '\\' -> next = at + 2;
                case 'E', 'e' -> {
                    int digits = exponentDigits(pattern, at);
                    scientific |= digits > 0;
                    next = digits > 0 ? digits : next;
                }
                default -> {
                    // a literal
                }
            }
            at = next;
        }
        int end = Math.min(at, pattern.length());
        int split = point < 0 ? places : point;
        if (comma >= 0) {
            shift -= comma == split ? commas * 3 : 0;
            grouped |= comma != split;
        }
        return new NumberPattern(
                pattern.substring(start, end),
                places,
                split,
                first < split ? split - first : 0,
                last > split ? split - last : 0,
                shift,
                grouped,
                scientific);
    }

    /** Returns the position after a quoted text, which the end of the pattern closes too. */
    static int afterQuote(String pattern, int at) {
        int end = pattern.indexOf(pattern.charAt(at), at + 1);
        return end < 0 ? pattern.length() : end + 1;
    }

    /** Returns the position after the zeros of an exponent that begins here; 0 if none does. */
    static int exponentDigits(String pattern, int at) {
        int digits = at + 1;
        if (digits < pattern.length() && (pattern.charAt(digits) == '+' || pattern.charAt(digits) == '-')) {
            digits++;
        }
        int end = digits;
        while (end < pattern.length() && pattern.charAt(end) == '0') {
            end++;
        }
        return end > digits ? end : 0;
    }
}
