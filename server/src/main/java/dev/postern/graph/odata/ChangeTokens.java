package dev.postern.graph.odata;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The query of a delta function, split into its token and the other options.
 *
 * @param token the value of {@code $skiptoken} or {@code $deltatoken}; empty for a first call, also if the value of {@code $deltatoken} is empty
 * @param others the query without tokens, still encoded
 * @param names of the other options, in lower case, with their dollar sign if they have one
 */
public record ChangeTokens(Optional<String> token, String others, Set<String> names) {
    private static final Set<String> TOKENS = Set.of("skiptoken", "deltatoken");

    public ChangeTokens {
        names = Set.copyOf(names);
    }

    /**
     * @param raw the query in the URL, still encoded
     * @throws QueryFailure if it has two tokens, or an empty {@code $skiptoken}
     */
    public static ChangeTokens of(String raw) {
        var tokens = new ArrayList<String>();
        var others = new ArrayList<String>();
        var names = new HashSet<String>();
        for (String part : raw.split("&", -1)) {
            List<QueryString.Option> read = QueryString.options(part);
            if (read.isEmpty()) {
                continue;
            }
            String name = Folding.lower(read.getFirst().name());
            String plain = name.startsWith("$") ? name.substring(1) : name;
            if (TOKENS.contains(plain)) {
                String value = read.getFirst().value().strip();
                if (!value.isEmpty()) {
                    tokens.add(value);
                } else if (plain.equals("skiptoken")) {
                    // a program that has lost its place must not begin again unnoticed
                    throw QueryFailure.badRequest("Badly formed token.");
                }
            } else {
                others.add(part);
                names.add(name);
            }
        }
        if (tokens.size() > 1) {
            throw QueryFailure.badRequest(
                    "The query parameters '$skiptoken' and '$deltatoken' can be specified only once, and not"
                            + " together.");
        }
        return new ChangeTokens(tokens.stream().findFirst(), String.join("&", others), names);
    }
}
