package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryDelta;
import dev.postern.graph.GraphFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader of {@code delta} is. A token is not a secret and not a credential: it shows nothing that the list does not show to the same
 * caller, so it needs no signature.
 *
 * @param set the entity set
 * @param first whether the round is the first one, which lists all objects in the order of their ids
 * @param place the last object of the previous page
 * @param member the last shown member of the group at this place, if it has more; else null
 */
record ObjectDeltaToken(
        TenantId tenant,
        String set,
        boolean first,
        DirectoryDelta.Window window,
        DirectoryDelta.Change place,
        @Nullable ObjectId member) {
    private static final String NONE = "-";
    private static final int MAX_LENGTH = 400;

    /** The first round, up to the present revision. */
    static ObjectDeltaToken start(TenantId tenant, String set, long revision) {
        return new ObjectDeltaToken(
                tenant, set, true, new DirectoryDelta.Window(0, revision), new DirectoryDelta.Change(0, null), null);
    }

    /** The beginning of the next round, after everything of this one. */
    static ObjectDeltaToken end(TenantId tenant, String set, long revision) {
        return new ObjectDeltaToken(
                tenant,
                set,
                false,
                new DirectoryDelta.Window(revision, revision),
                new DirectoryDelta.Change(revision, null),
                null);
    }

    ObjectDeltaToken upTo(long revision) {
        return new ObjectDeltaToken(
                tenant, set, first, new DirectoryDelta.Window(window.after(), revision), place, member);
    }

    ObjectDeltaToken at(DirectoryDelta.Change other, @Nullable ObjectId otherMember) {
        return new ObjectDeltaToken(tenant, set, first, window, other, otherMember);
    }

    String text() {
        String text = String.join(
                "|",
                "1",
                tenant.toString(),
                set,
                first ? "f" : "n",
                Long.toString(window.after()),
                Long.toString(window.upTo()),
                Long.toString(place.revision()),
                place.id() == null ? NONE : place.id().toString(),
                member == null ? NONE : member.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectDeltaToken read(String text, TenantId tenant, String set) {
        try {
            if (text.length() > MAX_LENGTH) {
                throw unreadable();
            }
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\\|", -1);
            if (parts.length != 9
                    || !parts[0].equals("1")
                    || !parts[1].equals(tenant.toString())
                    || !parts[2].equals(set)) {
                throw unreadable();
            }
            return new ObjectDeltaToken(
                    tenant,
                    set,
                    parts[3].equals("f"),
                    new DirectoryDelta.Window(Long.parseLong(parts[4]), Long.parseLong(parts[5])),
                    new DirectoryDelta.Change(Long.parseLong(parts[6]), id(parts[7])),
                    id(parts[8]));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static @Nullable ObjectId id(String text) {
        return text.equals(NONE) ? null : ObjectId.of(text);
    }

    private static GraphFailure unreadable() {
        return GraphFailure.directory("The token was not issued by this server for these objects.");
    }
}
