package dev.postern.mailbox;

import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Match;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.Or;
import dev.postern.query.Path;
import dev.postern.query.UsedPaths;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition, split for the cost of bodies: no index and no folded copy contains them, so they are read. Only those
 * are read that the first part leaves, and the total size of these readings is limited.
 *
 * @param first the parts that use no body
 * @param onBodies the others
 */
record BodyCondition(List<Condition> first, List<Condition> onBodies) {
    static final Path CONTENT = Path.of("body/content");
    /** About a second of one processor. */
    static final long MAX_BYTES = 256L << 20;

    static BodyCondition of(Condition condition) {
        var first = new ArrayList<Condition>();
        var onBodies = new ArrayList<Condition>();
        for (Condition part : FolderCondition.parts(condition).toList()) {
            (UsedPaths.of(part).contains(CONTENT) ? onBodies : first).add(part);
        }
        return new BodyCondition(first, onBodies);
    }

    boolean readsBodies() {
        return !onBodies.isEmpty();
    }

    /**
     * @param from the items that the first part leaves
     * @throws MailboxFailure.BodiesTooLarge if their bodies are too large to be read for one query
     */
    void check(Sql sql, String from, List<@Nullable Object> values) {
        long bytes = sql.number("select coalesce(sum(octet_length(body)), 0)" + from, values.toArray())
                * onBodies.stream().mapToInt(BodyCondition::searches).sum();
        if (bytes > MAX_BYTES) {
            throw new MailboxFailure.BodiesTooLarge(bytes, MAX_BYTES);
        }
    }

    /** How often a condition searches a body. */
    private static int searches(Condition condition) {
        return switch (condition) {
            case And(var all) -> all.stream().mapToInt(BodyCondition::searches).sum();
            case Or(var any) -> any.stream().mapToInt(BodyCondition::searches).sum();
            case Not(var inner) -> searches(inner);
            case Match(var path, var _, var _) when path.equals(CONTENT) -> 1;
            default -> 0;
        };
    }
}
