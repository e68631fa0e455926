package dev.postern.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was imported, what could not be used, and what was read otherwise than it was written. For one thread. */
public final class ImportReport {
    /** More than an administrator reads; the last entry says that there are more. */
    private static final int MAX_ENTRIES = 20_000;

    private static final int MAX_TEXT_LENGTH = 200;

    /** Input that was not used. */
    public record Unused(String file, String item, String reason) {}

    private final Map<String, Integer> imported = new LinkedHashMap<>();
    private final List<Unused> unused = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int more;

    ImportReport() {
        List.of(
                        "mailboxes",
                        "groups",
                        "applications",
                        "grants",
                        "policies",
                        "servicePrincipals",
                        "scopes",
                        "assignments")
                .forEach(kind -> imported.put(kind, 0));
    }

    /** Numbers by what was imported. */
    public Map<String, Integer> imported() {
        return java.util.Collections.unmodifiableMap(imported);
    }

    boolean isNothingImported() {
        return imported.values().stream().allMatch(count -> count == 0);
    }

    /** The input that was not used. */
    public List<Unused> unused() {
        if (more == 0) {
            return List.copyOf(unused);
        }
        var all = new ArrayList<>(unused);
        all.add(new Unused("", "*", more + " further entries are not listed."));
        return all;
    }

    /** Sentences for the administrator. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    void count(String kind) {
        imported.merge(kind, 1, Integer::sum);
    }

    void unused(ExportFile file, String item, String reason) {
        if (unused.size() < MAX_ENTRIES) {
            unused.add(new Unused(file.text(), shortened(item), shortened(reason)));
        } else {
            more++;
        }
    }

    void warn(String sentence) {
        if (warnings.size() < MAX_ENTRIES) {
            warnings.add(shortened(sentence));
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH) + "...";
    }
}
