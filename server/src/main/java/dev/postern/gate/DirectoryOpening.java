package dev.postern.gate;

import java.util.function.Function;

/** What handlers are given for operations on the directory of one form; as {@link MailboxOpening}. */
public final class DirectoryOpening<C extends DirectoryReader> {
    public static final DirectoryOpening<DirectoryReader> DIRECTORY_READ =
            new DirectoryOpening<>(Form.READ, DirectoryReader.class, DirectoryReader::new);
    public static final DirectoryOpening<DirectoryWriter> DIRECTORY_WRITE =
            new DirectoryOpening<>(Form.WRITE, DirectoryWriter.class, DirectoryWriter::new);

    private final Form form;
    private final Class<C> capability;
    private final Function<OpenedDirectory, C> maker;

    private DirectoryOpening(Form form, Class<C> capability, Function<OpenedDirectory, C> maker) {
        this.form = form;
        this.capability = capability;
        this.maker = maker;
    }

    /** Whether it is the one for an operation. */
    public boolean opens(Operation operation) {
        return operation.area() == Area.DIRECTORY && operation.form() == form;
    }

    /** The type that a handler is given. */
    public Class<C> capability() {
        return capability;
    }

    C make(OpenedDirectory opened) {
        return maker.apply(opened);
    }

    @Override
    public String toString() {
        return Area.DIRECTORY + " " + form;
    }
}
