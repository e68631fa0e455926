package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.WireIds;
import dev.postern.query.Condition;
import dev.postern.query.Condition.And;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.In;
import dev.postern.query.Condition.Not;
import dev.postern.query.Condition.Or;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.Set;

/** Well-known names in filters of folders, which programs write where an id can be. */
final class FolderNames {
    private static final Set<Path> IDS = Set.of(Path.of("id"), Path.of("parentFolderId"));

    private FolderNames() {}

    /** The same condition with the ids of the folders that it names. */
    static Condition resolved(MailReader mailbox, Condition condition) {
        return switch (condition) {
            case And(var all) ->
                new And(all.stream().map(each -> resolved(mailbox, each)).toList());
            case Or(var any) ->
                new Or(any.stream().map(each -> resolved(mailbox, each)).toList());
            case Not(var inner) -> new Not(resolved(mailbox, inner));
            case Compare(var path, var operator, var literal)
            when IDS.contains(path) -> new Compare(path, operator, resolved(mailbox, literal));
            case In(var path, var literals)
            when IDS.contains(path) ->
                new In(
                        path,
                        literals.stream().map(one -> resolved(mailbox, one)).toList());
            default -> condition;
        };
    }

    private static Literal resolved(MailReader mailbox, Literal literal) {
        if (!(literal instanceof Literal.Exact(var name))) {
            return literal;
        }
        WellKnownFolder known = WellKnownFolder.named(name);
        return known == null ? literal : new Literal.Exact(WireIds.folder(mailbox.id(), known.id()));
    }
}
