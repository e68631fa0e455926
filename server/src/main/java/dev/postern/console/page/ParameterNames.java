package dev.postern.console.page;

import java.util.Map;

/** What the server says about parameters, for a person who sees only the labels of fields. */
public final class ParameterNames {
    private ParameterNames() {}

    /** @param labels of the fields, by their parameters */
    public static String inWords(String said, Map<String, String> labels) {
        if (said.contains("'$skiptoken'")) {
            return "The link to this page is not valid any more. Begin with the first page.";
        }
        String words = said;
        for (Map.Entry<String, String> one : labels.entrySet()) {
            words = words.replace("The value of '" + one.getKey() + "'", "The field \"" + one.getValue() + "\"");
        }
        return words;
    }
}
