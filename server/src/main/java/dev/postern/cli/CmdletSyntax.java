package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletParameter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses {@code -Name value} as PowerShell does, as far as a POSIX shell allows: names in any case, the beginning of a name, switches without
 * a value, {@code -Name:value}, comma-separated lists. The argument after a parameter that takes a value is its value, even if it begins with
 * a hyphen, unless it is the whole name of another parameter.
 */
final class CmdletSyntax {
    private final Cmdlet cmdlet;
    private final Path directory;
    private final Iterator<String> rest;
    private final ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    private final Set<String> given = new HashSet<>();
    private @Nullable String next;

    private CmdletSyntax(Cmdlet cmdlet, List<String> arguments, Path directory) {
        this.cmdlet = cmdlet;
        this.directory = directory;
        this.rest = arguments.iterator();
        advance();
    }

    /**
     * Parses the arguments of a cmdlet.
     *
     * @param directory to which file names are relative
     */
    static ObjectNode read(Cmdlet cmdlet, List<String> arguments, Path directory) {
        CmdletSyntax syntax = new CmdletSyntax(cmdlet, arguments, directory);
        String argument = syntax.next;
        while (argument != null) {
            syntax.advance();
            syntax.argument(argument);
            argument = syntax.next;
        }
        return syntax.parameters;
    }

    private void advance() {
        next = rest.hasNext() ? rest.next() : null;
    }

    private void argument(String argument) {
        if (!argument.startsWith("-") || argument.length() == 1) {
            CmdletParameter parameter = cmdlet.at(1)
                    .filter(first -> !given.contains(first.name()))
                    .orElseThrow(() -> CliFailure.failed(
                            "A positional parameter cannot be found that accepts argument '" + argument + "'."));
            put(parameter, valueOf(parameter, argument));
            return;
        }
        int colon = argument.indexOf(':');
        String name = argument.substring(1, colon < 0 ? argument.length() : colon);
        CmdletParameter parameter = cmdlet.parameter(name).orElseGet(() -> beginning(name));
        if (parameter.kind().isSwitch()) {
            put(parameter, BooleanNode.valueOf(colon < 0 || switchValue(parameter, argument.substring(colon + 1))));
        } else {
            put(parameter, valueOf(parameter, colon < 0 ? following(parameter) : argument.substring(colon + 1)));
        }
    }

    /** As in PowerShell, the beginning of a name is enough if only one parameter has it. */
    private CmdletParameter beginning(String name) {
        List<CmdletParameter> possible = name.isEmpty() ? List.of() : cmdlet.beginningWith(name);
        if (possible.size() > 1) {
            throw CliFailure.failed("Parameter cannot be processed because the parameter name '" + name
                    + "' is ambiguous. Possible matches include: "
                    + possible.stream().map(one -> "-" + one.name()).collect(Collectors.joining(" ")) + ".");
        }
        if (possible.isEmpty()) {
            throw unknown(name);
        }
        return possible.getFirst();
    }

    private CliFailure unknown(String name) {
        List<String> names =
                cmdlet.parameters().stream().map(CmdletParameter::name).toList();
        return CliFailure.failed(
                "A parameter cannot be found that matches parameter name '" + name + "'." + Suggestion.of(name, names));
    }

    private void put(CmdletParameter parameter, JsonNode value) {
        if (!given.add(parameter.name())) {
            throw CliFailure.failed(
                    "Cannot bind parameter because parameter '" + parameter.name() + "' is specified more than once.");
        }
        parameters.set(parameter.name(), value);
    }

    private String following(CmdletParameter parameter) {
        String value = next;
        if (value == null || isParameter(value)) {
            throw CliFailure.failed("Missing an argument for parameter '" + parameter.name()
                    + "'. In a shell, quote what begins with $.");
        }
        advance();
        StringBuilder text = new StringBuilder(value);
        // for "a, b" the shell creates two arguments
        while (parameter.kind().isList() && text.toString().endsWith(",") && next != null) {
            text.append(next);
            advance();
        }
        return text.toString();
    }

    private boolean isParameter(String argument) {
        int colon = argument.indexOf(':');
        return argument.startsWith("-")
                && cmdlet.parameter(argument.substring(1, colon < 0 ? argument.length() : colon))
                        .isPresent();
    }

    /** A shell turns {@code -Confirm:$false} into {@code -Confirm:}. That is accepted because there is never a prompt; other switches refuse it. */
    private static boolean switchValue(CmdletParameter parameter, String text) {
        if (text.isEmpty() && parameter.name().equals("Confirm")) {
            return false;
        }
        return bool(text).orElseThrow(() -> notBool(parameter, text));
    }

    private static Optional<Boolean> bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "$true", "true", "1" -> Optional.of(true);
            case "$false", "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static CliFailure notBool(CmdletParameter parameter, String text) {
        return CliFailure.failed("Cannot process argument transformation on parameter '" + parameter.name()
                + "'. Cannot convert value \"" + text + "\" to true or false. In a shell, quote $true and $false.");
    }

    private JsonNode valueOf(CmdletParameter parameter, String text) {
        if (text.equalsIgnoreCase("$null")) {
            return JsonNodeFactory.instance.nullNode();
        }
        return switch (parameter.kind()) {
            // as in PowerShell, a grave accent makes $null a text
            case TEXT -> JsonNodeFactory.instance.stringNode(text.matches("(?i)`+\\$null") ? text.substring(1) : text);
            case CHOICE, COUNT, NUMBER -> JsonNodeFactory.instance.stringNode(text);
            case SWITCH, BOOL -> BooleanNode.valueOf(bool(text).orElseThrow(() -> notBool(parameter, text)));
            case TEXTS, CHOICES -> Lists.array(text);
            case ADDRESSES -> text.startsWith("@{") || text.startsWith("{") ? Lists.table(text) : Lists.array(text);
            case JSON -> Lists.json(text, directory);
        };
    }
}
