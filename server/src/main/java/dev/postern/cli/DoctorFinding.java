package dev.postern.cli;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One result of {@code doctor}.
 *
 * @param check what was examined
 * @param advice what to do; empty if nothing is wrong
 */
record DoctorFinding(String check, Level level, String text, String advice) {
    /** How bad it is. */
    enum Level {
        OK,
        WARNING,
        PROBLEM
    }

    static DoctorFinding ok(String check, String text) {
        return new DoctorFinding(check, Level.OK, text, "");
    }

    static DoctorFinding warning(String check, String text, String advice) {
        return new DoctorFinding(check, Level.WARNING, text, advice);
    }

    static DoctorFinding problem(String check, String text, String advice) {
        return new DoctorFinding(check, Level.PROBLEM, text, advice);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("check", check)
                .put("level", level.name().toLowerCase(java.util.Locale.ROOT))
                .put("text", text);
        return advice.isEmpty() ? json : json.put("advice", advice);
    }

    String line() {
        String word = level == Level.OK ? "ok" : level.name();
        return word + " ".repeat(9 - word.length()) + check + ": " + text + "\n"
                + (advice.isEmpty() ? "" : " ".repeat(9) + advice + "\n");
    }
}
