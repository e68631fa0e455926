package dev.postern.access;

/**
 * What an application access policy does with the mailboxes in its scope. The texts are those of the {@code -AccessRight}
 * parameter in Microsoft's New-ApplicationAccessPolicy documentation.
 */
public enum AccessRight {
    /** The application reaches the mailboxes in the scope; without a further policy that names it, no others. */
    RESTRICT_ACCESS("RestrictAccess"),
    /** The application does not reach the mailboxes in the scope, whatever another policy says. */
    DENY_ACCESS("DenyAccess");

    private final String text;

    AccessRight(String text) {
        this.text = text;
    }

    /** The text form: {@code RestrictAccess} or {@code DenyAccess}. */
    public String text() {
        return text;
    }

    /** Reads the text form, in any case. Throws {@link IllegalArgumentException} for anything else. */
    public static AccessRight of(String text) {
        for (AccessRight right : values()) {
            if (right.text.equalsIgnoreCase(text)) {
                return right;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not an access right: RestrictAccess or DenyAccess");
    }
}
