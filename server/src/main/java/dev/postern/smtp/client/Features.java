package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a host offers in its reply to EHLO.
 *
 * @param maxSize of a message in bytes; 0 if the host names none
 * @param logins the mechanisms of AUTH, in upper case
 */
record Features(Set<String> keywords, long maxSize, Set<String> logins) {
    static final Features NONE = new Features(Set.of(), 0, Set.of());

    static Features of(Reply ehlo) {
        var keywords = new HashSet<String>();
        var logins = new HashSet<String>();
        long maxSize = 0;
        List<String> lines = ehlo.lines();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.strip().toUpperCase(Locale.ROOT).split("[ =]+");
            keywords.add(words[0]);
            if (words[0].equals("SIZE") && words.length > 1 && words[1].matches("[0-9]{1,18}")) {
                maxSize = Long.parseLong(words[1]);
            } else if (words[0].equals("AUTH")) {
                logins.addAll(Arrays.asList(words).subList(1, words.length));
            }
        }
        return new Features(Set.copyOf(keywords), maxSize, Set.copyOf(logins));
    }

    boolean startTls() {
        return keywords.contains("STARTTLS");
    }

    boolean size() {
        return keywords.contains("SIZE");
    }

    boolean eightBit() {
        return keywords.contains("8BITMIME");
    }

    boolean utf8() {
        return keywords.contains("SMTPUTF8");
    }

    boolean pipelining() {
        return keywords.contains("PIPELINING");
    }

    boolean notices() {
        return keywords.contains("DSN");
    }
}
