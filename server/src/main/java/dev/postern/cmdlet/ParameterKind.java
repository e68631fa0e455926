package dev.postern.cmdlet;

/** What a parameter takes. */
public enum ParameterKind {
    TEXT,
    /** Several texts; one alone is a list of one. */
    TEXTS,
    /** True when named, unless it says otherwise. */
    SWITCH,
    BOOL,
    /** A whole number from 1, or {@code Unlimited}. */
    COUNT,
    /** One of the listed names, in any case. */
    CHOICE,
    /** Several of the listed names. */
    CHOICES,
    /** A list of e-mail addresses, or what to add to and remove from it. */
    ADDRESSES,
    /** JSON, or {@code @} and the name of a file with it. Only for cmdlets that send their body as it is. */
    JSON;

    /** Whether it may stand without a value. */
    public boolean isSwitch() {
        return this == SWITCH;
    }

    /** Whether commas separate values. */
    public boolean isList() {
        return this == TEXTS || this == CHOICES || this == ADDRESSES;
    }
}
