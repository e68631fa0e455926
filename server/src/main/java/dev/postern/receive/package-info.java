/** Mail from other hosts: which recipients exist, what a message may contain, and how it is stored. It does not know the dialogue. */
@NullMarked
package dev.postern.receive;

import org.jspecify.annotations.NullMarked;
