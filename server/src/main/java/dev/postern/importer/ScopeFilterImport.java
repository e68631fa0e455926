package dev.postern.importer;

import dev.postern.access.ObjectId;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.RecipientProperties;
import dev.postern.opath.FilterRefused;
import dev.postern.opath.OpathFilter;
import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a filter for the new tenant: distinguished names of recipients become the ones that they have here. What is missing in the export
 * (a group, its members, a property of all recipients) matches nothing. That is acceptable where a match adds recipients; where a match removes
 * recipients, the filter is not used.
 */
final class ScopeFilterImport {
    private static final Set<String> TEXTS = Stream.concat(
                    Stream.concat(
                            RecipientProperties.onGraph().keySet().stream(), Stream.of("Notes", "UserPrincipalName")),
                    IntStream.rangeClosed(1, 15).mapToObj(number -> "CustomAttribute" + number))
            .collect(Collectors.toUnmodifiableSet());
    /** Properties that have a value here even if the export has none. */
    private static final Set<String> WITH_DEFAULTS =
            Set.of("HiddenFromAddressListsEnabled", "AccountDisabled", "WhenCreated", "WhenCreatedUTC");

    private final ImportContext context;
    private final Set<ObjectId> incomplete;
    /** Names of objects that are unknown or whose members are. */
    private final Set<String> unknown = new HashSet<>();

    private ScopeFilterImport(ImportContext context, Set<ObjectId> incomplete) {
        this.context = context;
        this.incomplete = incomplete;
    }

    /**
     * The result: the filter, or the reason why it cannot be used. One of them is null.
     *
     * @param unknown distinguished names of which nothing is known
     */
    record Rewritten(@Nullable String filter, @Nullable String problem, Set<String> unknown) {}

    /** @param incomplete groups of which members may be missing */
    static Rewritten of(ImportContext context, Set<ObjectId> incomplete, String filter) {
        ScopeFilterImport rewriting = new ScopeFilterImport(context, incomplete);
        try {
            String here = rewriting.rewrite(filter);
            OpathFilter read = RecipientProperties.parse(here);
            String problem = rewriting.problem(read.condition(), false);
            return new Rewritten(problem == null ? here : null, problem, Set.copyOf(rewriting.unknown));
        } catch (FilterRefused e) {
            return new Rewritten(null, "Its filter is refused: " + e.getMessage(), Set.of());
        }
    }

    private String rewrite(String filter) {
        StringBuilder result = new StringBuilder(filter.length());
        int at = 0;
        while (at < filter.length()) {
            char c = filter.charAt(at);
            int end = c == '\'' || c == '"' ? end(filter, at) : -1;
            if (end < 0) {
                result.append(c);
                at++;
            } else {
                String quote = String.valueOf(c);
                String literal = filter.substring(at + 1, end).replace(quote + quote, quote);
                result.append(c)
                        .append(literal(literal).replace(quote, quote + quote))
                        .append(c);
                at = end + 1;
            }
        }
        return result.toString();
    }

    /** The position of the closing quote; -1 if there is none, which the parser refuses. */
    private static int end(String text, int begin) {
        char quote = text.charAt(begin);
        for (int i = begin + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private String literal(String text) {
        if (!RecipientNames.isDistinguishedName(text)) {
            return text;
        }
        ObjectId id = context.names().find(text);
        MailRecipient found =
                id == null ? null : MailRecipient.of(context.draft().now(id));
        if (found == null) {
            unknown.add(text);
            return text;
        }
        String here = DistinguishedNames.of(context.draft().before().tenant(), found.recipient());
        if (incomplete.contains(found.id())) {
            unknown.add(here);
        }
        return here;
    }

    /** Why a condition may contain more recipients here than in the export's organization; null if it cannot. */
    private @Nullable String problem(Condition condition, boolean negated) {
        return switch (condition) {
            case Condition.And and -> first(and.all().stream(), negated);
            case Condition.Or or -> first(or.any().stream(), negated);
            case Condition.Not not -> problem(not.condition(), !negated);
            case Condition.Any any -> comparison(any, negated);
            case Condition.All all -> missing(all.collection(), !negated);
            default -> null;
        };
    }

    private @Nullable String first(Stream<Condition> conditions, boolean negated) {
        return conditions
                .map(one -> problem(one, negated))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String comparison(Condition.Any any, boolean negated) {
        if (negated
                && any.element() instanceof Condition.Compare compare
                && compare.literal() instanceof Literal.Text text) {
            for (String name : unknown) {
                if (RecipientNames.canonical(name).equals(text.value())) {
                    return "Its filter excludes " + name + ", whose members are unknown.";
                }
            }
        }
        return missing(any.collection(), negated);
    }

    /** @param adds whether a recipient without a value is in the scope */
    private @Nullable String missing(Path property, boolean adds) {
        String name = property.segments().getFirst();
        boolean matters = (adds && TEXTS.contains(name)) || WITH_DEFAULTS.contains(name);
        boolean there = !matters || context.export().has(ExportFile.RECIPIENTS, name);
        return there ? null : "Its filter depends on " + name + ", which no recipient of the export has.";
    }
}
