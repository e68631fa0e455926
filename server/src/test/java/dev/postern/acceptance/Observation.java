package dev.postern.acceptance;

import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Observes the behaviour of a server with these settings: names and values in turn. */
interface Observation {
    String of(String... settings) throws Exception;

    interface OfServer {
        Object of(TestPostern postern) throws Exception;
    }

    interface OfMailbox {
        Object of(MailboxUser user) throws Exception;
    }

    /** Observes a new server. */
    static Observation server(OfServer seen) {
        return settings -> {
            try (TestPostern postern = TestPostern.start(settings)) {
                return String.valueOf(seen.of(postern));
            }
        };
    }

    /** Observes a new server with a mailbox and an application that may read, write and send its mail and change its calendars. */
    static Observation mailbox(OfMailbox seen) {
        return server(postern -> seen.of(MailboxUser.in(postern)));
    }

    /** The same observation with further settings in both cases. */
    default Observation with(String... more) {
        return settings ->
                of(Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new));
    }

    /** An application and the mailbox that it uses. */
    record MailboxUser(TestPostern postern, Administration.App app, String token) {
        static final String USER = "/v1.0/users/seen@contoso.example";

        static MailboxUser in(TestPostern postern) {
            Administration admin = postern.admin();
            admin.sharedMailbox("seen");
            Administration.App app = admin.app("seer", "Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite");
            return new MailboxUser(postern, app, admin.token(app));
        }

        Answer get(String path) {
            return postern.admin().http().get(USER + path, token);
        }

        Answer post(String path, String json) {
            return postern.admin().http().post(USER + path, token, json.replace('\'', '"'));
        }

        Answer send(String method, String path, String type, String body) {
            return postern.admin().http().send(method, USER + path, token, type, body);
        }

        /** Creates a draft with a text of this length. */
        Answer draft(int length) {
            return post("/messages", "{'body':{'contentType':'text','content':'" + "x".repeat(length) + "'}}");
        }

        String draftId(int length) {
            return draft(length).expect(201).json().path("id").asString();
        }

        Answer sendTo(String... addresses) {
            return postern.admin().http().post(USER + "/sendMail", token, Administration.mail("Seen", addresses));
        }

        /** Repeats a request until it fails, at most this often; returns the last status. */
        int last(int times, IntFunction<Answer> one) {
            int status = 0;
            for (int i = 0; i < times && status < 400; i++) {
                status = one.apply(i).status();
            }
            return status;
        }
    }
}
