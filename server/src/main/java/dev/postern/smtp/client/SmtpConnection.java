package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A connection to a host. Belongs to one thread at a time. After a failure it is closed. */
final class SmtpConnection implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;

    private final Socket plain;
    private final String host;
    private Socket socket;
    private ReplyReader replies;
    private Output out;
    private DialogueDeadline deadline;
    private Features features = Features.NONE;
    private boolean open = true;
    private int messages;

    /** Remembers that the network failed: a content that cannot be read throws the same type. */
    private static final class Output extends FilterOutputStream {
        private boolean failed;

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }

    /** @param host its name and address, for texts */
    SmtpConnection(Socket connected, String host, DialogueDeadline deadline) throws IOException {
        this.plain = connected;
        this.host = host;
        this.deadline = deadline;
        this.socket = connected;
        this.replies = new ReplyReader(connected.getInputStream());
        this.out = new Output(new BufferedOutputStream(connected.getOutputStream(), BUFFER));
    }

    String host() {
        return host;
    }

    Features features() {
        return features;
    }

    void offers(Features offered) {
        this.features = offered;
    }

    boolean isOpen() {
        return open;
    }

    boolean isToThisMachine() {
        return plain.getInetAddress().isLoopbackAddress();
    }

    boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    /** How many messages were sent over it. */
    int messages() {
        return messages;
    }

    void countMessage() {
        messages++;
    }

    /** The longest silence while a reply is read; 0 for no limit but the deadline. */
    void patience(int millis) throws DialogueFailed {
        try {
            plain.setSoTimeout(millis);
        } catch (IOException e) {
            throw failed(e, "while it was opened");
        }
    }

    /** Before TLS: replies that are already here may be forged, and would be taken for replies to what is sent with TLS. */
    void expectNoMore() throws DialogueFailed {
        try {
            if (replies.hasMore()) {
                throw new ReplyReader.NotAReply("more than one reply to STARTTLS");
            }
        } catch (IOException e) {
            throw failed(e, "during STARTTLS");
        }
    }

    /** Continues with TLS. */
    void secure(ClientTls tls, String name, boolean verify) throws DialogueFailed {
        try {
            socket = tls.secure(plain, name, verify);
            replies = new ReplyReader(socket.getInputStream());
            out = new Output(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
        } catch (IOException e) {
            throw new HandshakeFailed(failed(e, "during the TLS handshake").reply());
        }
    }

    /** TLS could not be agreed on. */
    static final class HandshakeFailed extends DialogueFailed {
        private static final long serialVersionUID = 1;

        HandshakeFailed(Reply reply) {
            super(reply);
        }
    }

    void write(String commands) throws DialogueFailed {
        try {
            out.write(commands.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw refused(e, "while commands were sent");
        }
    }

    /** Where content goes. */
    OutputStream output() {
        return out;
    }

    boolean outputFailed() {
        return out.failed;
    }

    Reply read(String during) throws DialogueFailed {
        Reply reply;
        try {
            reply = replies.read();
        } catch (IOException e) {
            throw failed(e, during);
        }
        if (reply.code() == 421) {
            close();
            throw new DialogueFailed(reply);
        }
        return reply;
    }

    Reply command(String line, String during) throws DialogueFailed {
        write(line + "\r\n");
        return read(during);
    }

    /** Begins another message on a connection that was kept. */
    void resume(DialogueDeadline next) throws DialogueFailed {
        deadline = next;
        try {
            next.watch(plain);
        } catch (IOException e) {
            throw failed(e, "when it was used again");
        }
        Reply reply = command("RSET", "during RSET");
        if (reply.code() != 250) {
            close();
            throw new DialogueFailed(OwnReply.garbage(host, reply.text() + " as the reply to RSET"));
        }
    }

    /** Closes the connection and tells why. */
    DialogueFailed failed(IOException cause, String during) {
        close();
        if (deadline.passed()) {
            return new DialogueFailed(OwnReply.late(host, during));
        }
        return new DialogueFailed(
                switch (cause) {
                    case ReplyReader.NotAReply e -> OwnReply.garbage(host, String.valueOf(e.getMessage()));
                    case SSLException e -> OwnReply.later("4.7.5", "TLS with " + host + " failed: " + TlsProblem.of(e));
                    case SocketTimeoutException e ->
                        OwnReply.later("4.4.2", "The host " + host + " was silent " + during + ".");
                    default -> OwnReply.lost(host, during);
                });
    }

    /** After a failure to write. A host that refuses and closes while we still send has told why; that reply may have arrived. */
    DialogueFailed refused(IOException cause, String during) {
        Optional<Reply> refusal = readRefusal();
        DialogueFailed lost = failed(cause, during);
        return refusal.map(DialogueFailed::new).orElse(lost);
    }

    private Optional<Reply> readRefusal() {
        try {
            return replies.hasMore()
                    ? Optional.of(replies.read()).filter(reply -> !reply.isPositive())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Says that it is the end. The reply is not waited for, because nothing depends on it. */
    void quit() {
        if (open) {
            try {
                out.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (IOException e) {
                // The host has closed it.
            }
            close();
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            plain.close();
        } catch (IOException e) {
            // Nothing more can be done to close it.
        }
    }
}
