package dev.postern.workflow.template;

/** The template cannot be deployed. The message names the place and the reason. */
public final class InvalidArmTemplate extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String place;

    /** @param place a JSON pointer */
    InvalidArmTemplate(String place, String reason) {
        super("The template is not valid at '" + (place.isEmpty() ? "/" : place) + "': " + reason + ".");
        this.place = place;
    }

    /** Returns the place in the template as a JSON pointer. */
    String place() {
        return place;
    }
}
