package dev.postern.cmdlet;

/** The type of a parameter's value. */
public enum ParameterKind {
    TEXT,
    /** Several texts; a single text is a list of one. */
    TEXTS,
    /** True when the parameter is present, unless {@code false} is given. */
    SWITCH,
    BOOL,
    /** A whole number from 1, or {@code Unlimited}. */
    COUNT,
    /** A whole number from 0. */
    NUMBER,
    /** One of the listed names, in any case. */
    CHOICE,
    /** Several of the listed names. */
    CHOICES,
    /** A list of e-mail addresses, or addresses to add and to remove. */
    ADDRESSES,
    /** JSON, or {@code @} and the name of a JSON file. Only for cmdlets that send their body unchanged. */
    JSON;

    /** Returns whether the parameter can be given without a value. */
    public boolean isSwitch() {
        return this == SWITCH;
    }

    /** Returns whether commas separate values. */
    public boolean isList() {
        return this == TEXTS || this == CHOICES || this == ADDRESSES;
    }
}
