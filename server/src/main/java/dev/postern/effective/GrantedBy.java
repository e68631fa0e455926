package dev.postern.effective;

import java.util.Locale;

/** What gives an application a permission on a mailbox. */
public enum GrantedBy {
    /** A grant in Entra, which application access policies do not deny. */
    ENTRA,
    /** A role assignment of RBAC for Applications. */
    RBAC,
    BOTH;

    static GrantedBy of(boolean entra, boolean rbac) {
        return entra && rbac ? BOTH : entra ? ENTRA : RBAC;
    }

    /** As it is written in JSON and CSV. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
