package dev.postern.smtp.server;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection from its beginning to its end. */
final class Session implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Wire wire;
    private final ListenerOptions options;
    private final MailLimits.Times times;
    private final AddressCounts addresses;
    private final Refusals refusals;
    private final Dialogue dialogue;
    private final long begun = System.nanoTime();

    Session(
            Socket socket,
            ListenerOptions options,
            MailHandler handler,
            MailCounters counters,
            RefusalLog log,
            AddressCounts addresses)
            throws IOException {
        this.options = options;
        this.times = options.limits().times();
        this.addresses = addresses;
        this.wire = new Wire(socket, times.write());
        this.refusals = new Refusals(counters, log, socket.getInetAddress());
        this.dialogue = new Dialogue(wire, options, handler, counters, refusals);
    }

    @Override
    public void run() {
        try {
            if (options.proxyProtocol()) {
                readProxyHeader();
            }
            serveCounted();
        } catch (SessionEnd e) {
            finish(e);
        } catch (IOException e) {
            LOG.trace("A connection of {} ended", refusals.peer(), e);
        } catch (RuntimeException e) {
            LOG.error("A session of {} failed", refusals.peer(), e);
            finish(new SessionEnd(Replies.BROKEN, Refusal.FAILURE));
        } finally {
            dialogue.abort();
            wire.close();
        }
    }

    private void readProxyHeader() throws IOException, SessionEnd {
        try {
            InetAddress client =
                    ProxyHeader.read(wire, System.nanoTime() + times.opening().toNanos());
            if (client != null) {
                refusals.peer(client);
            }
        } catch (SocketTimeoutException e) {
            throw new SessionEnd(null, Refusal.PROXY);
        }
    }

    private void serveCounted() throws IOException, SessionEnd {
        InetAddress address = refusals.peer();
        if (!addresses.take(address)) {
            throw new SessionEnd(Replies.TOO_MANY_CONNECTIONS, Refusal.CONNECTIONS);
        }
        try {
            greet(address.isLoopbackAddress() ? times.beforeLocalGreeting() : times.beforeGreeting());
            while (true) {
                serveCommand();
            }
        } finally {
            addresses.giveBack(address);
        }
    }

    private void greet(Duration pause) throws IOException, SessionEnd {
        if (wire.sendsWithin(pause)) {
            throw new SessionEnd(Replies.EARLY, Refusal.EARLY);
        }
        String protocol = options.protocol() == Protocol.LMTP ? "LMTP" : "ESMTP";
        wire.send(Reply.of(220, null, options.hostname() + " " + protocol));
    }

    private void serveCommand() throws IOException, SessionEnd {
        long now = System.nanoTime();
        wire.requireRunning();
        if (!dialogue.inTransaction() && now - begun > times.session().toNanos()) {
            throw new SessionEnd(Replies.TOO_SLOW, Refusal.TIME);
        }
        String line;
        try {
            line = wire.line(now + times.command().toNanos());
        } catch (SocketTimeoutException e) {
            throw new SessionEnd(Replies.TOO_SLOW, Refusal.TIME);
        }
        dialogue.take(line);
    }

    private void finish(SessionEnd end) {
        dialogue.abort();
        Reply reply = end.reply();
        Refusal refusal = end.refusal();
        if (refusal != null) {
            refusals.add(refusal, reply == null ? "closed" : reply.code() + " " + reply.status());
        }
        if (reply == null) {
            wire.close();
            return;
        }
        try {
            wire.send(reply);
            wire.finish(times.linger());
        } catch (IOException e) {
            LOG.trace("A connection of {} ended", refusals.peer(), e);
        }
    }

    /** Closes the connection if one of its time limits is over. */
    void closeIfOverdue(long now) {
        if (wire.deadline().hasPassed(now)) {
            refusals.add(Refusal.TIME, "closed");
            wire.deadline().clear();
            wire.close();
        }
    }

    /** Ends it as soon as no message is being transferred. */
    void stop() {
        wire.stop();
    }

    /** Ends it at once. */
    void breakOff() {
        wire.close();
    }
}
