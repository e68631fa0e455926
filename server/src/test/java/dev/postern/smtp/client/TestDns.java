package dev.postern.smtp.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server over UDP for tests. Records are written as in a zone file: {@code fabrikam.example. MX 10 mx.fabrikam.example.}. Names without
 * records do not exist.
 */
final class TestDns implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    /** Names whose questions fail. */
    final Set<String> failing = ConcurrentHashMap.newKeySet();
    /** Names whose questions are not answered. */
    final Set<String> silent = ConcurrentHashMap.newKeySet();

    TestDns(String... zone) throws IOException {
        socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        for (String line : zone) {
            add(line);
        }
        Thread.ofVirtual().start(this::serve);
    }

    void add(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        records.add(Record.fromString(
                Name.fromString(parts[0]), Type.value(parts[1]), DClass.IN, 300, parts[2], Name.root));
    }

    void clear() {
        records.clear();
    }

    DnsResolver resolver() {
        return DnsResolver.of(
                new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()), Duration.ofSeconds(2));
    }

    private void serve() {
        byte[] buffer = new byte[4_096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Record asked = Objects.requireNonNull(question.getQuestion());
                if (!silent.contains(asked.getName().toString())) {
                    byte[] answer = answer(question, asked).toWire();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Message answer(Message question, Record asked) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(asked, Section.QUESTION);
        if (failing.contains(asked.getName().toString())) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        List<Record> named = new ArrayList<>(records.stream()
                .filter(one -> one.getName().equals(asked.getName()))
                .toList());
        if (named.isEmpty()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        named.stream()
                .filter(one -> one.getType() == asked.getType() || one.getType() == Type.CNAME)
                .forEach(one -> answer.addRecord(one, Section.ANSWER));
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
