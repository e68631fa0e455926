package dev.postern.access;

/**
 * The applications that a policy names: one client id, or {@code *} for all of them. Immutable.
 *
 * <p>Follows the {@code -AppId} parameter in Microsoft's New-ApplicationAccessPolicy documentation. A cmdlet that is given
 * several client ids makes one policy for each.
 */
public sealed interface AppSelector {
    /**
     * Reads {@code *} or a GUID in its 36 character form. Throws {@link IllegalArgumentException} for anything else.
     */
    static AppSelector of(String text) {
        return text.equals("*") ? new Every() : new One(AppId.of(text));
    }

    /**
     * One application.
     *
     * @param app its client id; never the object id of its service principal
     */
    record One(AppId app) implements AppSelector {
        @Override
        public String toString() {
            return app.toString();
        }
    }

    /** Every application of the tenant, also those that are registered later. */
    record Every() implements AppSelector {
        @Override
        public String toString() {
            return "*";
        }
    }
}
