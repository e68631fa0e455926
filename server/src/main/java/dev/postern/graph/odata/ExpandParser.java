package dev.postern.graph.odata;

import dev.postern.graph.model.ModelProperty;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.QueryOptions.Expand;
import dev.postern.graph.odata.QueryString.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code $expand}: navigation properties, each with its own options in parentheses. */
final class ExpandParser {
    private static final int MAX_DEPTH = 4;

    private final String text;
    private int position;

    private ExpandParser(String text) {
        this.text = text;
    }

    static List<Expand> parse(String text, QueryTarget target, TypeModel model, int depth) {
        if (depth > MAX_DEPTH) {
            throw QueryFailure.badRequest(SelectParser.FAILED + "more than " + MAX_DEPTH + " levels.");
        }
        ExpandParser parser = new ExpandParser(text);
        List<Expand> expands = new ArrayList<>();
        do {
            String path = parser.until("(,").strip();
            List<Option> options = new ArrayList<>();
            if (parser.skip('(')) {
                do {
                    String option = parser.until(";)");
                    if (!option.isBlank()) {
                        options.add(option(option));
                    }
                } while (parser.skip(';'));
                if (!parser.skip(')')) {
                    throw QueryFailure.syntax(text, parser.position);
                }
                parser.skipSpace();
            }
            expands.add(expand(path, options, target, model, depth));
        } while (parser.skip(','));
        if (parser.position < text.length()) {
            throw QueryFailure.character(text, parser.position);
        }
        return expands;
    }

    private static Expand expand(String path, List<Option> options, QueryTarget target, TypeModel model, int depth) {
        StructuredType owner = target.type();
        String name = path;
        Optional<String> onType = Optional.empty();
        int slash = path.indexOf('/');
        if (slash > 0 && path.lastIndexOf('.', slash) > 0) {
            owner = SelectParser.derived(path.substring(0, slash), owner, model);
            onType = Optional.of(owner.typeName());
            name = path.substring(slash + 1);
        }
        String typeName = owner.typeName();
        String wanted = name;
        ModelProperty property = owner.property(name)
                .or(() -> ofDerived(target.type(), wanted, model))
                .orElseThrow(() -> SelectParser.noProperty(wanted, typeName));
        if (!property.navigation()) {
            throw QueryFailure.badRequest(SelectParser.FAILED + "Property '" + property.name() + "' on type '"
                    + typeName + "' is not a navigation property. Only navigation properties can be expanded.");
        }
        if (!(model.typeOf(property) instanceof StructuredType type)) {
            throw QueryFailure.badRequest(SelectParser.FAILED + "Property '" + property.name() + "' on type '"
                    + typeName + "' cannot be expanded.");
        }
        QueryTarget inner = (property.collection()
                        ? QueryTarget.list(type, target.family()).without("skiptoken", "format")
                        : QueryTarget.one(type, target.family()).without("format"))
                .and("levels");
        OptionReader reader = new OptionReader(inner, model, depth + 1);
        options.forEach(reader::read);
        return new Expand(property.name(), onType, reader.result(), reader.levels(), query(options));
    }

    /** An abstract type has no direct instances, so a property of a derived type can be meant. */
    private static Optional<ModelProperty> ofDerived(StructuredType type, String name, TypeModel model) {
        return type.isAbstract()
                ? model.concrete(type).stream()
                        .flatMap(kind -> kind.property(name).filter(ModelProperty::navigation).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static String query(List<Option> options) {
        return options.stream()
                .map(option -> option.name() + "=" + URLEncoder.encode(option.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Option option(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw QueryFailure.badRequest(
                    SelectParser.FAILED + "'" + QueryFailure.echo(text.strip()) + "' is not an option.");
        }
        return new Option(text.substring(0, equals).strip(), text.substring(equals + 1));
    }

    /** The text before one of these characters outside of quotes and parentheses. */
    private String until(String stops) {
        int start = position;
        boolean quoted = false;
        int open = 0;
        for (; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted) {
                if (open == 0 && stops.indexOf(c) >= 0) {
                    break;
                }
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (open < 0) {
                    throw QueryFailure.character(text, position);
                }
            }
        }
        return text.substring(start, position);
    }

    private boolean skip(char c) {
        boolean found = position < text.length() && text.charAt(position) == c;
        if (found) {
            position++;
        }
        return found;
    }

    private void skipSpace() {
        while (position < text.length() && text.charAt(position) == ' ') {
            position++;
        }
    }
}
