package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.In;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.Or;
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
    /** Not a property of Graph: the folder by its inner id. */
    static final Path FOLDER = Path.of("folder");

    private static final Path PARENT = Path.of("parentFolderId");

    private FolderCondition() {}

    static ListQuery lift(MailboxId mailbox, ListQuery query) {
        Condition condition = query.condition();
        if (condition == null) {
            return query;
        }
        var rest = new ArrayList<Condition>();
        FolderId folder = query.folder();
        for (Condition part : parts(condition).toList()) {
            String id = named(part);
            if (id == null) {
                rest.add(onFolders(mailbox, part));
                continue;
            }
            FolderId chosen = WireIds.folder(mailbox, id);
            if (folder != null && !folder.equals(chosen)) {
                rest.add(Condition.NEVER);
            }
            folder = folder == null ? chosen : folder;
        }
        return new ListQuery(
                        folder,
                        rest.isEmpty() ? null : new And(rest),
                        query.orders(),
                        query.skip(),
                        query.top(),
                        query.count(),
                        query.fields());
    }

    /** Other comparisons of the folder, as conditions on the column. */
    private static Condition onFolders(MailboxId mailbox, Condition condition) {
        return switch (condition) {
            case And(var all) ->
                new And(all.stream().map(each -> onFolders(mailbox, each)).toList());
            case Or(var any) ->
                new Or(any.stream().map(each -> onFolders(mailbox, each)).toList());
            case Not(var inner) -> new Not(onFolders(mailbox, inner));
            case Compare(var path, var operator, var literal)
            when path.equals(PARENT) && (operator == Condition.Operator.EQ || operator == Condition.Operator.NE) ->
                new Compare(FOLDER, operator, folder(mailbox, literal));
            case In(var path, var literals)
            when path.equals(PARENT) ->
                new Or(literals.stream()
                        .<Condition>map(literal ->
                                new Compare(FOLDER, Condition.Operator.EQ, folder(mailbox, literal)))
                        .toList());
            default -> condition;
        };
    }

    private static Literal folder(MailboxId mailbox, Literal literal) {
        String id = text(literal);
        return id == null ? literal : new Literal.Guid(WireIds.folder(mailbox, id).value());
    }

    private static @Nullable String text(Literal literal) {
        return switch (literal) {
            case Literal.Text(var id) -> id;
            case Literal.Exact(var id) -> id;
            default -> null;
        };
    }

    /** The conditions that must all be met. */
    static Stream<Condition> parts(Condition condition) {
        return condition instanceof And(var all) ? all.stream().flatMap(FolderCondition::parts) : Stream.of(condition);
    }

    private static @Nullable String named(Condition part) {
        if (part instanceof Compare(var path, var operator, var literal)
                && path.equals(PARENT)
                && operator == Condition.Operator.EQ) {
            return text(literal);
        }
        return null;
    }
}
