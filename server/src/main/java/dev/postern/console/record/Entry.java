package dev.postern.console.record;

import tools.jackson.databind.JsonNode;

/**
 * An entry of the audit. What a row does not say is empty.
 *
 * @param app the name of the application today, or its id
 * @param person who was signed in to the console
 * @param verified whether the row is as it was written
 * @param problem what is wrong with the row
 */
public record Entry(
        String at,
        String requestId,
        String app,
        String appId,
        String person,
        String mailbox,
        String operation,
        String target,
        String verdict,
        String rule,
        String policy,
        String explanation,
        boolean verified,
        String problem,
        String chain,
        long sequence) {
    private static final int MAX_LISTED = 160;

    /** @param row as {@code /postern/audit} returns it */
    static Entry of(JsonNode row) {
        String appId = text(row, "app");
        String name = text(row, "appDisplayName");
        return new Entry(
                text(row, "at"),
                text(row, "requestId"),
                name.isEmpty() ? otherwise(row, appId) : name,
                appId,
                text(row, "person"),
                text(row, "mailbox"),
                text(row, "operation"),
                text(row, "target"),
                text(row, "verdict"),
                text(row, "rule"),
                text(row, "policy"),
                text(row, "explanation"),
                row.path("verified").asBoolean(false),
                text(row, "problem"),
                text(row, "chain"),
                row.path("sequence").asLong(0));
    }

    private static String otherwise(JsonNode row, String appId) {
        return appId.isEmpty() ? text(row, "person").isEmpty() ? "the server" : "the console" : "a removed application";
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).asString("");
    }

    /** Its target in a list; the page of the entry has all of it. */
    public String shortTarget() {
        return cut(target);
    }

    /** Its operation in a list. */
    public String shortOperation() {
        return cut(operation);
    }

    private static String cut(String text) {
        return text.length() > MAX_LISTED ? text.substring(0, MAX_LISTED) + "..." : text;
    }

    /** The colour of its verdict. */
    public String colour() {
        return switch (verdict) {
            case "granted", "denied" -> verdict;
            case "not found" -> "warning";
            default -> "";
        };
    }

    /** With another text for what it is about. */
    Entry on(String named) {
        return new Entry(
                at,
                requestId,
                app,
                appId,
                person,
                mailbox,
                operation,
                named,
                verdict,
                rule,
                policy,
                explanation,
                verified,
                problem,
                chain,
                sequence);
    }

    /** Its rule in a sentence; empty if the rule has none. */
    public String ruleInWords() {
        return RuleWords.of(rule);
    }

    /** What its target is called: of a sign-in, it is a role. */
    public String targetLabel() {
        return operation.equals("sign in to the console") ? "Role" : "On";
    }

    /** Whether the row can be read. */
    public boolean isReadable() {
        return !operation.isEmpty();
    }

    /** The page of its request. */
    public String path() {
        return RecordPages.SECTION + "/" + requestId;
    }
}
