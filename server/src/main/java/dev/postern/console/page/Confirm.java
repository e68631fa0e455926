package dev.postern.console.page;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do, before it is made.
 *
 * @param effects sentences
 * @param warnings sentences about what may not be wanted
 * @param foreseen who would gain or lose access; null if the change cannot affect access
 * @param command that does the same
 * @param action the path of the form that makes the change
 * @param fields of that form
 * @param button says what the form does
 * @param removes whether something is lost for ever
 * @param back where nothing is changed
 */
public record Confirm(
        List<String> effects,
        List<String> warnings,
        @Nullable Foreseen foreseen,
        String command,
        String action,
        Map<String, String> fields,
        String button,
        boolean removes,
        Done.Link back) {
    public Confirm {
        effects = List.copyOf(effects);
        warnings = List.copyOf(warnings);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Whether the server would refuse the change. */
    public boolean isRefused() {
        return foreseen != null && !foreseen.refused().isEmpty();
    }
}
