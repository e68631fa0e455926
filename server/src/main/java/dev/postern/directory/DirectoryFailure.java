package dev.postern.directory;

/** Why a change of the directory is refused. Nothing has been changed. Each edge says it in the words of its protocol. */
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

    /** Something that must be unique is there already. */
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

    /** A value that the directory does not take. */
    public static final class Invalid extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public Invalid(String message) {
            super(message);
        }
    }

    /** It belongs to the server or to every tenant, and nobody may change it. */
    public static final class Protected extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public Protected(String message) {
            super(message);
        }
    }

    /** The directory cannot be shown to be current, so nobody is let in on it. It may be again in a moment. */
    public static final class NotCurrent extends DirectoryFailure {
        private static final long serialVersionUID = 1;

        public NotCurrent(String message) {
            super(message);
        }
    }
}
