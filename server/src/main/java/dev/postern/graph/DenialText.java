package dev.postern.graph;

/** The wording of a denial by an application access policy; the code is the same in both. */
public enum DenialText {
    CLASSIC("Access to OData is disabled."),
    RAOP("Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.");

    private final String message;

    DenialText(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
