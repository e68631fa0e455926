package dev.postern.console.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change did.
 *
 * @param section the path of the entry of the navigation to which it belongs
 * @param text what was done
 * @param warnings of the server, such as that access is wider now
 * @param secrets what is shown this once, each with its name
 * @param command the command that does the same, or null if there is none
 * @param next where to go on
 */
public record Done(
        String title,
        String section,
        String text,
        List<String> warnings,
        List<Secret> secrets,
        @Nullable String command,
        List<Link> next) {
    public Done {
        warnings = List.copyOf(warnings);
        secrets = List.copyOf(secrets);
        next = List.copyOf(next);
    }

    /** A value that cannot be shown again. */
    public record Secret(String name, String value) {
        @Override
        public String toString() {
            return "Secret[" + name + "]";
        }
    }

    /** A link to another page. */
    public record Link(String path, String name) {}
}
