package dev.postern.gate;

/** SEAM: holds the place of the mailbox that the gate opens, until the gate can open one. Nobody can make one yet. */
public final class OpenMailbox {
    OpenMailbox() {}
}
