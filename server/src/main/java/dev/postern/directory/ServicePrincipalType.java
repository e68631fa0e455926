package dev.postern.directory;

/** What a service principal stands for, by the name that Graph prints. */
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
