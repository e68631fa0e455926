package dev.postern.workflow.definition;

/** A definition that cannot be saved. */
public final class InvalidTemplate extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;

    /**
     * @param reason what is wrong, without the sentence around it
     * @param pointer where it is, as a JSON pointer into the definition
     */
    public InvalidTemplate(String reason, String pointer) {
        super("The template validation failed: '" + reason + "'.");
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }
}
