package dev.postern.html;

import dev.postern.html.StyleToken.Kind;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes styles again with what is known to load nothing: rules, {@code @media}, and declarations of plain values and harmless functions. All
 * else is left out, so that a page needs neither its policy nor its frame to be quiet.
 */
final class InertStyles {
    private static final Set<String> FUNCTIONS = Set.of(
            "rgb",
            "rgba",
            "hsl",
            "hsla",
            "calc",
            "min",
            "max",
            "clamp",
            "linear-gradient",
            "radial-gradient",
            "repeating-linear-gradient",
            "repeating-radial-gradient");
    private static final Set<String> OF_SELECTORS =
            Set.of("not", "is", "where", "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type", "lang");
    private static final String IN_VALUES = ",/+-*.!()";
    private static final String IN_SELECTORS = ",.>+~*:|=^$[])";
    private static final String IN_MEDIA = "(),:";

    /** No address, and nothing that ends a string. */
    private static final Pattern STRING = Pattern.compile("[\\p{L}\\p{N} ,._!?&#%+-]{0,200}");

    private static final int MAX_DEPTH = 3;

    private final StyleTokens tokens;
    private final StringBuilder out = new StringBuilder();
    private StyleToken token;

    private InertStyles(String styles) {
        tokens = new StyleTokens(styles);
        token = tokens.next();
    }

    /** A style sheet. */
    static String sheet(String styles) {
        InertStyles inert = new InertStyles(styles);
        while (inert.token.kind() != Kind.END) {
            inert.rules(0);
            // an end of a block that has no beginning
            inert.step();
        }
        return inert.out.toString();
    }

    /** The declarations of one element. */
    static String declarations(String styles) {
        InertStyles inert = new InertStyles(styles);
        while (inert.token.kind() != Kind.END) {
            inert.block(0);
            inert.step();
        }
        return inert.out.toString();
    }

    private void step() {
        token = tokens.next();
    }

    /** Reads until the end of the block or of the text, which remains. */
    private void rules(int depth) {
        while (token.kind() != Kind.END && !token.is('}')) {
            if (token.kind() == Kind.SPACE || token.is(';')) {
                step();
            } else if (token.kind() == Kind.AT) {
                atRule(depth);
            } else {
                rule();
            }
        }
    }

    private void atRule(int depth) {
        boolean media = token.text().equals("media") && depth < MAX_DEPTH;
        step();
        String condition = prelude(IN_MEDIA, Set.of(), true);
        if (!token.is('{')) {
            return;
        }
        if (!media || condition == null) {
            skipBlock();
            return;
        }
        step();
        out.append("@media ").append(condition).append('{');
        rules(depth + 1);
        out.append('}');
        step();
    }

    private void rule() {
        String selector = prelude(IN_SELECTORS, OF_SELECTORS, false);
        if (!token.is('{')) {
            return;
        }
        if (selector == null || selector.isEmpty()) {
            skipBlock();
            return;
        }
        step();
        out.append(selector).append('{');
        block(out.length());
        out.append('}');
        step();
    }

    /** What precedes a block; null if it is not known to be harmless. */
    private @Nullable String prelude(String delimiters, Set<String> functions, boolean untilSemicolon) {
        Written written = new Written(delimiters, functions);
        while (token.kind() != Kind.END && !token.is('{') && !token.is('}') && !(untilSemicolon && token.is(';'))) {
            written.add(token, false);
            step();
        }
        return written.text();
    }

    private void skipBlock() {
        int open = 0;
        do {
            open += token.is('{') ? 1 : token.is('}') ? -1 : 0;
            step();
        } while (open > 0 && token.kind() != Kind.END);
    }

    /**
     * Declarations until the end of the block or of the text, which remains.
     *
     * @param start where the first is written
     */
    private void block(int start) {
        while (token.kind() != Kind.END && !token.is('}')) {
            if (token.kind() == Kind.SPACE || token.is(';')) {
                step();
            } else {
                String declaration = declaration();
                if (declaration != null) {
                    out.append(out.length() > start ? ";" : "").append(declaration);
                }
            }
        }
    }

    private @Nullable String declaration() {
        // custom properties are values that no reader sees where they are used
        String property = token.kind() == Kind.NAME && !token.text().startsWith("--") ? token.text() : null;
        step();
        while (token.kind() == Kind.SPACE) {
            step();
        }
        boolean known = property != null && token.is(':');
        Written value = new Written(IN_VALUES, FUNCTIONS);
        if (known) {
            step();
        }
        while (token.kind() != Kind.END && !token.is(';') && !token.is('}')) {
            if (token.is('{')) {
                known = false;
                skipBlock();
            } else {
                value.add(token, true);
                step();
            }
        }
        String text = value.text();
        return known && property != null && text != null && !text.isEmpty()
                ? StyleToken.name(property) + ":" + text
                : null;
    }

    /** Tokens, written again. */
    private static final class Written {
        private final String delimiters;
        private final Set<String> functions;
        private final StringBuilder text = new StringBuilder();
        private int open;
        private boolean harmless = true;
        private boolean slash;

        Written(String delimiters, Set<String> functions) {
            this.delimiters = delimiters;
            this.functions = functions;
        }

        void add(StyleToken token, boolean images) {
            if (!harmless) {
                return;
            }
            boolean after = slash;
            slash = token.is('/');
            switch (token.kind()) {
                case SPACE -> text.append(' ');
                case NAME -> text.append(StyleToken.name(token.text()));
                case NUMBER -> text.append(token.text());
                case HASH -> text.append('#').append(StyleToken.name(token.text()));
                case STRING -> {
                    text.append('"').append(token.text()).append('"');
                    harmless = STRING.matcher(token.text()).matches();
                }
                case FUNCTION -> {
                    text.append(token.text()).append('(');
                    open++;
                    harmless = functions.contains(token.text());
                }
                case URL -> {
                    text.append("url(\"").append(token.text()).append("\")");
                    harmless = images && InertNames.isEmbeddedImage(token.text());
                }
                case DELIMITER -> {
                    open += token.is('(') ? 1 : token.is(')') ? -1 : 0;
                    text.append(token.text());
                    harmless = delimiters.contains(token.text()) && open >= 0 && !(slash && after);
                }
                case AT, BAD, END -> harmless = false;
            }
        }

        @Nullable
        String text() {
            return harmless && open == 0 ? text.toString().strip() : null;
        }
    }
}
