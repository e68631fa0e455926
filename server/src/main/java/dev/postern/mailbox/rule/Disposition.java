package dev.postern.mailbox.rule;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Placement;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one mailbox do with a message. Pure.
 *
 * @param fired the names of the rules that were carried out, in their order
 */
public record Disposition(List<String> fired, Placement placement, List<Outgoing> outgoing) {
    /** Of copies, and of outgoing messages, of one message in one mailbox; more are left out. */
    static final int MAX_RESULTS = 16;

    public Disposition {
        fired = List.copyOf(fired);
        outgoing = List.copyOf(outgoing);
    }

    /** How a message is sent on. */
    public enum Way {
        FORWARD,
        FORWARD_AS_ATTACHMENT,
        REDIRECT
    }

    /**
     * A message to be sent.
     *
     * @param to not empty
     */
    public record Outgoing(Way way, List<Address> to) {
        public Outgoing {
            to = List.copyOf(to);
        }
    }

    /**
     * Carries out rules.
     *
     * @param matching the rules that match, in their order
     * @param gone the folders that no longer exist; a rule that names one of them is skipped
     * @param own the folded addresses of the owner, to which nothing is sent
     */
    public static Disposition of(
            List<RuleSet.Match> matching, Set<FolderId> gone, ArrivingMessage message, Set<String> own) {
        var state = new State();
        for (RuleSet.Match match : matching) {
            RuleActions actions = match.actions();
            if (actions.folders().anyMatch(gone::contains)) {
                continue;
            }
            state.fired.add(match.rule().name());
            state.mark(actions);
            if (message.maySend()) {
                state.send(actions, message.author(), own);
            }
            if (actions.stop()) {
                break;
            }
        }
        return state.end();
    }

    private static final class State {
        private final List<String> fired = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        private final List<String> categories = new ArrayList<>();
        private final Set<FolderId> copies = new LinkedHashSet<>();
        private final List<Outgoing> outgoing = new ArrayList<>();
        private FolderId folder = WellKnownFolder.INBOX.id();
        private boolean read;
        private @Nullable String importance;
        private boolean gone;

        void mark(RuleActions actions) {
            actions.categories().stream()
                    .filter(one -> known.add(Folding.fold(one)))
                    .forEach(categories::add);
            read |= actions.markRead();
            if (actions.importance() != null) {
                importance = actions.importance();
            }
            if (actions.copyTo() != null && copies.size() < MAX_RESULTS) {
                copies.add(actions.copyTo());
            }
            gone |= actions.permanentDelete();
            if (actions.delete()) {
                folder = WellKnownFolder.DELETEDITEMS.id();
            } else if (actions.moveTo() != null) {
                folder = actions.moveTo();
            }
        }

        void send(RuleActions actions, String author, Set<String> own) {
            add(Way.FORWARD, actions.forward(), own);
            add(Way.FORWARD_AS_ATTACHMENT, actions.forwardAsAttachment(), own);
            Set<String> notTo = new HashSet<>(own);
            notTo.add(author);
            add(Way.REDIRECT, actions.redirect(), notTo);
        }

        private void add(Way way, List<Address> to, Set<String> notTo) {
            Set<String> seen = new HashSet<>(notTo);
            List<Address> recipients = to.stream()
                    .filter(one -> one.address() != null
                            && seen.add(Folding.fold(one.address().strip())))
                    .toList();
            if (!recipients.isEmpty() && outgoing.size() < MAX_RESULTS) {
                outgoing.add(new Outgoing(way, recipients));
            }
        }

        Disposition end() {
            return new Disposition(
                    fired,
                    new Placement(
                            gone ? WellKnownFolder.RECOVERABLEITEMSPURGES.id() : folder,
                            new Placement.Marks(read, importance, categories),
                            List.copyOf(copies)),
                    outgoing);
        }
    }
}
