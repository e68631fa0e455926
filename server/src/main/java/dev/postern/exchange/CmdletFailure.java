package dev.postern.exchange;

/** Why a cmdlet was refused. Nothing was changed. The two kinds have different forms in the response. */
abstract sealed class CmdletFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String type;

    private CmdletFailure(String type, String text) {
        super(text);
        this.type = type;
    }

    /** The exception name that clients expect; may be empty. */
    String type() {
        return type;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** The cmdlet ran and failed. */
    static final class Failed extends CmdletFailure {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String hash;

        Failed(int status, String hash, String type, String text) {
            super(type, text);
            this.status = status;
            this.hash = hash;
        }

        int status() {
            return status;
        }

        /** Returns {@code hash|type|text}, from which clients extract the text. */
        String detail() {
            return hash + "|" + type() + "|" + text();
        }
    }

    /** The cmdlet did not run: its name or its parameters are invalid. */
    static final class NotRun extends CmdletFailure {
        private static final long serialVersionUID = 1;
        private final boolean detailed;

        NotRun(String type, String text, boolean detailed) {
            super(type, text);
            this.detailed = detailed;
        }

        /** Whether the text is repeated in the details. It is not for a value of the wrong type. */
        boolean detailed() {
            return detailed;
        }
    }
}
