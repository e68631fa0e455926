package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Takes messages into memory. What it does depends on local parts: as a sender {@code blocked}, {@code closing}, {@code nodisk}, {@code fulldisk} and
 * {@code crash}, as a recipient {@code unknown}, {@code later}, {@code broken}, {@code full}, {@code busy}, {@code lost} and {@code forger}.
 */
final class Inbox implements MailHandler {
    final List<String> delivered = new CopyOnWriteArrayList<>();
    final AtomicInteger aborted = new AtomicInteger();
    /** Calls that the contract does not allow. */
    final List<String> wrong = new CopyOnWriteArrayList<>();

    final CountDownLatch began = new CountDownLatch(1);

    @Override
    public Begun begin(Peer peer, MailCommand mail) {
        began.countDown();
        return switch (local(mail.sender())) {
            case "blocked" -> new Begun.Refused(Reply.of(550, "5.7.1", "Not from you"));
            case "closing" -> new Begun.Refused(Reply.of(421, "4.3.2", "Not now"));
            case "crash" -> throw new IllegalStateException("crash");
            default -> new Begun.Accepted(new Message(peer, mail));
        };
    }

    static String local(String address) {
        return address.contains("@") ? address.substring(0, address.indexOf('@')) : address;
    }

    private final class Message implements MailTransaction {
        private final Peer peer;
        private final MailCommand mail;
        private final List<RecipientCommand> recipients = new ArrayList<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private boolean closed;
        private boolean over;

        Message(Peer peer, MailCommand mail) {
            this.peer = peer;
            this.mail = mail;
        }

        @Override
        public Reply recipient(RecipientCommand recipient) {
            require(!over && content.size() == 0, "a recipient after the content");
            return switch (local(recipient.address())) {
                case "unknown" -> Reply.of(550, "5.1.1", "No such recipient");
                case "later" -> Reply.of(450, "4.2.0", "Try again later");
                case "forger" -> Reply.of(550, "5.1.1", "No\r\n250 2.0.0 Yes");
                case "broken" -> throw new IllegalStateException("broken");
                default -> {
                    recipients.add(recipient);
                    yield Reply.of(250, "2.1.5", "Recipient OK");
                }
            };
        }

        @Override
        public OutputStream content() throws IOException {
            require(!over && !recipients.isEmpty(), "content without recipients");
            String sender = local(mail.sender());
            if (sender.equals("nodisk")) {
                throw new IOException("no disk");
            }
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    require(!closed, "content after the end");
                    if (sender.equals("fulldisk")) {
                        throw new IOException("full");
                    }
                    content.write(b);
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }

        @Override
        public List<Reply> end() {
            require(closed && !over, "an end at the wrong time");
            over = true;
            if (recipients.stream().anyMatch(one -> local(one.address()).equals("lost"))) {
                throw new IllegalStateException("lost");
            }
            delivered.add(describe());
            return recipients.stream()
                    .map(one -> switch (local(one.address())) {
                        case "full" -> Reply.of(552, "5.2.2", "Full");
                        case "busy" -> Reply.of(451, "4.3.0", "Busy");
                        default -> Reply.of(250, "2.0.0", "Delivered");
                    })
                    .toList();
        }

        @Override
        public void abort() {
            require(!over, "a second end");
            over = true;
            aborted.incrementAndGet();
        }

        private void require(boolean right, String otherwise) {
            if (!right) {
                wrong.add(otherwise);
            }
        }

        private String describe() {
            var text = new StringBuilder(peer.protocol());
            text.append(" hello=").append(peer.hello());
            if (!peer.address().isLoopbackAddress()) {
                text.append(" peer=").append(peer.address().getHostAddress());
            }
            text.append(" from=<").append(mail.sender()).append('>');
            text.append(mail.size() == 0 ? "" : " size=" + mail.size());
            text.append(mail.utf8() ? " utf8" : "");
            text.append(mail.headersOnly() ? " hdrs" : "");
            text.append(mail.envelopeId() == null ? "" : " envid=" + mail.envelopeId());
            for (RecipientCommand one : recipients) {
                text.append(" to=<").append(one.address()).append('>');
                if (!one.notice().when().isEmpty()) {
                    text.append(one.notice().when().stream()
                            .map(Enum::name)
                            .sorted()
                            .collect(Collectors.joining(",", " notify=", "")));
                }
                text.append(
                        one.notice().original() == null
                                ? ""
                                : " orcpt=" + one.notice().original());
            }
            return text + " | "
                    + content.toString(StandardCharsets.UTF_8)
                            .replace("\r", "\\r")
                            .replace("\n", "\\n");
        }
    }
}
