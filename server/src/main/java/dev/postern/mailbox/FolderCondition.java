package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code parentFolderId eq} in a condition on the whole mailbox into the folder to list, so that an index can be
 * used.
 */
final class FolderCondition {
    private static final Path PARENT = Path.of("parentFolderId");

    private FolderCondition() {}

    static ListQuery lift(MailboxId mailbox, ListQuery query) {
        Condition condition = query.condition();
        if (condition == null || query.folder() != null) {
            return query;
        }
        var rest = new ArrayList<Condition>();
        FolderId folder = null;
        for (Condition part : condition instanceof And(var all) ? all : List.of(condition)) {
            String id = folder == null ? named(part) : null;
            if (id == null) {
                rest.add(part);
            } else {
                folder = WireIds.folder(mailbox, id);
            }
        }
        return folder == null
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
