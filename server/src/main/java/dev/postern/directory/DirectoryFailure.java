package dev.postern.directory;

/** Why a change of the directory is refused. Nothing has been changed. Each edge translates it to the errors of its protocol. */
public sealed class DirectoryFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private DirectoryFailure(String message) {
        super(message);
    }

    /** There is no such object, group, policy, assignment or credential. */
    public static final class NotFound extends DirectoryFailure {
        private static final long serialVersionUID = 1;
        private final String what;

        public NotFound(String what) {
            super("'" + what + "' was not found");
            this.what = what;
        }

        /** As it was asked for. */
        public String what() {
            return what;
        }
    }

    /** The directories of all tenants would need more memory than they may use. */
    public static final class QuotaExceeded extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public QuotaExceeded() {
            super("The directory object quota limit for the Tenant has been exceeded. Please ask your administrator to"
                    + " increase the quota limit or delete objects to reduce the used quota.");
        }
    }

    /** An address belongs to another recipient. */
    public static final class AddressTaken extends DirectoryFailure {
        private static final long serialVersionUID = 1;
        private final String address;
        private final String holder;

        public AddressTaken(String address, String holder) {
            super("The address " + address + " belongs to " + holder);
            this.address = address;
            this.holder = holder;
        }

        public String address() {
            return address;
        }

        /** The display name of the recipient that has it. */
        public String holder() {
            return holder;
        }
    }

    /** A value that must be unique exists already. */
    public static final class AlreadyExists extends DirectoryFailure {
        private static final long serialVersionUID = 1;
        private final String property;
        private final String value;

        public AlreadyExists(String property, String value) {
            super("There is already an object whose " + property + " is '" + value + "'");
            this.property = property;
            this.value = value;
        }

        public String property() {
            return property;
        }

        public String value() {
            return value;
        }
    }

    /** A value that the directory does not accept. */
    public static final class Invalid extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public Invalid(String message) {
            super(message);
        }
    }

    /** Only the server may change this object. */
    public static final class Protected extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public Protected(String message) {
            super(message);
        }
    }

    /** The directory could not be confirmed to be current, so requests are refused. A later attempt may succeed. */
    public static final class NotCurrent extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public NotCurrent(String message) {
            super(message);
        }
    }
}
