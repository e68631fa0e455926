package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/**
 * Opens connections up to the point where a message can be sent: address, greeting, EHLO, TLS, login.
 *
 * @param hostname our name in EHLO
 * @param connect the longest wait for each address
 * @param greeting the longest silence of a host until it has replied to EHLO
 */
record Opening(String hostname, Duration connect, Duration greeting) {
    private static final int MAX_ADDRESSES = 6;

    SmtpConnection open(HostTarget target, DialogueDeadline deadline) throws DialogueFailed {
        DialogueFailed last = new DialogueFailed(OwnReply.later("4.4.4", target.name() + " has no address."));
        for (InetAddress address :
                target.addresses().stream().limit(MAX_ADDRESSES).toList()) {
            if (deadline.passed()) {
                break;
            }
            try {
                return open(greeted(target, address, deadline), target);
            } catch (Unreached e) {
                last = e.failure;
            }
        }
        throw last;
    }

    /** The next address may be better. */
    private static final class Unreached extends Exception {
        private static final long serialVersionUID = 1;

        private final transient DialogueFailed failure;

        Unreached(DialogueFailed failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private SmtpConnection greeted(HostTarget target, InetAddress address, DialogueDeadline deadline) throws Unreached {
        SmtpConnection connection = connected(target, address, deadline);
        try {
            connection.patience(millis(greeting, deadline));
            if (target.tls() == TlsUse.TLS) {
                connection.secure(target.trust(), target.name(), true);
            }
            Reply reply = connection.read("before its greeting");
            if (reply.code() != 220) {
                connection.quit();
                throw new DialogueFailed(
                        reply.code() < 400
                                ? OwnReply.garbage(connection.host(), reply.text() + " as its greeting")
                                : reply);
            }
            return connection;
        } catch (DialogueFailed e) {
            connection.close();
            throw new Unreached(e.at(connection.host()));
        }
    }

    private SmtpConnection connected(HostTarget target, InetAddress address, DialogueDeadline deadline)
            throws Unreached {
        String name = target.name() + " [" + address.getHostAddress() + "]";
        // The JDK's proxy settings would connect to another address than the one that was checked.
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            deadline.watch(socket);
            socket.connect(new InetSocketAddress(address, target.port()), millis(connect, deadline));
            socket.setTcpNoDelay(true);
            return new SmtpConnection(socket, name, deadline);
        } catch (IOException e) {
            try {
                socket.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw new Unreached(new DialogueFailed(OwnReply.later(
                    "4.4.1", "No connection to " + name + ", port " + target.port() + ": " + e.getMessage())));
        }
    }

    private static int millis(Duration wanted, DialogueDeadline deadline) {
        return Math.clamp(Math.min(wanted.toMillis(), deadline.left().toMillis()), 1, Integer.MAX_VALUE);
    }

    private SmtpConnection open(SmtpConnection connection, HostTarget target) throws DialogueFailed {
        try {
            hello(connection);
            if (target.tls() == TlsUse.STARTTLS || target.tls() == TlsUse.OPPORTUNISTIC) {
                startTls(connection, target);
            }
            Login login = target.login();
            if (login != null) {
                LoginDialogue.run(connection, login);
            }
            connection.patience(0);
            return connection;
        } catch (DialogueFailed e) {
            connection.quit();
            throw e.at(connection.host());
        }
    }

    private void hello(SmtpConnection connection) throws DialogueFailed {
        Reply reply = connection.command("EHLO " + hostname, "during EHLO");
        if (reply.code() == 250) {
            connection.offers(Features.of(reply));
            return;
        }
        if (!reply.isPermanent()) {
            throw refused(connection, "EHLO", reply);
        }
        Reply simple = connection.command("HELO " + hostname, "during HELO");
        if (simple.code() != 250) {
            throw refused(connection, "HELO", simple);
        }
        connection.offers(Features.NONE);
    }

    private void startTls(SmtpConnection connection, HostTarget target) throws DialogueFailed {
        boolean required = target.tls().verified();
        if (!connection.features().startTls()) {
            if (required) {
                throw new DialogueFailed(OwnReply.later(
                        "4.7.0", "The host " + connection.host() + " does not offer STARTTLS, which is required."));
            }
            return;
        }
        Reply reply = connection.command("STARTTLS", "during STARTTLS");
        if (reply.code() == 220) {
            connection.expectNoMore();
            connection.secure(target.trust(), target.name(), required);
            // RFC 3207: what was offered before TLS may be forged
            hello(connection);
        } else if (required) {
            throw new DialogueFailed(OwnReply.later(
                    "4.7.0",
                    "The host " + connection.host() + " refused STARTTLS, which is required: " + reply.text()));
        }
    }

    private static DialogueFailed refused(SmtpConnection connection, String command, Reply reply) {
        return new DialogueFailed(
                reply.code() < 400
                        ? OwnReply.garbage(connection.host(), reply.text() + " as the reply to " + command)
                        : reply);
    }
}
