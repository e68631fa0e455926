package dev.postern.directory;

/** The types of service principals, by the names that Graph prints. */
public enum ServicePrincipalType {
    APPLICATION("Application"),
    MANAGED_IDENTITY("ManagedIdentity");

    private final String text;

    ServicePrincipalType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
