package dev.postern.mailbox.rule;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.FolderId;
import dev.postern.store.Sql;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of mailboxes for deliveries. Those that were used last are cached under the number that changes with them, so a cached set is
 * always the current one. Thread-safe.
 */
public final class RuleSets {
    /** Bytes of stored rules; prepared rules need about ten times as much memory. */
    private static final long MAX_CACHED = 4 << 20;

    private final LinkedHashMap<MailboxId, Cached> cache = new LinkedHashMap<>(16, 0.75f, true);
    private long cached;

    private record Cached(long stamp, RuleSet rules) {}

    /**
     * The rules of these mailboxes, in the transaction that has locked them.
     *
     * @param stamps the number of each mailbox that changes with its rules
     */
    public Map<MailboxId, RuleSet> load(Sql sql, Map<MailboxId, Long> stamps) {
        var sets = new HashMap<MailboxId, RuleSet>();
        Set<MailboxId> missing = new HashSet<>();
        stamps.forEach((mailbox, stamp) -> {
            RuleSet known = find(mailbox, stamp);
            if (known == null) {
                missing.add(mailbox);
            } else {
                sets.put(mailbox, known);
            }
        });
        if (!missing.isEmpty()) {
            Map<MailboxId, List<MessageRule>> loaded = RuleRows.enabled(sql, missing);
            missing.forEach(mailbox -> {
                RuleSet rules = new RuleSet(loaded.getOrDefault(mailbox, List.of()));
                sets.put(mailbox, rules);
                put(mailbox, new Cached(stamps.getOrDefault(mailbox, 0L), rules));
            });
        }
        return sets;
    }

    /** The folders among these that rules cannot use any more, by mailbox, with one query. */
    public static Map<MailboxId, Set<FolderId>> gone(Sql sql, Map<MailboxId, Set<FolderId>> targets) {
        return targets.isEmpty() ? Map.of() : RuleTargets.gone(sql, targets);
    }

    private synchronized @Nullable RuleSet find(MailboxId mailbox, long stamp) {
        Cached known = cache.get(mailbox);
        return known == null || known.stamp() != stamp ? null : known.rules();
    }

    private synchronized void put(MailboxId mailbox, Cached rules) {
        Cached before = cache.put(mailbox, rules);
        cached += rules.rules().size() - (before == null ? 0 : before.rules().size());
        var oldest = cache.entrySet().iterator();
        while (cached > MAX_CACHED && oldest.hasNext()) {
            cached -= oldest.next().getValue().rules().size();
            oldest.remove();
        }
    }
}
