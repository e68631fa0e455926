package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code parentFolderId eq} in a condition into the folder to list, so that an index can be
 * used.
 */
final class FolderCondition {
    private static final Path PARENT = Path.of("parentFolderId");

    private FolderCondition() {}

    static ListQuery lift(MailboxId mailbox, ListQuery query) {
        Condition condition = query.condition();
        if (condition == null) {
            return query;
        }
        var rest = new ArrayList<Condition>();
        FolderId folder = query.folder();
        boolean lifted = false;
        for (Condition part : parts(condition).toList()) {
            String id = named(part);
            if (id == null) {
                rest.add(part);
                continue;
            }
            FolderId chosen = WireIds.folder(mailbox, id);
            lifted = true;
            if (folder != null && !folder.equals(chosen)) {
                rest.add(Condition.NEVER);
            }
            folder = folder == null ? chosen : folder;
        }
        return folder == null || !lifted
                ? query
                : new ListQuery(
                        folder,
                        rest.isEmpty() ? null : new And(rest),
                        query.orders(),
                        query.skip(),
                        query.top(),
                        query.count(),
                        query.fields());
    }

    /** The conditions that must all be met. */
    static Stream<Condition> parts(Condition condition) {
        return condition instanceof And(var all) ? all.stream().flatMap(FolderCondition::parts) : Stream.of(condition);
    }

    private static @Nullable String named(Condition part) {
        if (part instanceof Compare(var path, var operator, var literal)
                && path.equals(PARENT)
                && operator == Condition.Operator.EQ) {
            return switch (literal) {
                case Literal.Text(var id) -> id;
                case Literal.Exact(var id) -> id;
                default -> null;
            };
        }
        return null;
    }
}
