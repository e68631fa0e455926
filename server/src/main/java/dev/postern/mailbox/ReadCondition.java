package dev.postern.mailbox;

import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Match;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Condition.Or;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import dev.postern.query.UsedPaths;
import dev.postern.store.UnsupportedCondition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A condition, split by who can evaluate it. The database sees only what is stored: the text of a body and the values of some extended
 * properties are computed from it. Such parts are evaluated on the items that the other parts leave.
 *
 * @param first the parts that the database evaluates
 * @param rest the others; parts of them that the database can evaluate are conditions on {@link #STORED}
 * @param stored these parts of {@code rest}, by their number
 */
record ReadCondition(List<Condition> first, List<Condition> rest, List<Condition> stored) {
    static final Path CONTENT = Path.of("body/content");
    /** The values of extended properties, by their ids. */
    private static final Path MAPI = Path.of("mapi");
    /** The results of the parts that the database evaluates, by their numbers. */
    private static final Path STORED = Path.of("stored");

    private static final String NAME = "n";

    static ReadCondition of(Condition condition) {
        var first = new ArrayList<Condition>();
        var rest = new ArrayList<Condition>();
        var stored = new ArrayList<Condition>();
        for (Condition part : FolderCondition.parts(condition).toList()) {
            if (isStored(part)) {
                first.add(part);
            } else {
                rest.add(split(part, stored));
            }
        }
        return new ReadCondition(first, rest, stored);
    }

    /** Whether the database can evaluate a condition. */
    static boolean isStored(Condition condition) {
        return UsedPaths.of(condition).stream().noneMatch(path -> path.equals(CONTENT) || path.startsWith(MAPI));
    }

    private static Condition split(Condition part, List<Condition> stored) {
        if (isStored(part)) {
            stored.add(part);
            return new Compare(STORED.then(name(stored.size() - 1)), Operator.EQ, new Literal.Bool(true));
        }
        return switch (part) {
            case And(var all) -> new And(all.stream().map(each -> split(each, stored)).toList());
            case Or(var any) -> new Or(any.stream().map(each -> split(each, stored)).toList());
            case Not(var inner) -> new Not(split(inner, stored));
            // a no-break space is shown, and written, as a space
            case Match(var path, var position, var text)
            when path.equals(CONTENT) -> new Match(path, position, text.replace('\u00a0', ' '));
            case Compare(var path, var _, var _)
            when path.equals(CONTENT) ->
                throw new UnsupportedCondition("'" + CONTENT + "' can only be searched with contains and startswith");
            default -> part;
        };
    }

    /** The name of a stored part's result in the document on which the rest is evaluated. */
    static String name(int part) {
        return NAME + part;
    }

    /** The path of the value of an extended property. */
    static Path mapi(String id) {
        return MAPI.then(NAME + HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** The ids of the extended properties whose values must be computed. */
    Set<String> mapiIds() {
        Set<String> ids = new HashSet<>();
        for (Condition part : rest) {
            for (Path path : UsedPaths.of(part)) {
                if (path.startsWith(MAPI)) {
                    String hex = path.segments().getLast().substring(NAME.length());
                    ids.add(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
                }
            }
        }
        return ids;
    }

    boolean readsBodies() {
        return rest.stream().anyMatch(part -> UsedPaths.of(part).contains(CONTENT));
    }

    /** How often a text is searched, at least 1. */
    int searches() {
        return Math.max(1, rest.stream().mapToInt(ReadCondition::searches).sum());
    }

    private static int searches(Condition condition) {
        return switch (condition) {
            case And(var all) -> all.stream().mapToInt(ReadCondition::searches).sum();
            case Or(var any) -> any.stream().mapToInt(ReadCondition::searches).sum();
            case Not(var inner) -> searches(inner);
            case Match _ -> 1;
            default -> 0;
        };
    }
}
