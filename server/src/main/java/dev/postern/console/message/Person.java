package dev.postern.console.message;

import tools.jackson.databind.JsonNode;

/** A sender or a recipient. */
public record Person(String name, String address) {
    private static final int MAX = 100;

    static Person of(JsonNode recipient) {
        JsonNode address = recipient.path("emailAddress");
        return new Person(
                address.path("name").asString(""), address.path("address").asString(""));
    }

    /** The name and the address; the address alone if there is no other name. */
    public String text() {
        String shown = ShownText.line(address, MAX);
        return name.isBlank() || name.equalsIgnoreCase(address)
                ? shown
                : ShownText.line(name, MAX) + " <" + shown + ">";
    }
}
