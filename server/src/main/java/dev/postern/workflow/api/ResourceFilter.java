package dev.postern.workflow.api;

import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The {@code $filter} of lists of resources: comparisons with {@code eq} on names, places, types and tags, joined by {@code and}. All others
 * are refused. Names are compared without regard to case, values of tags with it.
 */
record ResourceFilter(List<Term> terms) {
    private static final int MAX_LENGTH = 1_000;
    private static final Set<String> FIELDS =
            Set.of("resourcetype", "resourcegroup", "name", "location", "tagname", "tagvalue");
    private static final Pattern TERM = Pattern.compile(
            "\\s*(?:(\\w+)\\s+eq\\s+'((?:[^']|'')*)'|(startswith)\\s*\\(\\s*tagname\\s*,\\s*'((?:[^']|'')*)'\\s*\\))\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile("and(?=\\s)", Pattern.CASE_INSENSITIVE);

    /** @param field in lower case; {@code startswith} is the beginning of a tag's name */
    record Term(String field, String value) {}

    static ResourceFilter parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw refused(text.substring(0, MAX_LENGTH));
        }
        var terms = new ArrayList<Term>();
        if (text.isBlank()) {
            return new ResourceFilter(terms);
        }
        Matcher term = TERM.matcher(text);
        Matcher and = AND.matcher(text);
        int at = 0;
        while (term.region(at, text.length()).lookingAt()) {
            terms.add(term(term, text));
            at = term.end();
            if (at == text.length()) {
                return new ResourceFilter(terms);
            }
            if (!and.region(at, text.length()).lookingAt()) {
                break;
            }
            at = and.end();
        }
        throw refused(text);
    }

    private static Term term(Matcher found, String text) {
        boolean begins = found.group(3) != null;
        String field = Folding.lower(found.group(begins ? 3 : 1));
        if (!begins && !FIELDS.contains(field)) {
            throw refused(text);
        }
        return new Term(field, found.group(begins ? 4 : 2).replace("''", "'"));
    }

    private static ArmFailure refused(String text) {
        return new ArmFailure(
                400,
                "InvalidFilterInQueryString",
                "Invalid $filter '" + text + "'. Supported are resourceType, resourceGroup, name, location, tagName and"
                        + " tagValue with eq, and startswith(tagName, '...'), joined by 'and'.");
    }

    boolean accepts(Resource one) {
        return matches(Map.of(
                        "resourcetype", one.type(),
                        "resourcegroup", one.group(),
                        "name", one.name(),
                        "location", one.location()))
                && matchesTags(one.tags());
    }

    boolean acceptsGroup(Inventory.Group group) {
        return matchesTags(group.tags())
                && matches(Map.of(
                        "resourcetype",
                        "Microsoft.Resources/resourceGroups",
                        "resourcegroup",
                        group.name(),
                        "name",
                        group.name(),
                        "location",
                        group.location()));
    }

    private boolean matches(Map<String, String> values) {
        return terms.stream()
                .filter(term -> !isOnTags(term))
                .allMatch(term ->
                        Folding.lower(values.getOrDefault(term.field(), "")).equals(Folding.lower(term.value())));
    }

    /** All terms on tags must hold for one tag. */
    private boolean matchesTags(JsonNode tags) {
        List<Term> onTags = terms.stream().filter(ResourceFilter::isOnTags).toList();
        return onTags.isEmpty()
                || tags.properties().stream()
                        .anyMatch(tag -> onTags.stream().allMatch(term -> switch (term.field()) {
                            case "tagname" -> Folding.lower(tag.getKey()).equals(Folding.lower(term.value()));
                            case "startswith" -> Folding.lower(tag.getKey()).startsWith(Folding.lower(term.value()));
                            default -> tag.getValue().asString("").equals(term.value());
                        }));
    }

    private static boolean isOnTags(Term term) {
        return term.field().equals("tagname")
                || term.field().equals("tagvalue")
                || term.field().equals("startswith");
    }
}
