package dev.postern.http.framing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second, independent reader of requests. It has all bytes of a connection at once and uses regular expressions, where the server has pieces
 * and counts bytes.
 */
public final class NaiveReader {
    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e\\x80-\\xff]+) HTTP/1\\.([01])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[ \\t]*(" + TEXT + "?)[ \\t]*");
    private static final Pattern URL =
            Pattern.compile("https?://([-._~!$&'()*+,;=:%\\[\\]0-9A-Za-z]+)([/?#].*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})([ \\t]*;" + TEXT + ")?\\r\\n");

    private final String input;
    private final List<Seen> seen = new ArrayList<>();
    private int at;

    /** A request. */
    public record Seen(String method, String target, String host, String body, boolean last) {
        @Override
        public String toString() {
            return method + " " + target + " " + host + " [" + body + "]" + (last ? " close" : "");
        }
    }

    /** How the input ends. */
    public enum End {
        COMPLETE,
        INCOMPLETE,
        REFUSED
    }

    /** The requests before the end. */
    public record Reading(List<Seen> requests, End end) {}

    private static final class Bad extends RuntimeException {}

    private static final class More extends RuntimeException {}

    private NaiveReader(String input) {
        this.input = input;
    }

    public static Reading read(String input) {
        var reader = new NaiveReader(input);
        try {
            while (reader.at < input.length()
                    && (reader.seen.isEmpty() || !reader.seen.getLast().last())) {
                reader.request();
            }
            return new Reading(reader.seen, End.COMPLETE);
        } catch (Bad e) {
            return new Reading(reader.seen, End.REFUSED);
        } catch (More e) {
            return new Reading(reader.seen, End.INCOMPLETE);
        }
    }

    private void request() {
        if (input.startsWith("\r\n", at)) {
            at += 2;
            check(!input.startsWith("\r\n", at));
        }
        int end = input.indexOf("\r\n\r\n", at);
        if (end < 0) {
            throw new More();
        }
        List<String> lines = List.of(input.substring(at, end).split("\r\n", -1));
        check(lines.getFirst().length() <= 16 * 1024
                && end + 4 - at - lines.getFirst().length() <= 32 * 1024);
        at = end + 4;
        Matcher line = LINE.matcher(lines.getFirst());
        check(line.matches());
        boolean old = line.group(3).equals("0");
        List<String> fields = lines.subList(1, lines.size());
        fields.forEach(field -> check(FIELD.matcher(field).matches()));

        List<String> hosts = values("host", fields);
        check(hosts.size() == 1 || (old && hosts.isEmpty()));
        String host = old && String.join("", hosts).isEmpty() ? "own" : hosts.getFirst();
        String target = line.group(2);
        Matcher url = URL.matcher(target);
        if (url.matches()) {
            host = url.group(1);
            String path = url.group(2) == null ? "" : url.group(2);
            target = path.startsWith("/") ? path : "/" + path;
        } else if (target.equals("*") && line.group(1).equals("OPTIONS")) {
            target = "/";
        }
        check(target.startsWith("/") && !host.isEmpty());

        String given = String.join(",", values("connection", fields)).toLowerCase(Locale.ROOT);
        List<String> options = List.of(given.split("[ \\t]*,[ \\t]*"));
        boolean last = options.contains("close") || (old && !options.contains("keep-alive"));
        check(old || values("expect", fields).stream().allMatch("100-continue"::equalsIgnoreCase));
        String body = body(old, values("content-length", fields), values("transfer-encoding", fields));
        seen.add(new Seen(line.group(1), target, host, body, last));
    }

    private String body(boolean old, List<String> lengths, List<String> codings) {
        if (!codings.isEmpty()) {
            check(!old && lengths.isEmpty());
            check(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
            return chunked();
        }
        if (lengths.isEmpty()) {
            return "";
        }
        check(lengths.size() == 1 && lengths.getFirst().matches("[0-9]{1,18}"));
        return take(Long.parseLong(lengths.getFirst()));
    }

    private String chunked() {
        var body = new StringBuilder();
        long extensions = 0;
        while (true) {
            Matcher size = SIZE.matcher(input);
            size.region(at, input.length());
            if (!size.lookingAt()) {
                // without the end of the line it is not certain
                int lf = input.indexOf('\n', at);
                check(lf < 0);
                throw new More();
            }
            at = size.end();
            int extension = size.group(2) == null ? 0 : size.group(2).length();
            check(size.group(2) == null || size.group(2).matches("(?:[^\"]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+"));
            extensions += extension;
            check(extension <= 4096 && extensions <= 16 * 1024 + body.length());
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                trailers();
                return body.toString();
            }
            body.append(take(length));
            end();
        }
    }

    private void trailers() {
        int bytes = 0;
        while (!input.startsWith("\r\n", at)) {
            int end = input.indexOf("\r\n", at);
            if (end < 0) {
                check(input.indexOf('\n', at) < 0 && bytes + input.length() - at <= 8 * 1024);
                throw new More();
            }
            check(FIELD.matcher(input.substring(at, end)).matches());
            bytes += end - at;
            check(bytes <= 8 * 1024);
            at = end + 2;
        }
        at += 2;
    }

    private void end() {
        String next = input.substring(at, Math.min(input.length(), at + 2));
        check("\r\n".startsWith(next));
        if (next.length() < 2) {
            throw new More();
        }
        at += 2;
    }

    private String take(long length) {
        if (length > input.length() - at) {
            throw new More();
        }
        String taken = input.substring(at, at + (int) length);
        at += (int) length;
        return taken;
    }

    private static List<String> values(String name, List<String> fields) {
        return fields.stream()
                .map(FIELD::matcher)
                .filter(field -> field.matches() && field.group(1).equalsIgnoreCase(name))
                .map(field -> field.group(2))
                .toList();
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new Bad();
        }
    }
}
