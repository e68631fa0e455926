package dev.postern.gate;

import java.util.function.Function;

/**
 * Creates the capability for operations of one area and form on a mailbox. An operation can be opened only with the opening for its own
 * area and form.
 */
public final class MailboxOpening<C extends MailboxAccess> {
    public static final MailboxOpening<MailReader> MAIL_READ =
            new MailboxOpening<>(Area.MAIL, Form.READ, MailReader.class, MailReader::new);
    public static final MailboxOpening<MailWriter> MAIL_WRITE =
            new MailboxOpening<>(Area.MAIL, Form.WRITE, MailWriter.class, MailWriter::new);
    public static final MailboxOpening<MailSender> MAIL_SEND =
            new MailboxOpening<>(Area.MAIL, Form.SEND, MailSender.class, MailSender::new);

    public static final MailboxOpening<CalendarReader> CALENDAR_READ =
            new MailboxOpening<>(Area.CALENDAR, Form.READ, CalendarReader.class, CalendarReader::new);
    public static final MailboxOpening<CalendarWriter> CALENDAR_WRITE =
            new MailboxOpening<>(Area.CALENDAR, Form.WRITE, CalendarWriter.class, CalendarWriter::new);

    public static final MailboxOpening<SettingsReader> SETTINGS_READ =
            new MailboxOpening<>(Area.SETTINGS, Form.READ, SettingsReader.class, SettingsReader::new);
    public static final MailboxOpening<SettingsWriter> SETTINGS_WRITE =
            new MailboxOpening<>(Area.SETTINGS, Form.WRITE, SettingsWriter.class, SettingsWriter::new);
    public static final MailboxOpening<ContactReader> CONTACTS_READ =
            new MailboxOpening<>(Area.CONTACTS, Form.READ, ContactReader.class, ContactReader::new);
    public static final MailboxOpening<ContactWriter> CONTACTS_WRITE =
            new MailboxOpening<>(Area.CONTACTS, Form.WRITE, ContactWriter.class, ContactWriter::new);

    private final Area area;
    private final Form form;
    private final Class<C> capability;
    private final Function<OpenedMailbox, C> maker;

    private MailboxOpening(Area area, Form form, Class<C> capability, Function<OpenedMailbox, C> maker) {
        this.area = area;
        this.form = form;
        this.capability = capability;
        this.maker = maker;
    }

    /** Returns whether it is the opening for an operation. */
    public boolean opens(Operation operation) {
        return operation.area() == area && operation.form() == form;
    }

    /** Returns the type of the capability. */
    public Class<C> capability() {
        return capability;
    }

    C make(OpenedMailbox opened) {
        return maker.apply(opened);
    }

    @Override
    public String toString() {
        return area + " " + form;
    }
}
