package dev.postern.gate;

import java.util.function.Function;

/** Creates the capability for directory operations of one form, like {@link MailboxOpening}. */
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

    /** Returns whether it is the opening for an operation. */
    public boolean opens(Operation operation) {
        return operation.area() == Area.DIRECTORY && operation.form() == form;
    }

    /** Returns the type of the capability. */
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
