package dev.postern.subscription;

/** The kinds of items that a subscription can follow. */
public enum SubscribedKind {
    MESSAGE,
    EVENT,
    CONTACT
}
