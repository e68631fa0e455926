package dev.postern.smtp.client;

import dev.postern.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * AUTH (RFC 4954). A refused login is a transient failure of every message: the configuration can be mended before the messages expire, and
 * the messages are not at fault.
 */
final class LoginDialogue {
    /** Longer ones do not fit into a command line; they are sent after the host has asked. */
    private static final int MAX_INITIAL = 480;

    private LoginDialogue() {}

    static void run(SmtpConnection connection, Login login) throws DialogueFailed {
        if (!connection.isSecure() && !connection.isToThisMachine()) {
            throw new DialogueFailed(OwnReply.later(
                    "4.7.0",
                    "The login at " + connection.host() + " was not sent, because the connection has no TLS."));
        }
        var offered = connection.features().logins();
        Reply reply = switch (login) {
            case Login.Password password
            when offered.contains("PLAIN") ->
                initial(connection, "PLAIN", "\0" + password.user() + "\0" + password.password());
            case Login.Password password when offered.contains("LOGIN") -> login(connection, password);
            case Login.Password password
            when offered.contains("XOAUTH2") -> token(connection, new Login.Token(password.user(), password::password));
            case Login.Token token when offered.contains("XOAUTH2") -> token(connection, token);
            default ->
                throw new DialogueFailed(OwnReply.later(
                        "4.7.0",
                        "The host " + connection.host() + " offers no way to log in with a "
                                + (login instanceof Login.Token ? "token" : "password") + "."));
        };
        if (reply.code() != 235) {
            throw new DialogueFailed(OwnReply.later(
                    "4.7.8",
                    "The host " + connection.host() + " refused the login of '" + login.user() + "': " + reply.text()));
        }
    }

    private static Reply initial(SmtpConnection connection, String mechanism, String text) throws DialogueFailed {
        String encoded = base64(text);
        if (encoded.length() <= MAX_INITIAL) {
            return connection.command("AUTH " + mechanism + " " + encoded, "during the login");
        }
        Reply asked = connection.command("AUTH " + mechanism, "during the login");
        return asked.code() == 334 ? connection.command(encoded, "during the login") : asked;
    }

    private static Reply login(SmtpConnection connection, Login.Password password) throws DialogueFailed {
        Reply user = connection.command("AUTH LOGIN", "during the login");
        if (user.code() != 334) {
            return user;
        }
        Reply secret = connection.command(base64(password.user()), "during the login");
        return secret.code() == 334 ? connection.command(base64(password.password()), "during the login") : secret;
    }

    /** A refused token is answered with 334 and a reason; the reply comes after an empty line. */
    private static Reply token(SmtpConnection connection, Login.Token token) throws DialogueFailed {
        Reply reply = initial(
                connection,
                "XOAUTH2",
                "user=" + token.user() + "\1auth=Bearer " + token.token().get() + "\1\1");
        return reply.code() == 334 ? connection.command("", "during the login") : reply;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
