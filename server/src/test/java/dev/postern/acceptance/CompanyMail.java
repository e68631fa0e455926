package dev.postern.acceptance;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be in the Inbox of each mailbox: every meeting message exactly once. The subjects of different meetings differ. */
final class CompanyMail {
    /** By mailbox and subject. */
    private final Map<String, Map<String, Integer>> sent = new HashMap<>();
    /** Of responses whose request had no response: the attendee has given them twice if the first attempt was carried out. */
    private final Map<String, Map<String, Integer>> repeated = new HashMap<>();

    synchronized void send(Collection<String> names, String subject) {
        names.forEach(name -> add(sent, name, subject));
    }

    synchronized void mayBeThereTwice(String name, String subject) {
        add(repeated, name, subject);
    }

    private static void add(Map<String, Map<String, Integer>> all, String name, String subject) {
        all.computeIfAbsent(name, _ -> new HashMap<>()).merge(subject, 1, Integer::sum);
    }

    synchronized int total() {
        return sent.values().stream()
                .flatMap(one -> one.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Null if the Inbox contains what was sent, and nothing else. */
    synchronized @Nullable String difference(String name, List<String> inbox) {
        Map<String, Integer> wanted = sent.getOrDefault(name, Map.of());
        Map<String, Integer> more = repeated.getOrDefault(name, Map.of());
        Map<String, Integer> found = inbox.stream().collect(Collectors.toMap(one -> one, _ -> 1, Integer::sum));
        var subjects = new TreeSet<>(wanted.keySet());
        subjects.addAll(found.keySet());
        String text = subjects.stream()
                .filter(one -> {
                    int least = wanted.getOrDefault(one, 0);
                    int count = found.getOrDefault(one, 0);
                    return count < least || count > least + more.getOrDefault(one, 0);
                })
                .map(one -> found.getOrDefault(one, 0) + " times " + one + " instead of " + wanted.getOrDefault(one, 0))
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? null : "The Inbox of " + name + " differs: " + text;
    }
}
