package dev.postern.gate;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.User;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A caller for whom work is done later, without its token, stored together with that work. {@link MailboxDecision} decides it again each
 * time, so a changed grant or policy takes effect immediately.
 *
 * @param requester with the permissions of its token; other permissions are not considered later
 * @param owner the owner of the mailbox
 */
record StoredCaller(Requester requester, ObjectId owner, Operation operation) {
    private static final String VERSION = "stored-caller/2";
    private static final int LINES = 9;
    private static final int LINES_OF_VERSION_1 = 6;

    /** Permissions that do not suffice for the operation are not stored. */
    static StoredCaller of(Requester requester, User owner, Operation operation) {
        var shown = new HashSet<>(requester.roles());
        shown.retainAll(operation.permissions());
        return new StoredCaller(
                new Requester(requester.tenant(), requester.app(), requester.principal(), shown),
                owner.id(),
                operation);
    }

    /** Returns the stored form, one value per line. No value contains a line break. */
    String text() {
        return String.join(
                "\n",
                VERSION,
                requester.tenant().toString(),
                requester.app().toString(),
                requester.principal().toString(),
                words(requester.roles()),
                owner.toString(),
                operation.area() + " " + operation.form() + " " + operation.name(),
                words(operation.permissions()),
                words(operation.basic()));
    }

    /** @throws IllegalArgumentException if the text has neither the current nor the previous version */
    static StoredCaller parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        if (!lines.getFirst().equals(VERSION)) {
            return version1(lines);
        }
        if (lines.size() != LINES) {
            throw new IllegalArgumentException("A stored caller has " + LINES + " lines, not " + lines.size());
        }
        String[] what = lines.get(6).split(" ", 3);
        return new StoredCaller(
                requester(lines.subList(1, 4), words(lines.get(4))),
                ObjectId.of(lines.get(5)),
                new Operation(
                        what[2],
                        Area.valueOf(what[0]),
                        Form.valueOf(what[1]),
                        words(lines.get(7)),
                        words(lines.get(8))));
    }

    /** Reads version 1, which was stored only for uploads to drafts: tenant, app, principal, owner, operation, permissions. */
    private static StoredCaller version1(List<String> lines) {
        if (lines.size() != LINES_OF_VERSION_1) {
            throw new IllegalArgumentException("Not a stored caller");
        }
        Set<String> permissions = words(lines.get(5));
        return new StoredCaller(
                requester(lines.subList(0, 3), permissions),
                ObjectId.of(lines.get(3)),
                new Operation(lines.get(4), Area.MAIL, Form.WRITE, permissions, Set.of()));
    }

    private static Requester requester(List<String> ids, Set<String> roles) {
        return new Requester(TenantId.of(ids.get(0)), AppId.of(ids.get(1)), ObjectId.of(ids.get(2)), roles);
    }

    private static String words(Set<String> words) {
        return String.join(" ", words.stream().sorted().toList());
    }

    private static Set<String> words(String line) {
        return line.isEmpty() ? Set.of() : Set.of(line.split(" "));
    }
}
