package dev.postern.mailbox.setting;

import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The list of categories of one mailbox. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class MasterCategories {
    private static final String NAME = "masterCategories";
    private static final int MAX_CATEGORIES = 1_000;

    private final Mailbox mailbox;
    private final SettingRows rows;

    public MasterCategories(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.rows = new SettingRows(mailbox.id());
    }

    /** In the order in which they were created. */
    public List<MasterCategory> list() {
        return mailbox.read(this::list);
    }

    private List<MasterCategory> list(Sql sql) {
        ObjectNode stored = rows.find(sql, NAME);
        return stored == null
                ? List.of()
                : stored.path("categories")
                        .valueStream()
                        .map(MasterCategory::of)
                        .toList();
    }

    /** @throws MailboxFailure.ItemNotFound if there is no such category */
    public MasterCategory get(UUID id) {
        return find(list(), id);
    }

    private static MasterCategory find(List<MasterCategory> all, UUID id) {
        return all.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(MailboxFailure.ItemNotFound::new);
    }

    /** @throws MailboxFailure.CategoryRefused if there is one with this name, or too many */
    public MasterCategory create(String displayName, String color) {
        return mailbox.change(change -> {
            List<MasterCategory> all = new ArrayList<>(list(change.sql()));
            if (all.stream().anyMatch(one -> Folding.fold(one.displayName()).equals(Folding.fold(displayName)))) {
                throw new MailboxFailure.CategoryRefused(true, "A category with this name exists already.");
            }
            if (all.size() >= MAX_CATEGORIES) {
                throw new MailboxFailure.CategoryRefused(
                        false, "A mailbox may have at most " + MAX_CATEGORIES + " categories.");
            }
            MasterCategory added = new MasterCategory(mailbox.nextId(), displayName, color);
            all.add(added);
            put(change.sql(), all);
            return added;
        });
    }

    /** @throws MailboxFailure.ItemNotFound if there is no such category */
    public MasterCategory recolor(UUID id, String color) {
        return mailbox.change(change -> {
            List<MasterCategory> all = list(change.sql());
            MasterCategory before = find(all, id);
            UnaryOperator<MasterCategory> recolored =
                    one -> one.id().equals(id) ? new MasterCategory(id, one.displayName(), color) : one;
            put(change.sql(), all.stream().map(recolored).toList());
            return recolored.apply(before);
        });
    }

    /** @throws MailboxFailure.ItemNotFound if there is no such category */
    public void delete(UUID id) {
        mailbox.change(change -> {
            List<MasterCategory> all = list(change.sql());
            MasterCategory found = find(all, id);
            put(change.sql(), all.stream().filter(one -> !one.equals(found)).toList());
            return true;
        });
    }

    private void put(Sql sql, List<MasterCategory> all) {
        ArrayNode categories = JsonNodeFactory.instance.arrayNode();
        all.forEach(one -> categories.add(one.json()));
        ObjectNode doc = JsonNodeFactory.instance.objectNode();
        doc.set("categories", categories);
        rows.put(sql, NAME, doc);
    }
}
