package dev.postern.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code mail list}, {@code show}, {@code tail}, {@code wait} and {@code clear}: the mail of a server, for people and for scripts. */
final class MailCommand {
    private static final int MAX_LISTED = 1_000;
    private static final int MAX_WATCHED = 100;
    private static final int TAILED = 10;
    private static final int DEFAULT_TIMEOUT = 30;
    private static final int MAX_TIMEOUT = 86_400;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration LONG_PAUSE = Duration.ofMillis(500);
    private static final int SHORT_PAUSES = 50;

    private static final List<String> COLUMNS = List.of("id", "received", "from", "to", "subject", "read");

    private final Server server;
    private final PrintStream out;
    private final Consumer<String> warn;

    MailCommand(Server server, PrintStream out, Consumer<String> warn) {
        this.server = server;
        this.out = out;
        this.warn = warn;
    }

    /** Returns the exit status. */
    int run(List<String> arguments) {
        String what = arguments.getFirst();
        Options options = Options.of("mail " + what, arguments);
        boolean outside = options.has("--outside");
        boolean show = what.equals("show");
        int names = (outside ? 1 : 2) + (show ? 1 : 0);
        List<String> words = options.words(show ? names - 1 : names, names);
        if ((outside && options.has("--as")) || (options.has("--raw") && options.has("--json"))) {
            throw options.usage();
        }
        try (MailSource source = outside ? new OutsideSource(server) : inbox(words.get(1), options)) {
            return switch (what) {
                case "list" -> list(source, options);
                case "show" -> show(source, words.size() > (outside ? 1 : 2) ? words.getLast() : "1", options);
                case "tail" -> tail(source);
                case "wait" -> await(source, options);
                default -> clear(source, options.has("--json"));
            };
        }
    }

    private MailSource inbox(String mailbox, Options options) {
        boolean whole = mailbox.contains("@") || mailbox.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        Server reader = options.one("--as").map(app -> MailApp.as(server, app)).orElseGet(() -> MailApp.viewer(server));
        return new InboxSource(
                server,
                reader,
                whole ? mailbox : mailbox + "@" + server.profile().tenantDomain());
    }

    private int list(MailSource source, Options options) {
        List<ShownMail> found = source.newest(MAX_LISTED + 1);
        if (found.size() > MAX_LISTED) {
            warn.accept("Only the newest " + MAX_LISTED + " messages are listed.");
        }
        List<ShownMail> listed = found.subList(0, Math.min(found.size(), MAX_LISTED));
        if (OutputFormat.of(options).isPresent()) {
            List<JsonNode> rows = listed.stream().<JsonNode>map(ShownMail::json).toList();
            out.print(RowOutput.ofCommand(rows, options, COLUMNS, false));
        } else {
            listed.forEach(one -> out.print(one.line()));
        }
        return 0;
    }

    /** @param which the id of a message, or its number from the newest, which is 1 */
    private int show(MailSource source, String which, Options options) {
        String id = which;
        if (which.matches("[1-9][0-9]{0,2}")) {
            int number = Integer.parseInt(which);
            List<ShownMail> found = source.newest(number);
            if (found.size() < number) {
                throw CliFailure.failed("There are only " + found.size() + " messages.");
            }
            id = found.get(number - 1).id();
        }
        out.print(options.has("--json") ? source.json(id) : options.has("--raw") ? source.raw(id) : source.text(id));
        return 0;
    }

    private int tail(MailSource source) {
        Set<String> known = new HashSet<>();
        List<ShownMail> first = source.newest(MAX_WATCHED);
        first.forEach(one -> known.add(one.id()));
        first.subList(0, Math.min(TAILED, first.size())).reversed().forEach(one -> out.print(one.line()));
        out.flush();
        while (!out.checkError() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LONG_PAUSE.toNanos());
            List<ShownMail> now = source.newest(MAX_WATCHED);
            now.reversed().stream().filter(one -> !known.contains(one.id())).forEach(one -> out.print(one.line()));
            known.clear();
            now.forEach(one -> known.add(one.id()));
            out.flush();
        }
        return 0;
    }

    private int await(MailSource source, Options options) {
        String subject = options.one("--subject").orElse(null);
        String from = options.one("--from").orElse(null);
        long end = System.nanoTime() + timeout(options).toNanos();
        int max = MAX_LISTED;
        int polls = 0;
        while (true) {
            for (ShownMail one : source.newest(max)) {
                if (one.matches(subject, from)) {
                    out.print(options.has("--json") ? Output.json(one.json()) : one.line());
                    return 0;
                }
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw CliFailure.failed("No such message arrived in time.");
            }
            // what was there at the beginning does not match
            max = MAX_WATCHED;
            Duration pause = polls++ < SHORT_PAUSES ? PAUSE : LONG_PAUSE;
            LockSupport.parkNanos(Math.min(left, pause.toNanos()));
        }
    }

    private static Duration timeout(Options options) {
        String text = options.one("--timeout").orElse(Integer.toString(DEFAULT_TIMEOUT));
        if (!text.matches("[0-9]{1,5}(\\.[0-9]{1,3})?") || Double.parseDouble(text) > MAX_TIMEOUT) {
            throw CliFailure.usage("The value of --timeout must be a number of seconds up to " + MAX_TIMEOUT + ", not '"
                    + text + "'.");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }

    private int clear(MailSource source, boolean json) {
        int cleared = source.clear();
        out.print(
                json
                        ? Output.json(JsonNodeFactory.instance.objectNode().put("removed", cleared))
                        : cleared + (cleared == 1 ? " message removed.\n" : " messages removed.\n"));
        return 0;
    }
}
