package dev.postern.console.page;

import dev.postern.console.call.EdgeCalls;
import dev.postern.http.Response;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do, before it is made.
 *
 * @param effects sentences
 * @param warnings sentences about what may not be wanted
 * @param planned the cmdlets whose effect on access is shown; none if the change cannot affect access
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
        List<ShownCmdlet> planned,
        String command,
        String action,
        Map<String, String> fields,
        String button,
        boolean removes,
        Done.Link back) {
    private static final String FORESEEN = "foreseen";

    public Confirm {
        effects = List.copyOf(effects);
        warnings = List.copyOf(warnings);
        planned = List.copyOf(planned);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * What the page shows.
     *
     * @param foreseen who would gain or lose access; null if it cannot change, or is not known yet
     * @param later the path that shows it, because comparing takes long in a large tenant; empty if nothing is to come
     */
    public record Shown(Confirm change, @Nullable Foreseen foreseen, String later) {
        /** Whether the server would refuse the change. */
        public boolean isRefused() {
            return foreseen != null && !foreseen.refused().isEmpty();
        }
    }

    /** The page. The form is on it only together with what the change would do. */
    public Response show(Visit visit, String title, String section) {
        boolean ready = planned.isEmpty() || visit.fields().flag(FORESEEN);
        return visit.page(
                title,
                section,
                "confirm.jte",
                new Shown(
                        this,
                        ready && !planned.isEmpty() ? Foreseen.of(visit, planned) : null,
                        ready ? "" : later(visit)));
    }

    private static String later(Visit visit) {
        String query = visit.request().rawQuery();
        // not the path as it was sent: two slashes at its beginning would lead to another host
        String path =
                visit.request().segments().stream().map(EdgeCalls::encode).collect(Collectors.joining("/", "/", ""));
        return path + "?" + (query.isEmpty() ? "" : query + "&") + FORESEEN + "=yes";
    }
}
