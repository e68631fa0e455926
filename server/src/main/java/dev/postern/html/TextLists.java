package dev.postern.html;

import java.util.Locale;

/** The open lists of a page: what is written before an item, and how far items are indented. As Exchange writes them. */
final class TextLists {
    /** Lists inside more lists than this are shown as if in the last of them. */
    private static final int MAX_LEVELS = 8;

    private static final int MARKER_COLUMNS = 4;
    private static final int FIRST_INDENT = 2;
    private static final int LEVEL_INDENT = 3;
    static final int FIRST_COLUMNS = FIRST_INDENT + MARKER_COLUMNS;
    private static final int MAX_NUMBER = 1_000_000;
    private static final int MAX_ROMAN = 4000;

    private final Level[] levels = new Level[MAX_LEVELS];
    private int depth;

    private static final class Level {
        private final boolean ordered;
        private final String type;
        private int next;
        private int items;

        Level(boolean ordered, String type, int next) {
            this.ordered = ordered;
            this.type = type;
            this.next = next;
        }
    }

    void open(HtmlTag list) {
        if (depth < MAX_LEVELS) {
            boolean ordered = list.name().equals("ol");
            levels[depth] = new Level(ordered, ordered ? list.value("type") : "", number(list.value("start"), 1));
        }
        depth++;
    }

    void close() {
        depth = Math.max(0, depth - 1);
    }

    boolean isInside() {
        return depth > 0;
    }

    /** Whether an item precedes in the list. */
    boolean hasItems() {
        return depth > 0 && levels[Math.min(depth, MAX_LEVELS) - 1].items > 0;
    }

    /** Returns the marker of an item that begins. */
    String item(HtmlTag item) {
        if (depth == 0) {
            return padded("*");
        }
        Level level = levels[Math.min(depth, MAX_LEVELS) - 1];
        level.items++;
        if (!level.ordered) {
            return padded("*");
        }
        int number = number(item.value("value"), level.next);
        level.next = number + 1;
        return padded(label(number, level.type) + ".");
    }

    /** The column at which the text of items begins; 0 outside of lists. */
    int columns() {
        return depth == 0 ? 0 : FIRST_INDENT + LEVEL_INDENT * (Math.min(depth, MAX_LEVELS) - 1) + MARKER_COLUMNS;
    }

    private static String padded(String mark) {
        return mark + " ".repeat(Math.max(1, MARKER_COLUMNS - mark.length()));
    }

    private static int number(String text, int otherwise) {
        String digits = text.strip();
        return digits.matches("-?[0-9]{1,6}") ? Math.min(MAX_NUMBER, Integer.parseInt(digits)) : otherwise;
    }

    private static String label(int number, String type) {
        return switch (type) {
            case "a" -> letters(number).toLowerCase(Locale.ROOT);
            case "A" -> letters(number);
            case "i" -> roman(number).toLowerCase(Locale.ROOT);
            case "I" -> roman(number);
            default -> Integer.toString(number);
        };
    }

    private static String letters(int number) {
        if (number < 1) {
            return Integer.toString(number);
        }
        StringBuilder letters = new StringBuilder();
        for (int rest = number; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }

    private static String roman(int number) {
        if (number < 1 || number >= MAX_ROMAN) {
            return Integer.toString(number);
        }
        int[] values = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
        String[] signs = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
        StringBuilder roman = new StringBuilder();
        int rest = number;
        for (int i = 0; i < values.length; i++) {
            roman.repeat(signs[i], rest / values[i]);
            rest %= values[i];
        }
        return roman.toString();
    }
}
