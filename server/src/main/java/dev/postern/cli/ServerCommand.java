package dev.postern.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands for a running server, besides the cmdlets. {@link Client} executes each of them. */
enum ServerCommand {
    ACCESS("access"),
    ADMIN("admin"),
    APP("app"),
    AUDIT_ACCESS("audit-access"),
    DOCTOR("doctor"),
    EXPECT("expect"),
    IDENTITY("identity"),
    IMPORT("import"),
    MIGRATE("migrate"),
    PLAN("plan"),
    QUEUE("queue"),
    SUBSCRIPTION("subscription"),
    TRUST("trust"),
    WHY("why"),
    WORKFLOW("workflow");

    private final String word;

    ServerCommand(String word) {
        this.word = word;
    }

    static Optional<ServerCommand> find(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }

    static Stream<String> words() {
        return Arrays.stream(values()).map(one -> one.word);
    }
}
