package dev.postern.mailbox.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The access rights of Exchange: rights, roles that stand for a set of them, and two levels that only calendars have. */
final class FolderRights {
    private static final Set<String> LEVELS = Set.of("None", "AvailabilityOnly", "LimitedDetails");
    private static final Set<String> REVIEWER = Set.of("FolderVisible", "ReadItems");
    private static final Set<String> NON_EDITING_AUTHOR = plus(REVIEWER, "CreateItems", "DeleteOwnedItems");
    private static final Set<String> AUTHOR = plus(NON_EDITING_AUTHOR, "EditOwnedItems");
    private static final Set<String> EDITOR = plus(AUTHOR, "DeleteAllItems", "EditAllItems");
    private static final Set<String> PUBLISHING_EDITOR = plus(EDITOR, "CreateSubfolders");
    private static final Set<String> OWNER = plus(PUBLISHING_EDITOR, "FolderContact", "FolderOwner");
    private static final Map<String, Set<String>> ROLES = Map.of(
            "Contributor", Set.of("CreateItems", "FolderVisible"),
            "Reviewer", REVIEWER,
            "NonEditingAuthor", NON_EDITING_AUTHOR,
            "Author", AUTHOR,
            "PublishingAuthor", plus(AUTHOR, "CreateSubfolders"),
            "Editor", EDITOR,
            "PublishingEditor", PUBLISHING_EDITOR,
            "Owner", OWNER);

    private FolderRights() {}

    private static Set<String> plus(Set<String> some, String... more) {
        var all = new TreeSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    /**
     * The canonical form of a combination: a level, a role, or rights by name. Empty if there is no such combination: an unknown name, or a level
     * with something else.
     */
    static Optional<List<String>> canonical(List<String> given) {
        var rights = new TreeSet<String>();
        for (String name : given) {
            Optional<String> level = named(LEVELS, name);
            if (level.isPresent()) {
                return given.size() == 1 ? Optional.of(List.of(level.get())) : Optional.empty();
            }
            Optional<String> role = named(ROLES.keySet(), name);
            Optional<String> right = named(OWNER, name);
            if (role.isEmpty() && right.isEmpty()) {
                return Optional.empty();
            }
            role.ifPresent(one -> rights.addAll(ROLES.getOrDefault(one, Set.of())));
            right.ifPresent(rights::add);
        }
        if (rights.isEmpty()) {
            return Optional.empty();
        }
        Stream<String> same = ROLES.entrySet().stream()
                .filter(role -> role.getValue().equals(rights))
                .map(Map.Entry::getKey);
        return Optional.of(same.findFirst().map(List::of).orElse(List.copyOf(rights)));
    }

    private static Optional<String> named(Set<String> names, String name) {
        return names.stream().filter(name::equalsIgnoreCase).findFirst();
    }
}
