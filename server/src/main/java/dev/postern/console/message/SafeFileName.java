package dev.postern.console.message;

import dev.postern.console.call.EdgeCalls;

/** Names of files that are saved. A name that a stranger chose leads to no other folder and looks as what it is. */
final class SafeFileName {
    private static final String UNSAFE = "/\\:*?\"<>|%;";
    private static final int MAX_LENGTH = 120;
    private static final int MAX_ENDING = 20;

    private SafeFileName() {}

    static String of(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        last.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE
                        && !Character.isISOControl(c))
                .forEach(c -> safe.appendCodePoint(UNSAFE.indexOf(c) >= 0 || Character.isWhitespace(c) ? '_' : c));
        String bare = shortened(safe.toString()).replaceAll("^[. ~-]+|[. ]+$", "");
        return bare.isEmpty() ? "attachment" : bare;
    }

    /** The ending says what a file is, so it is kept. */
    private static String shortened(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && name.length() - dot <= MAX_ENDING ? name.substring(dot) : "";
        int end = MAX_LENGTH - ending.length();
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + ending;
    }

    /** The header that makes browsers save a content under this name. */
    static String disposition(String name) {
        String safe = of(name);
        String ascii = safe.replaceAll("[^ -~]", "_");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''"
                + EdgeCalls.encode(safe).replace("*", "%2A");
    }
}
