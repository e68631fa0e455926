package dev.postern.store;

/** The version of the newest migration that this program contains, without a database. */
public final class SchemaVersion {
    private SchemaVersion() {}

    /** Returns it as Flyway writes it: {@code 51}. */
    public static String known() {
        return Integer.toString(SchemaScripts.of(Engine.SQLITE).getLast().version());
    }
}
