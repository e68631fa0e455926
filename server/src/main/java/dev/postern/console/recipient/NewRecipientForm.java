package dev.postern.console.recipient;

import dev.postern.console.page.ShownCmdlet;
import dev.postern.console.page.Visit;

/**
 * The form for a new mailbox or a new group.
 *
 * @param problem why it was not made; empty if it was not tried
 */
public record NewRecipientForm(String problem, String kind, String name, String address, String displayName) {
    /** @param usual the kind that is chosen before the person chooses one */
    static NewRecipientForm of(Visit visit, String usual, String problem) {
        return new NewRecipientForm(
                problem,
                visit.fields().find("kind").orElse(usual),
                visit.fields().text("name"),
                visit.fields().text("address"),
                visit.fields().text("displayName"));
    }

    /** Adds what both have: name, display name and address. */
    ShownCmdlet filled(ShownCmdlet line) {
        ShownCmdlet all = line.with("Name", name);
        all = displayName.isEmpty() ? all : all.with("DisplayName", displayName);
        return address.isEmpty() ? all : all.with("PrimarySmtpAddress", address);
    }
}
