package dev.postern.cli;

import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletNotes;
import dev.postern.cmdlet.CmdletParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The text of {@code CMDLET --help}, from the tables of cmdlets, in the form of Get-Help. */
final class CmdletHelp {
    private static final int LINE = 100;
    private static final String INDENT = "    ";
    /** More values than this are listed only with the parameters. */
    private static final int FEW = 4;

    private CmdletHelp() {}

    static String of(Cmdlet cmdlet) {
        var note = CmdletNotes.read().of(cmdlet);
        return "NAME\n" + INDENT + cmdlet.name() + "\n\nSYNOPSIS\n" + INDENT + CommandHelp.sentence(note.purpose())
                + "\n\nSYNTAX\n"
                + cmdlet.sets().stream().map(set -> syntax(cmdlet, set)).collect(Collectors.joining())
                + "\nPARAMETERS\n"
                + parameters(cmdlet)
                + "\nOPTIONS\n" + INDENT + "-o table|list|json|tsv, --json, --profile FILE"
                + (cmdlet.writes() ? "; with -WhatIf also --all" : "") + "\n\nEXAMPLE\n" + INDENT + "./postern "
                + note.example() + "\n";
    }

    private static String syntax(Cmdlet cmdlet, String set) {
        List<String> words = new ArrayList<>(List.of(cmdlet.name()));
        cmdlet.parameters().stream()
                .filter(parameter -> parameter.isIn(set))
                .map(CmdletHelp::syntax)
                .forEach(words::add);
        StringBuilder text = new StringBuilder(INDENT);
        int length = 0;
        for (String word : words) {
            if (length > 0 && length + word.length() > LINE) {
                text.append("\n").append(INDENT.repeat(2));
                length = 0;
            }
            text.append(length > 0 ? " " : "").append(word);
            length += word.length() + 1;
        }
        return text.append("\n").toString();
    }

    private static String syntax(CmdletParameter parameter) {
        String name = "-" + parameter.name();
        String named = parameter.position() > 0 ? "[" + name + "]" : name;
        String whole = parameter.kind().isSwitch() ? named : named + " " + type(parameter);
        return parameter.required() ? whole : "[" + whole + "]";
    }

    private static String type(CmdletParameter parameter) {
        if (!parameter.choices().isEmpty()
                && parameter.choices().size() <= FEW
                && !parameter.kind().isList()) {
            return "{" + String.join(" | ", parameter.choices()) + "}";
        }
        return switch (parameter.kind()) {
            case TEXT, CHOICE -> "<String>";
            case TEXTS, CHOICES -> "<String[]>";
            case SWITCH -> "[<SwitchParameter>]";
            case BOOL -> "<Boolean>";
            case COUNT -> "<Int32 | Unlimited>";
            case NUMBER -> "<Int32>";
            case ADDRESSES -> "<String[] | @{add=...; remove=...}>";
            case JSON -> "<JSON | @FILE>";
        };
    }

    private static String parameters(Cmdlet cmdlet) {
        int width = cmdlet.parameters().stream()
                .mapToInt(parameter -> head(parameter).length())
                .max()
                .orElse(0);
        return cmdlet.parameters().stream()
                .map(parameter -> parameter(parameter, width))
                .collect(Collectors.joining());
    }

    private static String head(CmdletParameter parameter) {
        return "-" + parameter.name();
    }

    private static String parameter(CmdletParameter parameter, int width) {
        String indent = INDENT + " ".repeat(width + 2);
        List<String> facts = new ArrayList<>();
        facts.add(parameter.required() ? "required" : "optional");
        if (parameter.position() > 0) {
            facts.add("position " + parameter.position());
        }
        facts.add(type(parameter).replaceAll("^\\{.*}$", "<String>"));
        if (!parameter.aliases().isEmpty()) {
            facts.add("alias " + String.join(", ", parameter.aliases()));
        }
        StringBuilder text = new StringBuilder(INDENT)
                .append(head(parameter))
                .append(" ".repeat(width + 2 - head(parameter).length()))
                .append(String.join(", ", facts))
                .append("\n");
        if (!parameter.choices().isEmpty()) {
            text.append(indent).append("valid values: ");
            int length = 0;
            for (String choice : parameter.choices()) {
                if (length > 0) {
                    text.append(length + choice.length() > LINE - width ? ",\n" + indent : ", ");
                    length = length + choice.length() > LINE - width ? 0 : length;
                }
                text.append(choice);
                length += choice.length() + 2;
            }
            text.append("\n");
        }
        return text.toString();
    }
}
