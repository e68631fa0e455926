package dev.postern.exchange;

/** Why a cmdlet is refused. Nothing has been changed. The two kinds look different on the wire. */
abstract sealed class CmdletFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String type;

    private CmdletFailure(String type, String text) {
        super(text);
        this.type = type;
    }

    /** The name of the exception that clients know; may be empty. */
    String type() {
        return type;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** The cmdlet ran and came to nothing. */
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

        /** {@code hash|type|text}, from which clients take the text. */
        String detail() {
            return hash + "|" + type() + "|" + text();
        }
    }

    /** The cmdlet was never reached: its name or parameters are not what there is. */
    static final class NotRun extends CmdletFailure {
        private static final long serialVersionUID = 1;
        private final boolean detailed;

        NotRun(String type, String text, boolean detailed) {
            super(type, text);
            this.detailed = detailed;
        }

        /** Whether the text also stands in the details; for a value of the wrong form it does not. */
        boolean detailed() {
            return detailed;
        }
    }
}
