package dev.postern.gate;

import java.util.function.Function;

/** Creates the capability for operations of one form on the subscriptions of the caller, like {@link MailboxOpening}. */
public final class SubscriptionOpening<C extends SubscriptionReader> {
    public static final SubscriptionOpening<SubscriptionReader> SUBSCRIPTIONS_READ =
            new SubscriptionOpening<>(Form.READ, SubscriptionReader.class, SubscriptionReader::new);
    public static final SubscriptionOpening<SubscriptionWriter> SUBSCRIPTIONS_WRITE =
            new SubscriptionOpening<>(Form.WRITE, SubscriptionWriter.class, SubscriptionWriter::new);

    private final Form form;
    private final Class<C> capability;
    private final Function<OpenedSubscriptions, C> maker;

    private SubscriptionOpening(Form form, Class<C> capability, Function<OpenedSubscriptions, C> maker) {
        this.form = form;
        this.capability = capability;
        this.maker = maker;
    }

    /** Returns whether it is the opening for an operation. */
    public boolean opens(Operation operation) {
        return operation.area() == Area.SUBSCRIPTIONS && operation.form() == form;
    }

    /** Returns the type of the capability. */
    public Class<C> capability() {
        return capability;
    }

    C make(OpenedSubscriptions opened) {
        return maker.apply(opened);
    }

    @Override
    public String toString() {
        return Area.SUBSCRIPTIONS + " " + form;
    }
}
