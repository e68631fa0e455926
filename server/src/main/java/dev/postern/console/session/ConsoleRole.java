package dev.postern.console.session;

/** What a person may do in the console. */
public enum ConsoleRole {
    /** Everything that administrators may do. */
    ADMIN("admin"),
    /** Sees the same pages and changes nothing. */
    READER("reader");

    private final String text;

    ConsoleRole(String text) {
        this.text = text;
    }

    /** The role as commands and responses call it. */
    public String text() {
        return text;
    }
}
