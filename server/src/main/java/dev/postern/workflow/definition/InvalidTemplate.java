package dev.postern.workflow.definition;

/** A definition that cannot be saved. */
public final class InvalidTemplate extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;

    /**
     * @param reason what is wrong, to be quoted in the message
     * @param pointer the position in the definition, as a JSON pointer
     */
    public InvalidTemplate(String reason, String pointer) {
        super("The template validation failed: '" + reason + "'.");
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }

    /** Returns the message without its final full stop, because it is quoted inside another sentence. */
    public static String reason(RuntimeException e) {
        String text = String.valueOf(e.getMessage());
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
