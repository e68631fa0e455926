package dev.postern.relay;

import dev.postern.smtp.Reply;
import dev.postern.smtp.client.Destination;
import dev.postern.smtp.client.MailSending;
import dev.postern.smtp.client.OutgoingMail;
import dev.postern.smtp.client.SendResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Other hosts, which reply as a script says and keep what they accept. Thread-safe. */
final class ScriptedHosts implements MailSending {
    static final Reply ACCEPTED = Reply.of(250, "2.0.0", "queued");

    private final Map<String, List<Reply>> scripts = new ConcurrentHashMap<>();
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new ArrayList<>();
    private final List<OutgoingMail> attempts = new ArrayList<>();
    private volatile BiFunction<Destination, OutgoingMail, SendResult> during = this::replies;
    private volatile Runnable before = () -> {};
    private volatile boolean notifies = true;

    /** What a host has accepted. */
    record Received(String destination, String sender, String recipient, String content) {}

    /** Sets the replies for an address, in the order of the attempts; after them it is accepted. */
    ScriptedHosts reply(String address, String... replies) {
        List<Reply> script = new ArrayList<>();
        for (String text : replies) {
            String[] parts = text.split(" ", 3);
            script.add(Reply.of(Integer.parseInt(parts[0]), parts[1].equals("-") ? null : parts[1], parts[2]));
        }
        scripts.put(address, script);
        return this;
    }

    /** A destination whose hosts cannot be connected. */
    void away(String destination) {
        away.add(destination);
    }

    void back(String destination) {
        away.remove(destination);
    }

    /** Hosts that send no receipts. */
    void withoutReceipts() {
        notifies = false;
    }

    /** Runs at the begin of each attempt. */
    void before(Runnable hook) {
        before = hook;
    }

    void during(BiFunction<Destination, OutgoingMail, SendResult> other) {
        during = other;
    }

    @Override
    public SendResult send(Destination destination, OutgoingMail mail, Duration limit) {
        before.run();
        return during.apply(destination, mail);
    }

    SendResult replies(Destination destination, OutgoingMail mail) {
        synchronized (this) {
            attempts.add(mail);
        }
        Map<String, Reply> replies = new HashMap<>();
        if (away.contains(name(destination))) {
            mail.recipients()
                    .forEach(one ->
                            replies.put(one.address(), Reply.of(451, "4.4.1", "No host of the domain can be reached")));
            return new SendResult("", replies);
        }
        for (OutgoingMail.Recipient one : mail.recipients()) {
            List<Reply> script = scripts.getOrDefault(one.address(), List.of());
            Reply reply = script.isEmpty() ? ACCEPTED : script.getFirst();
            if (!script.isEmpty()) {
                script.removeFirst();
            }
            replies.put(one.address(), reply);
            if (reply.isPositive()) {
                accept(destination, mail, one.address());
            }
        }
        return new SendResult("mx." + name(destination) + " [127.0.0.1]", replies, notifies);
    }

    static String name(Destination destination) {
        return switch (destination) {
            case Destination.Domain(String domain) -> domain;
            case Destination.Smarthost(String host, int port) -> host + ":" + port;
        };
    }

    private synchronized void accept(Destination destination, OutgoingMail mail, String recipient) {
        received.add(new Received(name(destination), mail.sender(), recipient, text(mail)));
    }

    static String text(OutgoingMail mail) {
        try (var out = new ByteArrayOutputStream()) {
            mail.content().writeTo(out);
            if (out.size() != mail.content().size()) {
                throw new AssertionError(
                        out.size() + " bytes came, " + mail.content().size() + " were announced");
            }
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized List<OutgoingMail> attempts() {
        return List.copyOf(attempts);
    }

    /** The recipients that have got a message, each once for each copy. */
    synchronized List<String> recipients() {
        return received.stream().map(Received::recipient).sorted().toList();
    }

    /** The recipients of each message that has come more than once to one of them. */
    synchronized Set<String> doubles() {
        Set<String> seen = new HashSet<>();
        Set<String> doubles = new HashSet<>();
        for (Received one : received) {
            String key = one.recipient() + " " + one.content();
            if (!seen.add(key)) {
                doubles.add(one.recipient());
            }
        }
        return doubles;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
